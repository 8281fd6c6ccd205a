"""A release as it would leave now: from its outline, the published claims it rests on, and the consented accounts.

Everything is counted anew each time, so that a consent that was taken back is out of
the next draft; nothing is kept before it is approved.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Any

import yaml
from pydantic import ValidationError

from amana.counting import quoting
from amana.counting.models import Behind, Estimation
from amana.desk.models import Job
from amana.errors import Problem
from amana.events import models as kept
from amana.events.estimates import Estimate
from amana.events.folder import Folder, paragraphs
from amana.events.marked import sentence
from amana.events.outline import Outline
from amana.parties.models import Party
from amana.release.accounts import Asked, count_accounts, counted
from amana.release.brief.compose import compose
from amana.release.brief.data import write_json
from amana.release.brief.document import Document, Run
from amana.release.brief.facts import SMALL
from amana.release.brief.labels import labels
from amana.release.brief.minimum import documented
from amana.release.brief.write import write_files
from amana.release.models import Release
from amana.release.vault import Vault

RUN = {field.name for field in fields(Run)}


@dataclass(frozen=True)
class Found:
    """A hit of the leak check in a draft: where, why, and a key that stands for this hit in this text alone."""

    where: str
    reason: str
    key: str


@dataclass(frozen=True)
class Draft:
    """A release as it would leave now. `digest` is the same as long as nothing in it has changed."""

    document: Document
    folder: Folder
    found: tuple[Found, ...]
    digest: str
    told_in: frozenset[str] = frozenset()
    """The accounts that are counted in its table (ids)."""

    def files(self) -> dict[str, bytes]:
        """The files as they would leave."""
        return write_files(self.document, self.folder)

    def quoted(self) -> list[Estimation]:
        """The estimations that it quotes, each once."""
        found = (quoting.find(estimate.id) for estimate in self.folder.estimates)
        return list({one[0].pk: one[0] for one in found if one}.values())

    def accounts(self) -> frozenset[str]:
        """The accounts that are counted in what would leave (ids): in its table, and behind the estimates it quotes."""
        behind = Behind.objects.filter(estimation__in=self.quoted()) if self.folder.estimates else Behind.objects.none()
        return self.told_in.union(behind.values_list("testimony_id", flat=True))


def read_outline(text: str) -> Outline:
    """An outline (spec/claims.md, brief.yaml) as somebody typed it. Raises `release.bad_outline`."""
    try:
        outline = Outline.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise Problem("release.bad_outline", where=f"line {line}", why="this is not YAML") from None
    except (yaml.YAMLError, ValueError) as error:
        steps, why = sentence(error) if isinstance(error, ValidationError) else ((), "this is not YAML")
        raise Problem("release.bad_outline", where=".".join(map(str, steps)) or "line 1", why=why) from None
    for place, paragraph in paragraphs(outline):
        for name in paragraph.placeholders():
            if name.split(".")[0] not in paragraph.rests_on:
                where = ".".join(map(str, place))
                raise Problem("release.bad_outline", where=where, why=f"“{{{name}}}” is not named under “from”")
    return outline


def make_draft(release: Release, *, draft: bool = True) -> Draft:
    """The release as it would leave now, with what the leak check finds in it. Raises the Problems of `compose`."""
    outline = read_outline(release.outline)
    words = labels(outline.language)
    accounts = counted(asked_of(release)) if release.with_accounts else None
    told = None if accounts is None else count_accounts(accounts, words)
    folder = gather(outline, (release.purpose, release.recipient))
    document = compose(folder, documented(folder, outline.language), told, draft=draft)
    found = tuple(search(document, folder))
    unmarked = write_json(replace(document, marks=()), folder)
    digest = hashlib.sha256("\n".join([unmarked, *(hit.key for hit in found)]).encode())
    told_in = frozenset[str]() if accounts is None else accounts.accounts
    return Draft(document, folder, found, digest.hexdigest(), told_in)


def asked_of(release: Release) -> Asked:
    """What a release asks of the accounts told here."""
    return Asked(release.purpose, release.recipient, release.place, release.first_day, release.last_day)


def gather(outline: Outline, shared: tuple[str, str]) -> Folder:
    """The published claims and the estimates that an outline rests on, and all that they point to.

    `shared`: for which purpose and with whom. Raises `release.not_kept` and the Problems of `_estimate`.
    """
    named = {name for _, paragraph in paragraphs(outline) for name in paragraph.rests_on}
    named |= {asked.statement for asked in outline.asked if asked.statement}
    claims = {row.pk: row.plain() for row in kept.Claim.objects.filter(pk__in=named)}
    statements = {row.pk: row.plain() for row in kept.Statement.objects.filter(pk__in=named)}
    sources = {row.pk: row.plain() for row in kept.Source.objects.all()}
    parties = {row.pk: row.plain() for row in Party.objects.order_by("pk")}
    places = {row.pk: row.plain() for row in kept.Place.objects.order_by("pk")}
    others = named - claims.keys() - statements.keys() - sources.keys() - parties.keys() - places.keys()
    estimates = tuple(_estimate(name, outline.language, shared) for name in sorted(others))
    wanted = {source for estimate in estimates for source in estimate.sources}
    wanted |= {claim.source for claim in claims.values()} | {one.source for one in statements.values()}
    wanted |= {one.by for claim in claims.values() for one in claim.by.concluded} | named
    acting = {one.party for claim in claims.values() for one in claim.by.concluded} | named
    lying = {place for claim in claims.values() for place in claim.place.places} | named
    return Folder(
        sources=_closed(sources, wanted, "relayed_by"),
        claims=tuple(claims.values()),
        parties=_closed(parties, acting, "under"),
        places=_closed(places, lying, "under"),
        statements=tuple(statements.values()),
        estimates=estimates,
        outline=outline,
    )


def _estimate(name: str, language: str, shared: tuple[str, str]) -> Estimate:
    """An estimate made at this desk that may be told: done, of enough people, and agreed to by all who stand behind it.

    Raises `release.not_kept`, `release.estimate_unfinished`, `release.estimate_small`, `release.estimate_consents`.
    """
    found = quoting.find(name)
    if found is None:
        raise Problem("release.not_kept", name=name)
    if found[0].job.state != Job.DONE:
        raise Problem("release.estimate_unfinished", name=name)
    if quoting.fewest(*found) < SMALL:
        raise Problem("release.estimate_small", name=name)
    if found[0].agreeing(shared) < found[0].rested_on:
        raise Problem("release.estimate_consents", name=name)
    return quoting.entry(*found, language)


def _closed(entries: dict[str, Any], wanted: set[str], above: str) -> tuple[Any, ...]:
    """The wanted entries and all that they stand under, each once."""
    found: dict[str, Any] = {}
    waiting = sorted(wanted & entries.keys())
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found[name] = entries[name]
            upper = getattr(entries[name], above)
            waiting += [upper] if upper else []
    return tuple(found.values())


def search(document: Document, folder: Folder) -> Iterator[Found]:
    """Where the vault's names and numbers stand in anything that would leave."""
    vault = Vault()
    for where, text in _texts(document, folder):
        for reason, key in vault.hits(where, text, "release_resolution.key"):
            yield Found(where, reason, key)


def _texts(document: Document, folder: Folder) -> Iterator[tuple[str, str]]:
    """Every text of the files with its place; the runs of a paragraph are one text."""
    whole = json.loads(write_json(document, folder))
    whole.pop("labels")
    yield from _walk(whole, "")


def _walk(value: Any, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, list) and value and all(isinstance(one, dict) and one.keys() == RUN for one in value):
        yield where, "".join(one["text"] for one in value)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from _walk(one, f"{where}, {key}" if where else key)
    elif isinstance(value, list):
        for number, one in enumerate(value, 1):
            yield from _walk(one, f"{where} {number}")
    elif isinstance(value, str):
        yield where, value
