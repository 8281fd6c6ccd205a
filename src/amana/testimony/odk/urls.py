"""The address of the page about ODK phones."""

from django.urls import path

from amana.testimony.odk import pages

app_name = "odk"
urlpatterns = [path("", pages.phones, name="phones")]
