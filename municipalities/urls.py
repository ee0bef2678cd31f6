"""Addresses of the municipalities app."""

from django.urls import path

from municipalities import views

app_name = "municipalities"
urlpatterns = [
    path("mitt-lan/samordnare/", views.coordinator_list, name="coordinator_list"),
    path("mitt-lan/samordnare/utse/", views.coordinator_appoint, name="coordinator_appoint"),
    path("mitt-lan/samordnare/<int:pk>/avsluta/", views.coordinator_end, name="coordinator_end"),
    path(
        "mitt-lan/samordnare/<int:pk>/ta-tillbaka/", views.coordinator_withdraw, name="coordinator_withdraw"
    ),
]
