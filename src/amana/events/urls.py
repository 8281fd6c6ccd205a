"""The room's addresses."""

from django.urls import path

from amana.events import pages, pages_sources

app_name = "events"
urlpatterns = [
    path("", pages.events, name="list"),
    path("of/<str:testimony>", pages.place_testimony, name="place_testimony"),
    path("sources", pages_sources.sources, name="sources"),
    path("sources/new", pages_sources.new_source, name="new_source"),
    path("sources/<str:pk>", pages_sources.source, name="source"),
    path("sources/<str:pk>/claims/new", pages_sources.new_claim, name="new_claim"),
    path("claims/<str:pk>", pages_sources.claim, name="claim"),
    path("places/new", pages_sources.new_place, name="new_place"),
    path("missing", pages.missing, name="missing"),
    path("<str:pk>", pages.event, name="event"),
]
