"""Addresses of the pages about community workers. Ids are random: an address tells nothing."""

from django.urls import path

from amana.testimony.workers import pages

app_name = "workers"
urlpatterns = [
    path("", pages.workers, name="list"),
    path("new", pages.invite, name="invite"),
    path("aside", pages.aside, name="aside"),
    path("of/<str:pk>", pages.on_list, name="on_list"),
    path("<str:pk>", pages.worker, name="worker"),
]
