"""What was kept by an earlier Amana is there in this one, in either database, with a backup of how it was."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db.migrations.loader import MigrationLoader

from tableskit import a_database

HERE = Path(__file__).parent
KEPT = sorted(path.name for path in (HERE / "kept").glob("20*"))


@pytest.mark.database
def test_every_schema_that_was_kept_is_brought_to_this_one(tmp_path):
    where = {"AMANA_DESK_HOME": str(tmp_path / "desks"), "AMANA_DESK_DATABASE": a_database("upgraded")}
    done = subprocess.run(
        [sys.executable, HERE / "upgraded.py"], capture_output=True, text=True, env=os.environ | where
    )
    said = done.stdout.splitlines()
    assert [line for line in said if line in KEPT] == KEPT and len(KEPT) >= 2, done.stderr[-3000:]
    assert sum(line in ("upgraded", "as it is") for line in said) == len(KEPT), (said, done.stderr[-4000:])
    assert said[1].startswith("backup of") and said[2] == "upgraded"


def test_no_migration_was_taken_back():
    """A migration that was ever in use stays: a desk that knows it would find itself newer than this Amana."""
    known = {name for app, name in MigrationLoader(None).graph.nodes if app == "testimony"}
    assert {"0001_initial", "0002_guards", "0003_identifying_words", "0004_letters", "0005_identity_until"} <= known
