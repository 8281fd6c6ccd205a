"""Keeping the service directory, and taking one from a YAML file. Each function is one transaction."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from amana.care.models import Service
from amana.desk.models import User
from amana.desk.policy import require
from amana.errors import Problem
from amana.sealing import bundle, strict_json
from amana.sealing.shapes import fit
from amana.testimony.custody.log import logged, record
from amana.vocabulary import entries


@logged("service.kept")
def keep_service(actor: User, service: Service) -> Service:
    """Keep a new service or a changed one. It counts as checked today, and phones get it with the next card."""
    require(actor, "care.edit")
    _check(service.plain())
    service.checked = datetime.now(UTC).date()
    service.save()
    return service


@transaction.atomic
def remove_service(actor: User, service: Service) -> Service:
    """Take a service off the directory."""
    require(actor, "care.edit")
    record(actor, "service.removed", service)
    service.delete()
    return service


@transaction.atomic
def import_directory(actor: User | None, path: Path) -> list[Service]:
    """Replace the directory by that of a YAML file: `checked` (a day) and `services`, as in spec/card.md.

    Raises `care.not_a_directory` with the place of the fault; then the directory stays as it was.
    """
    try:
        loaded = yaml.safe_load(path.read_text("utf-8"))
        checked, rows = loaded["checked"], loaded["services"]
        if not isinstance(checked, date) or not isinstance(rows, list):
            raise TypeError
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError):
        raise Problem("care.not_a_directory", file=path.name) from None
    record(actor, "directory.imported")
    Service.objects.all().delete()
    kept = []
    for position, row in enumerate(rows):
        _check(row)
        kept.append(Service.objects.create(**row, checked=checked, position=position))
    return kept


def directory() -> bytes:
    """The bytes of the directory as a card names it (spec/card.md, Bundle); checked as long ago as its oldest entry."""
    services = list(Service.objects.all())
    checked = min((service.checked for service in services), default=datetime.now(UTC).date())
    value = {
        "directory": "amana-directory/1",
        "checked": checked.isoformat(),
        "services": [service.plain() for service in services],
    }
    return strict_json.write(value)


def _check(row: Any) -> None:
    """Refuse what a phone would refuse, and codes that the vocabulary does not have."""
    if not isinstance(row, dict):
        raise Problem("care.bad_service", service="?")
    name = str(row.get("id", "?"))
    try:
        service = fit(bundle.Service, row, "care.bad_service")
    except Problem:
        raise Problem("care.bad_service", service=name) from None
    if service.kind not in entries("services") or not set(service.windows) <= set(entries("clinical_windows")):
        raise Problem("care.unknown_code", service=name)
