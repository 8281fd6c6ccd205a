"""Keeping the service directory, and taking one from a YAML file. Each function is one transaction."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from amana.care.models import Area, Service
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
def keep_area(actor: User, code: str, names: dict[str, str]) -> Area:
    """Keep a new area or a changed one, by its code."""
    require(actor, "care.edit")
    fit(bundle.Area, {"code": code, "names": names}, "care.bad_area")
    found = Area.objects.filter(code=code).first()
    position = found.position if found else Area.objects.count()
    area, _ = Area.objects.update_or_create(code=code, defaults={"names": names, "position": position})
    record(actor, "area.kept", area)
    return area


@transaction.atomic
def remove_area(actor: User, area: Area) -> Area:
    """Take an area off the list; services that were near it there stay."""
    require(actor, "care.edit")
    record(actor, "area.removed", area)
    for service in Service.objects.all():
        if area.code in service.areas:
            service.areas = [code for code in service.areas if code != area.code]
            service.save(update_fields=["areas"])
    area.delete()
    return area


@transaction.atomic
def import_directory(actor: User | None, path: Path) -> list[Service]:
    """Replace the directory by that of a YAML file.

    It has `checked` (a day), `areas` (may be left out) and `services`, as in spec/card.md.

    Raises `care.not_a_directory` with the place of the fault; then the directory stays as it was.
    """
    try:
        loaded = yaml.safe_load(path.read_text("utf-8"))
        checked, areas, rows = loaded["checked"], loaded.get("areas", []), loaded["services"]
        if not (isinstance(checked, date) and isinstance(areas, list) and isinstance(rows, list)):
            raise TypeError
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError):
        raise Problem("care.not_a_directory", file=path.name) from None
    record(actor, "directory.imported")
    Service.objects.all().delete()
    Area.objects.all().delete()
    for position, row in enumerate(areas):
        fit(bundle.Area, row, "care.bad_area")
        Area.objects.create(**row, position=position)
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
        "directory": bundle.Directory.model_fields["directory"].default,
        "checked": checked.isoformat(),
        "areas": [area.plain() for area in Area.objects.all()],
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
    if not set(service.areas) <= set(Area.objects.values_list("code", flat=True)):
        raise Problem("care.unknown_area", service=name)
