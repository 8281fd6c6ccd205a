"""Addresses of the pages about partner desks. Ids are random: an address tells nothing."""

from django.urls import path

from amana.testimony.partners import pages

app_name = "partners"
urlpatterns = [
    path("", pages.partners, name="list"),
    path("new", pages.add, name="add"),
    path("shares/<str:pk>", pages.take_back, name="take_back"),
    path("shares/<str:pk>/copy-<int:number>.tie", pages.tie, name="tie"),
    path("<str:pk>", pages.partner, name="partner"),
]
