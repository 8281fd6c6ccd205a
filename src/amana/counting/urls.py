"""The room's addresses."""

from django.urls import path

from amana.counting import pages

app_name = "counting"
urlpatterns = [path("", pages.counts, name="counts")]
