"""Django's own tests of its database layer, run on our SQLCipher backend, on encrypted files.

    ./amana bench django-suite

Gets the source of the very Django that is locked (requirements/run.txt, by its hash), once, and runs the test apps
below by Django's own runner, each file encrypted with a key that exists in that process alone. Ends with 1 if a test
fails, or if an app that ought to run has none. It is no part of `./amana test`: it takes some minutes.
"""

import re
import subprocess
import sys
import tarfile
from pathlib import Path

HOUSE = Path(__file__).parents[1]
PLACE = HOUSE / ".tools" / "django-suite"
APPS = """
aggregation aggregation_regress annotations backends basic bulk_create composite_pk constraints custom_columns
custom_lookups custom_managers custom_methods custom_pk datatypes dates datetimes db_functions db_typecasts db_utils
defer defer_regress delete delete_regress distinct_on_fields empty expressions expressions_case expressions_window
extra_regress field_defaults field_subclassing filtered_relation fixtures fixtures_model_package force_insert_update
foreign_object from_db_value generic_relations generic_relations_regress get_earliest_or_latest get_object_or_404
get_or_create indexes inspectdb introspection known_related_objects lookup m2m_and_m2o m2m_intermediary m2m_multiple
m2m_recursive m2m_regress m2m_signals m2m_through m2m_through_regress m2o_recursive managers_regress many_to_many
many_to_one many_to_one_null max_lengths migrate_signals migration_test_data_persistence migrations
model_enums model_fields model_indexes model_inheritance model_inheritance_regress model_options model_regress
model_utils multiple_database mutually_referential nested_foreign_keys null_fk null_fk_ordering null_queries
one_to_one or_lookups order_with_respect_to ordering prefetch_related properties proxy_models queries queryset_pickle
raw_query reserved_names reverse_lookup save_delete_hooks schema select_for_update select_related
select_related_onetoone select_related_regress sessions_tests signals string_lookup swappable_models
timezones transaction_hooks transactions unmanaged_models update update_only_fields validation xor_lookups
"""
LEAST_APPS = 25
SETTINGS = """
import secrets
from pathlib import Path
from tempfile import mkdtemp

from amana.desk.doors import Cost
from amana.desk.kept_keys import make_keys
from amana.desk.lock import lock

HERE = Path(mkdtemp(prefix="amana-django-"))
make_keys(HERE, "only for these tests", cost=Cost(memory=64, passes=1, lanes=1))
lock.open(HERE / "keyring.json", "only for these tests")


def database(name):
    return {"ENGINE": "amana.desk.backend", "NAME": HERE / name, "TEST": {"NAME": HERE / f"test_{name}"}}


DATABASES = {"default": database("default.db"), "other": database("other.db")}
SECRET_KEY = secrets.token_hex()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"
USE_TZ = False
"""


def source() -> Path:
    """The unpacked source of the locked Django."""
    lock = (HOUSE / "requirements" / "run.txt").read_text().split("\n\n")[0]
    found = re.search(r"^django==([\d.]+) \\\n(?:\s+--hash=\S+(?: \\)?\n)+", lock, re.MULTILINE)
    if not found:
        raise LookupError("requirements/run.txt names no Django")
    folder = PLACE / f"django-{found[1]}"
    if not folder.exists():
        PLACE.mkdir(parents=True, exist_ok=True)
        wanted = PLACE / "wanted.txt"
        wanted.write_text(found[0].rstrip().rstrip("\\"))
        print(f"getting the source of Django {found[1]} …", flush=True)
        pip = [str(HOUSE / ".tools" / "uv" / "bin" / "pip"), "download", "--quiet", "--no-deps"]
        subprocess.run(
            [*pip, "--no-binary=django", "--require-hashes", "-r", str(wanted), "-d", str(PLACE)], check=True
        )
        with tarfile.open(PLACE / f"{folder.name}.tar.gz") as packed:
            packed.extractall(PLACE, filter="data")
    return folder


def main(_: dict[str, str]) -> int:
    """Run all apps in one go; print what Django's runner counted."""
    tests = source() / "tests"
    apps = [app for app in APPS.split() if (tests / app).is_dir()]
    gone = sorted(set(APPS.split()) - set(apps))
    (tests / "on_sqlcipher.py").write_text(SETTINGS)
    command = [sys.executable, "runtests.py", "--settings=on_sqlcipher", "--parallel=1", "--noinput", *apps]
    print(f"running {len(apps)} of Django's test apps on encrypted files …", flush=True)
    done = subprocess.run(command, cwd=tests, stderr=subprocess.PIPE, text=True, env=environment())
    (PLACE / "output.txt").write_text(done.stderr)
    ran = re.search(r"^Ran (\d+) tests? in ([\d.]+)s\n+(.*)$", done.stderr, re.MULTILINE)
    failed = re.findall(r"^=+\n(?:FAIL|ERROR): .*?(?=^=+$|^-+\nRan )", done.stderr, re.MULTILINE | re.DOTALL)
    print("\n".join(failed) if ran else done.stderr[-6000:])
    print(f"apps {len(apps)}" + (f" (not in this Django: {' '.join(gone)})" if gone else ""))
    if ran:
        print(f"tests {ran[1]} in {float(ran[2]):.0f} s: {ran[3]}")
    return int(bool(done.returncode or not ran or len(apps) < LEAST_APPS))


def environment() -> dict[str, str]:
    """What the runner needs to find both Amana and the tests."""
    return {"PYTHONPATH": str(HOUSE / "src"), "PATH": "/usr/bin:/bin", "HOME": str(PLACE), "LANG": "C.UTF-8"}


if __name__ == "__main__":
    sys.exit(main({}))
