"""Whether backups that were made before still hold what was erased since (spec/backup.md)."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from amana.desk.backup.folder import Folder
from amana.desk.backup.making import our_reader, read_backup
from amana.desk.upgrading import KEPT
from amana.errors import Problem
from amana.testimony.models import Erased


def in_backups() -> bool:
    """Whether the oldest in the operator's folder, or of what an upgrade put aside, knows of fewer erasures than we."""
    if settings.DESK_BACKUP is None:
        return False
    erased = Erased.objects.count()
    roots = (settings.DESK_BACKUP, settings.DESK_HOME / KEPT)
    return any(_known(root, stamp) < erased for root in roots for stamp in Folder(root).stamps()[:1])


@lru_cache(maxsize=8)
def _known(root: Path, stamp: str) -> int:
    """How many erasures a backup knows of; none where this desk cannot read it, as after `rekey`."""
    try:
        tables = read_backup(Folder(root), stamp, our_reader())["tables"]
    except Problem:
        return 0
    return sum(table["rows"] for table in tables if table["model"] == Erased._meta.label_lower)
