"""The room's addresses."""

from django.urls import path

from amana.parties import pages

app_name = "parties"
urlpatterns = [
    path("", pages.parties, name="list"),
    path("new", pages.new_party, name="new_party"),
    path("party/<str:pk>", pages.party, name="party"),
    path("acts/<str:pk>", pages.conclude_act, name="conclude_act"),
    path("claims/<str:pk>", pages.conclude_claim, name="conclude_claim"),
]
