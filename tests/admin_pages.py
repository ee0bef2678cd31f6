"""Helpers that fill in the admin's forms as staff do."""

from django.urls import reverse

from audit.models import AuditEvent


def add(client, model, **answers):
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add")
    return client.post(address, answers)


def change(client, row, **answers):
    address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
    return client.post(address, answers)


def errors(response):
    assert response.status_code == 200
    return {name: list(said) for name, said in response.context["adminform"].form.errors.items()}


def verbs(row):
    return list(AuditEvent.objects.about(row).order_by("pk").values_list("verb", flat=True))


def act(client, rows, action, **more):
    meta = rows[0]._meta
    address = reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")
    chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
    page = client.post(address, chosen | more, follow=True)
    return [str(message) for message in page.context["messages"]]
