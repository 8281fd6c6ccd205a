"""The room's addresses."""

from django.urls import path

from amana.release import pages

app_name = "release"
urlpatterns = [
    path("", pages.releases, name="list"),
    path("new", pages.new, name="new"),
    path("<str:pk>", pages.release, name="release"),
    path("<str:pk>/text", pages.text, name="text"),
    path("<str:pk>/draft", pages.draft, name="draft"),
    path("<str:pk>/files/<str:name>", pages.file, name="file"),
]
