"""Errors as pages: a sentence on what is wrong and how to mend it, and never a traceback."""

import sys
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from amana.desk.lock import lock
from amana.desk.refusals import note_refusal
from amana.errors import Problem


def problem_page(request: HttpRequest, problem: Problem) -> HttpResponse:
    """The page for one problem, with its HTTP status."""
    return render(request, "desk/problem.html", {"say": str(problem)}, status=problem.status)


class problem_pages:
    """Middleware: a Problem raised by a page becomes a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on; what a page raises comes to `process_exception`."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a Problem, and note a refusal; leave anything else to the page for 500."""
        if not isinstance(error, Problem):
            return None
        note_refusal(request, error)
        return problem_page(request, error)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return problem_page(request, Problem("desk.no_such_page"))


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return problem_page(request, Problem("desk.not_your_role"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or a session that ended while its request was answered, as it does when the desk is closed."""
    return problem_page(request, Problem("desk.bad_request") if lock.is_open else Problem("desk.locked"))


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is gone: the desk was closed or the session ended since it was shown."""
    return problem_page(request, Problem("desk.form_expired"))


def broken(request: HttpRequest, *_: Any) -> HttpResponse:
    """500: a fault of ours, or the desk closed while it answered. The page says so and shows nothing of it."""
    error = sys.exception()
    return problem_page(request, error if isinstance(error, Problem) else Problem("desk.fault"))
