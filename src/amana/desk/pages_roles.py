"""Who may do what, as anybody at the desk can read it: the table that the code itself asks (vocabulary/roles.yaml)."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from amana.desk.policy import ALL, WHOSOEVER, reaches, roles, table
from amana.vocabulary import entries


def who_may(request: HttpRequest) -> HttpResponse:
    """The whole table: a row an action, a column a role, in each cell which accounts it reaches."""
    language = get_language() or "en"
    known = entries("roles")
    heads = [{"label": known[role].labels.get(language, known[role].labels["en"])} for role in roles()]
    for head, role in zip(heads, roles(), strict=True):
        head["does"] = _said(known[role].facts["does"], language)
    rows = [
        {"say": _said(entry["labels"], language), "cells": _cells(action, heads, language)}
        for action, entry in table()["actions"].items()
    ]
    return render(request, "desk/roles.html", {"heads": heads, "rows": rows})


def _cells(action: str, heads: list[dict[str, str]], language: str) -> list[dict[str, Any]]:
    cells = []
    for head, role in zip(heads, roles(), strict=True):
        scopes = reaches()[action].get(role, frozenset())
        which = [_said(words, language) for scope, words in table()["scopes"].items() if scope in scopes]
        cells.append({"role": head["label"], "all": bool(scopes & ALL), "every": scopes >= WHOSOEVER, "which": which})
    return cells


def _said(words: dict[str, str], language: str) -> str:
    return words.get(language, words["en"])
