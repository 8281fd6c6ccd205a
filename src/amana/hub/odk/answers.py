"""Answers as OpenRosa has them: its headers on each, and one message, which Collect shows to whoever sends."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from starlette.responses import Response

from amana.errors import Problem, catalogue

HEADERS = {"X-OpenRosa-Version": "1.0", "Cache-Control": "no-store"}
XML = "text/xml; charset=utf-8"
RESPONSE = "http://openrosa.org/http/response"
KEPT = {
    "en": "Received encrypted, and kept for the organisation alone.",
    "fr": "Reçu chiffré, et gardé pour l'organisation seule.",
}


def xml(text: str) -> Response:
    """A document."""
    return Response(text, headers=HEADERS, media_type=XML)


def kept(status: int, languages: Iterable[str]) -> Response:
    """The post is safe: 201, or 202 where it was so already."""
    said = next((KEPT[language] for language in languages if language in KEPT), KEPT["en"])
    return message(status, "submit_success", said)


def refused(problem: Problem, languages: Iterable[str] = ()) -> Response:
    """Why nothing was kept, in the first of `languages` that there are sentences in."""
    known = catalogue()[problem.code]
    language = next((language for language in languages if language in known), "en")
    answer = message(403 if problem.status == 401 else problem.status, "submit_error", problem.say(language))
    if "retry_after" in problem.values:
        answer.headers["Retry-After"] = str(problem.values["retry_after"])
    return answer


def message(status: int, nature: str, said: str) -> Response:
    """An OpenRosaResponse."""
    text = (
        f'<OpenRosaResponse xmlns="{RESPONSE}"><message nature="{nature}">{escape(said)}</message></OpenRosaResponse>'
    )
    return Response(text, status, HEADERS, media_type=XML)
