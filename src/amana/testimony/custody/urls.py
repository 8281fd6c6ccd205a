"""The log's pages."""

from django.urls import path

from amana.testimony.custody import pages, pages_lodging

app_name = "custody"
urlpatterns = [
    path("", pages.log, name="log"),
    path("check", pages.check, name="check"),
    path("checkpoint/<int:size>/custody.log", pages.exported, name="exported"),
    path("checkpoint/<int:size>/checkpoint.txt", pages.checkpoint, name="checkpoint"),
    path("checkpoint/<int:size>/print", pages.printed, name="printed"),
    path("checkpoint/<int:size>/stamp", pages_lodging.stamp, name="stamp"),
    path("checkpoint/<int:size>/checkpoint.tsr", pages_lodging.stamped, name="stamped"),
    path("checkpoint/<int:size>/ask/<int:cosigner>", pages_lodging.ask, name="ask"),
    path("checkpoint/<int:size>/answered/<int:cosigner>", pages_lodging.answered, name="answered"),
    path("entry/<int:index>.tlog-proof", pages.proof, name="proof"),
    path("lodge", pages_lodging.lodge, name="lodge"),
    path("compare", pages_lodging.compare, name="compare"),
    path("countersign/<int:other>", pages_lodging.countersign, name="countersign"),
]
