"""Reads what ODK Collect or KoboCollect filled in, back into the answers of spec/envelope.md.

    read = read_submission(form, xml)       # form: as in spec/form.md; xml: already decrypted

What the builder added for ODK (`odk_names.py`) becomes what the phone's page would have said: a refusal, a date as
exact as it is known, own words.
"""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from amana.errors import Problem
from amana.forms.odk_names import CONSENTS, DATES, NOT, PLACES, REFUSED, SAID, SEASON_YEAR, UNKNOWN, WORDS
from amana.forms.odk_names import field as part_of
from amana.vocabulary import entries

Answers = dict[str, Any]
LENGTHS = {"date": 10, "month": 7, "year": 4}
DIGITS = re.compile(r"[0-9]{1,15}", re.ASCII)


@dataclass
class Submission:
    """What was filled in. `unread` names the fields that hold something and belong to no question of the form."""

    form: str
    version: str
    instance: str
    answers: Answers
    consents: dict[str, str]
    unread: list[str] = field(default_factory=list)


def read_submission(form: Mapping[str, Any], xml: bytes) -> Submission:
    """Raises `forms.bad_submission` for what is no XForm's instance, `forms.other_form` for another form's."""
    root = _parsed(xml)
    found, version = root.get("id", ""), root.get("version", "")
    if found != form["id"]:
        raise Problem("forms.other_form", found=found, form=form["id"])
    reader = _Reader()
    answers = reader.answers(form["questions"], root)
    consents = reader.consents(root)
    meta = root.find("meta/instanceID")
    reader.seen |= {node for name in ("meta", "orx:meta") for part in root.findall(name) for node in part.iter()}
    unread = [node.tag for node in root.iter() if node not in reader.seen and not len(node) and _words(node)]
    return Submission(found, version, _words(meta), answers, consents, unread)


def _parsed(xml: bytes) -> Element:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise Problem("forms.bad_submission", reason="DOCTYPE")
    try:
        root = ElementTree.fromstring(xml)  # noqa: S314 — expat without entities, which were refused above  # nosec B314
    except ElementTree.ParseError:
        raise Problem("forms.bad_submission", reason="XML") from None
    for node in root.iter():
        node.tag = str(node.tag).rpartition("}")[2]
    return root


class _Reader:
    def __init__(self) -> None:
        self.seen: set[Element] = set()

    def answers(self, questions: list[dict[str, Any]], at: Element) -> Answers:
        """The answers of these questions, whose fields are children of `at`."""
        found: Answers = {}
        for question in questions:
            name, kind = question["name"], question["kind"]
            if kind == "group":
                for inner in at.findall(name):
                    found |= self.answers(question["questions"], inner)
            elif kind == "repeat":
                each = [self.answers(question["questions"], inner) for inner in at.findall(name)]
                if each := [instance for instance in each if instance]:
                    found[name] = {"each": each}
            elif kind != "note" and (answer := self.answer(name, kind, at)) is not None:
                found[name] = answer
        return found

    def get(self, at: Element, name: str) -> str:
        """What the field holds; the empty string where it is missing."""
        node = at.find(name)
        if node is None:
            return ""
        self.seen.add(node)
        return _words(node)

    def answer(self, name: str, kind: str, at: Element) -> Any:
        """One question's answer; None where it was passed over."""
        told = self.get(at, name)
        parts = {part: self.get(at, part_of(name, part)) for part in (*DATES, *PLACES, WORDS, NOT, SEASON_YEAR)}
        said = parts[NOT] or told
        if kind == "many":
            codes = told.split()
            chosen = [parts[WORDS] or code if code == "other" else code for code in codes if code not in SAID]
            if chosen or not codes:
                return chosen or None
            said = codes[0]
        if said in SAID:
            return {REFUSED: {"refused": True}, UNKNOWN: {"unknown": True}}[said]
        if not told:
            return None
        if kind == "number":
            return {"number": int(told)} if DIGITS.fullmatch(told) else told
        if kind == "one":
            return (parts[WORDS] or told) if told == "other" else told
        if kind in ("when", "where") and told.startswith("_"):
            return _exact(told[1:], parts)
        return told

    def consents(self, root: Element) -> dict[str, str]:
        """Purpose → yes or no, for those that were answered."""
        found = {}
        for group in root.findall(CONSENTS):
            for code in entries("purposes"):
                told = self.get(group, part_of(CONSENTS, code))
                if told in ("yes", "no"):
                    found[code] = told
        return found


def _exact(way: str, parts: Mapping[str, str]) -> Any:
    """A date or a place, as exact as `way` says; None where it was not said then."""
    said = parts.get(way, "")
    if not said:
        return None
    if way in LENGTHS:
        return {"date": said[: LENGTHS[way]]}
    if way == "season":
        year = parts[SEASON_YEAR]
        return {"season": said, "year": int(year) if DIGITS.fullmatch(year) and 0 < int(year) < 10_000 else None}
    if way == "age":
        return {"age": int(said)} if DIGITS.fullmatch(said) else said
    if way == "place":
        return {"place": said}
    return _point(said) if way == "point" else said


def _point(said: str) -> Any:
    """ODK's latitude, longitude, height and accuracy in metres, to two decimals; own words where it is no point."""
    try:
        latitude, longitude, *rest = (float(number) for number in said.split())
        accuracy = rest[1] if len(rest) > 1 else 0.0
        kilometres = max(1, math.ceil(accuracy / 1000))
    except (ValueError, OverflowError):
        return said
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return said
    return {"point": f"{round(latitude, 2):g},{round(longitude, 2):g}", "km": kilometres}


def _words(node: Element | None) -> str:
    return (node.text or "").strip() if node is not None else ""
