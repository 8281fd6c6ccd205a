"""The addresses of accounts that go to partner desks."""

from django.urls import path

from amana.release.sharing import pages

app_name = "sharing"
urlpatterns = [
    path("", pages.sharings, name="list"),
    path("new", pages.new, name="new"),
    path("added/<str:share>", pages.added, name="added"),
    path("<str:pk>", pages.sharing, name="sharing"),
    path("<str:pk>/files/<str:copy>", pages.copy, name="copy"),
]
