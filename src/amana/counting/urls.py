"""The room's addresses."""

from django.urls import path

from amana.counting import pages, pages_hidden

app_name = "counting"
urlpatterns = [
    path("", pages.counts, name="counts"),
    path("hidden/", pages_hidden.estimates, name="estimates"),
    path("hidden/new", pages_hidden.new_estimate, name="new_estimate"),
    path("hidden/new/<str:mark>", pages_hidden.columns, name="columns"),
    path("hidden/kept", pages_hidden.kept_estimate, name="kept_estimate"),
    path("hidden/<int:pk>", pages_hidden.estimate, name="estimate"),
]
