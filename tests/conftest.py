"""Databases for the tests: SQLCipher by default, a real PostgreSQL with AMANA_TEST_DATABASE=postgresql.

Django's settings are read once, so home and database are chosen here, before any of
it is imported.
"""

import os
import tempfile
import time
from pathlib import Path

import django
import pytest
from hypothesis import settings

import tableskit

HOME = Path(tempfile.mkdtemp(prefix="amana-test-"))
os.environ["AMANA_DESK_HOME"] = str(HOME)
os.environ["DJANGO_SETTINGS_MODULE"] = "amana.desk.settings"
if os.environ.get("AMANA_TEST_DATABASE") == "postgresql":
    from postgresql_cluster import cluster

    os.environ["AMANA_DESK_DATABASE"] = f"postgresql://postgres@/amana?host={cluster()}"

# Before any worker or desk is started, which inherit where it is.
tableskit.shared()

# The same examples for everyone, however quick the machine is: `--hypothesis-profile=default` looks for new ones.
settings.load_profile("ci")

PASSPHRASE = "seven quiet herons over water"


LONGEST_FIRST = [
    f"tests/{name}.py"
    for name in (
        "pages/test_every_page",
        "journeys/test_the_whole_way",
        "intake/test_every_screen",
        "intake/test_line_drafts",
        "intake/test_line_cuts",
        "hub/test_killed",
        "desk/test_backup",
        "testimony/test_commands",
        "desk/test_served",
        "intake/test_sending",
        "intake/test_traces",
        "intake/test_line_single",
        "desk/test_nothing_foreign",
    )
]
"""Files that take half a minute or more. Begun last, one alone would make the whole run wait."""


def pytest_collection_modifyitems(config, items):
    """The longest files first; on PostgreSQL, only what has something of the database in it."""
    if os.environ.get("AMANA_TEST_DATABASE") == "postgresql":
        elsewhere = [item for item in items if not on_a_database(item)]
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if on_a_database(item)]
    order = {name: place for place, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: order.get(item.nodeid.partition("::")[0], len(order)))


def on_a_database(item):
    """Whether it may ask the database anything (pytest-django lets no other test), or starts a desk with its own."""
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("database")
    return bool(marked or {"db", "transactional_db", "live_server"}.intersection(item.fixturenames))


def pytest_configure():
    django.setup()
    # Workers of a parallel run inherit the environment; the settings they read must wait for a home of their own.
    del os.environ["DJANGO_SETTINGS_MODULE"]
    from django.contrib.auth.hashers import ScryptPasswordHasher

    # The real hasher, at a cost that hundreds of sign-ins can bear.
    ScryptPasswordHasher.work_factor, ScryptPasswordHasher.parallelism = 2**4, 1
    from amana.testimony import erasing

    # What an erasure waits for at a PostgreSQL is here the whole test of another worker.
    erasing.PATIENCE = 600.0


@pytest.fixture(scope="session")
def opened_desk():
    """A keyring that is cheap to guess, and the lock open with it, for the whole run."""
    from amana.desk.doors import Cost
    from amana.desk.kept_keys import make_keys
    from amana.desk.lock import lock

    make_keys(HOME, PASSPHRASE, cost=Cost(memory=64, passes=1, lanes=1))
    lock.open(HOME / "keyring.json", PASSPHRASE)
    (HOME / "keyring.first").write_bytes((HOME / "keyring.json").read_bytes())
    return lock


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, opened_desk, django_db_blocker):
    """Before Django makes its test database: the desk is open, and what Django will find has its tables already.

    SQLCipher's file is on the disk and encrypted.
    """
    from django.db import connections

    from amana.desk.backup.database import beside

    own = connections["default"].settings_dict
    with django_db_blocker.unblock():
        if connections["default"].vendor == "postgresql":
            own["TEST"]["TEMPLATE"] = tableskit.ready_postgresql()
        else:
            own["TEST"]["NAME"] = HOME / "test.db"
            with beside({**own, "NAME": HOME / "test.db"}):
                tableskit.make_tables()


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Its file is there before Django looks, and goes with the run's folder or server."""
    return True


@pytest.fixture(scope="session", autouse=True)
def flush_past_the_guards():
    """Tests that commit empty every table afterwards; the guards of log and testimonies would rightly refuse that.

    Of the search index's tables, which are no models', Django knows nothing.
    """
    from django.db.backends.base.operations import BaseDatabaseOperations

    from amana.desk.search.index import empty
    from amana.testimony import guards as received
    from amana.testimony.custody import guards as log

    flush = BaseDatabaseOperations.execute_sql_flush

    def unguarded(operations, statements):
        for guarded in (received, log):
            guarded.unguard(operations.connection)
        flush(operations, statements)
        for guarded in (received, log):
            guarded.guard(operations.connection)
        empty()

    BaseDatabaseOperations.execute_sql_flush = unguarded
    yield
    BaseDatabaseOperations.execute_sql_flush = flush


@pytest.fixture(scope="session", autouse=True)
def forms_made_once():
    """Cards of many tests name the same forms: each becomes an XForm once."""
    from amana.care import questionnaires

    make, made = questionnaires.odk_form, {}

    def once(form, *given):
        key = (repr(form), *given)
        if key not in made:
            made[key] = make(form, *given)
        return made[key]

    questionnaires.odk_form = once
    yield
    questionnaires.odk_form = make


@pytest.fixture(autouse=True)
def within_a_day(request):
    """A test and what it tries both ask for the day, at times twice: near midnight it waits for the next one."""
    left = 86_400 - time.time() % 86_400
    if left < (180 if request.node.nodeid.partition("::")[0] in LONGEST_FIRST else 60):
        time.sleep(left)


@pytest.fixture(autouse=True)
def no_mark_of_another_test():
    """What a test kept is undone in the database; so is what was noted beside it: its log's length, sessions, tries."""
    from django.core.cache import caches

    (HOME / "custody.mark").unlink(missing_ok=True)
    for cache in caches.all():
        cache.clear()


@pytest.fixture(autouse=True)
def opens_as_before():
    """A test may close the desk or change what opens it: the next one finds it open, with the keyring that it had."""
    from django.db import connection

    from amana.desk.lock import lock

    yield
    keyring, first = HOME / "keyring.json", HOME / "keyring.first"
    if first.exists() and not (lock.is_open and lock.holds(first.read_bytes()) and lock.holds(keyring.read_bytes())):
        connection.close()
        keyring.write_bytes(first.read_bytes())
        lock.open(keyring, PASSPHRASE)


@pytest.fixture
def person(db):
    """Makes a person with the given roles, past her first sign-in."""

    def make(*roles: str, name: str = "Salma"):
        from amana.desk.actions import add_person, change_password

        user = add_person(None, name, list(roles), "a first password 77")
        return change_password(user, "a password of her own")

    return make


@pytest.fixture
def signed_in(person):
    """Makes a person and signs her in with both factors; gives a client of her own, with her as `user`."""

    from deskkit import sign_in

    def make(*roles: str, name: str = "Salma"):
        return sign_in(person(*roles, name=name))

    return make
