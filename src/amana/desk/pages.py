"""The desk's first page, and the files that pages are drawn with."""

from django.contrib.staticfiles.views import serve
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from amana.desk.frame import needs


def home(request: HttpRequest) -> HttpResponse:
    """What needs the person now."""
    return render(request, "desk/home.html", {"needs": needs(request.user)})


def static(request: HttpRequest, path: str) -> HttpResponseBase:
    """A style sheet or a script. They hold nothing of anyone, so a browser may ask whether they changed."""
    response = serve(request, path, insecure=True)
    response.headers["Cache-Control"] = "no-cache"
    return response
