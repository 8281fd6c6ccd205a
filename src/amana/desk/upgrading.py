"""Tables of an earlier Amana are brought to this one when the desk is opened, with a backup in its home first."""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from amana.desk.backup.making import back_up, forget_older
from amana.errors import Problem

KEPT = "before-upgrade"


def upgrade() -> bool:
    """Whether there was anything to do. `desk.newer_data` where the tables are of an Amana that is newer than this."""
    executor = MigrationExecutor(connection)
    loader = executor.loader
    ours = {app for app, _ in loader.graph.nodes}
    if any(key not in loader.graph.nodes for key in loader.applied_migrations if key[0] in ours):
        raise Problem("desk.newer_data")
    if not executor.migration_plan(loader.graph.leaf_nodes()):
        return False
    if loader.applied_migrations:
        forget_older(settings.DESK_HOME / KEPT, back_up(settings.DESK_HOME / KEPT))
    call_command("migrate", verbosity=0, interactive=False)
    return True
