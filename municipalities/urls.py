"""Addresses of the municipalities app."""

from django.urls import path

from municipalities.views import coordinators

app_name = "municipalities"
urlpatterns = [
    path("mitt-lan/samordnare/", coordinators.coordinator_list, name="coordinator_list"),
    path("mitt-lan/samordnare/utse/", coordinators.coordinator_appoint, name="coordinator_appoint"),
    path("mitt-lan/samordnare/<int:pk>/avsluta/", coordinators.coordinator_end, name="coordinator_end"),
    path(
        "mitt-lan/samordnare/<int:pk>/ta-tillbaka/",
        coordinators.coordinator_withdraw,
        name="coordinator_withdraw",
    ),
]
