"""The language of a page: the one that was chosen at the foot of a page, else the browser's, else English."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
"""Those that the desk speaks."""


def speak(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: speak the reader's language while the request is answered, and no longer."""

    def answer(request: HttpRequest) -> HttpResponse:
        with translation.override(translation.get_language_from_request(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response

    return answer
