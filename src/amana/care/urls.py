"""The room's addresses."""

from django.urls import path

from amana.care import pages

app_name = "care"
urlpatterns = [
    path("", pages.directory, name="directory"),
    path("new", pages.service, name="new_service"),
    path("areas/new", pages.area, name="new_area"),
    path("areas/<slug:code>", pages.area, name="area"),
    path("<str:pk>", pages.service, name="service"),
]
