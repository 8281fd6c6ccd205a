"""The log's pages."""

from django.urls import path

from amana.testimony.custody import pages

app_name = "custody"
urlpatterns = [
    path("", pages.log, name="log"),
    path("check", pages.check, name="check"),
    path("checkpoint/<int:size>/custody.log", pages.exported, name="exported"),
    path("checkpoint/<int:size>/checkpoint.txt", pages.checkpoint, name="checkpoint"),
    path("entry/<int:index>.tlog-proof", pages.proof, name="proof"),
]
