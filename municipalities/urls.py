"""Addresses of the municipalities app."""

app_name = "municipalities"
urlpatterns: list = []
