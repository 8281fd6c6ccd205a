"""The part's addresses. Ids are random: an address tells nothing."""

from django.urls import path

from amana.testimony.cases import pages, pages_person

app_name = "cases"
urlpatterns = [
    path("", pages.cases, name="list"),
    path("new", pages.new, name="new"),
    path("of/<str:testimony>", pages.of_testimony, name="of_testimony"),
    path("<str:pk>", pages.case, name="case"),
    path("<str:pk>/identity", pages_person.identity, name="identity"),
    path("<str:pk>/agreed", pages_person.agreed, name="agreed"),
    path("<str:pk>/erase", pages_person.erase, name="erase"),
]
