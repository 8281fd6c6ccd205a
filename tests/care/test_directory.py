"""The service directory: by form and by file, as phones take it, and never half of one."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from amana.care import actions
from amana.care.models import Area, Service
from amana.care.urgent import latest_moment
from amana.errors import Problem
from amana.sealing import bundle

pytestmark = pytest.mark.django_db
WORLD = Path(__file__).parents[2] / "src/amana/demo/world/services.yaml"
ROLES = ("caseworker", "supervisor", "analyst", "investigator", "publisher", "administrator")
TYPED = {
    "kind": "health",
    "names_en": "Clinic (invented)",
    "names_fr": "",
    "what_en": "Care",
    "what_fr": "",
    "where_en": "By the well",
    "where_fr": "",
    "how_en": "Along the river",
    "hours_en": "Always",
    "hours_fr": "",
    "phone": "",
    "free": "yes",
    "women_staff": "",
    "languages": "fr bm",
    "windows": ["hiv_prevention"],
}


def test_a_directory_of_yaml_is_what_a_phone_reads():
    kept = actions.import_directory(None, WORLD)
    data = actions.directory()
    read = bundle.read(bundle.Directory, data, bundle.digest(data))
    assert [service.id for service in read.services] == [service.pk for service in kept]
    assert read.checked == "2026-11-15"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("not: {yaml", "care.not_a_directory"),
        ("checked: soon\nservices: []\n", "care.not_a_directory"),
        ("checked: 2026-01-01\nservices: [{id: a}]\n", "care.bad_service"),
        ("checked: 2026-01-01\nservices: [a]\n", "care.bad_service"),
        ("checked: 2026-01-01\nareas: [{code: a b, names: {en: A}}]\nservices: []\n", "care.bad_area"),
    ],
)
def test_a_faulty_file_changes_nothing(tmp_path, text, code):
    actions.import_directory(None, WORLD)
    before = actions.directory()
    (tmp_path / "services.yaml").write_text(text)
    with pytest.raises(Problem) as problem:
        actions.import_directory(None, tmp_path / "services.yaml")
    assert problem.value.code == code and "services.yaml" in problem.value.say() + "services.yaml"
    assert actions.directory() == before


def test_an_unknown_window_is_refused(tmp_path):
    text = WORLD.read_text("utf-8").replace("[talking]", "[wishing]")
    (tmp_path / "services.yaml").write_text(text, "utf-8")
    with pytest.raises(Problem) as problem:
        actions.import_directory(None, tmp_path / "services.yaml")
    assert problem.value.code == "care.unknown_code"


def test_an_unknown_area_is_refused(tmp_path):
    text = WORLD.read_text("utf-8").replace("areas: [adrin]", "areas: [nowhere]")
    (tmp_path / "services.yaml").write_text(text, "utf-8")
    with pytest.raises(Problem) as problem:
        actions.import_directory(None, tmp_path / "services.yaml")
    assert problem.value.code == "care.unknown_area"


def test_an_area_is_kept_renamed_and_taken_off_with_its_services_left(signed_in):
    client = signed_in("caseworker")
    client.post("/care/areas/new", {"code": "north", "names_en": "The north"})
    client.post("/care/areas/north", {"names_en": "The north bank", "names_ar": "الشمال"})
    assert Area.objects.get().names == {"en": "The north bank", "ar": "الشمال"}
    client.post("/care/new", {**TYPED, "areas": ["north"]})
    read = bundle.read(bundle.Directory, actions.directory(), bundle.digest(actions.directory()))
    assert [area.code for area in read.areas] == ["north"] == read.services[0].areas
    assert client.post("/care/areas/new", {"code": "a b", "names_en": "A"}).status_code == 422
    client.post("/care/areas/north", {"do": "remove"})
    assert not Area.objects.exists() and Service.objects.get().areas == []


def test_a_service_is_added_changed_and_taken_off_by_form(signed_in):
    client = signed_in("caseworker")
    client.post("/care/areas/new", {"code": "north", "names_en": "The north", "names_fr": "Le nord"})
    client.post("/care/new", {**TYPED, "areas": ["north"]})
    service = Service.objects.get()
    assert service.plain() | {"id": ""} == {
        "id": "",
        "kind": "health",
        "names": {"en": "Clinic (invented)"},
        "what": {"en": "Care"},
        "where": {"en": "By the well"},
        "how": {"en": "Along the river"},
        "areas": ["north"],
        "hours": {"en": "Always"},
        "free": True,
        "women_staff": None,
        "phone": None,
        "languages": ["fr", "bm"],
        "windows": ["hiv_prevention"],
    }
    assert service.checked == datetime.now(UTC).date()
    client.post(f"/care/{service.pk}", {**TYPED, "phone": "000 11", "free": "no"})
    service.refresh_from_db()
    assert (service.phone, service.free) == ("000 11", False)
    assert client.post(f"/care/{service.pk}", {**TYPED, "names_en": ""}).status_code == 422
    assert client.post("/care/new", {**TYPED, "languages": "not a tag!"}).status_code == 422
    client.post(f"/care/{service.pk}", {"do": "remove"})
    assert not Service.objects.exists()


@pytest.mark.parametrize("role", ROLES)
def test_who_keeps_the_directory(signed_in, role):
    client = signed_in(role)
    for page in ("/care/", "/care/new"):
        assert (client.get(page).status_code == 200) == (role in {"caseworker", "supervisor"})


@pytest.mark.parametrize(
    ("answer", "day", "latest"),
    [
        ("within_3_days", "2026-03-01", date(2026, 3, 1)),
        ("within_5_days", "2026-03-01", date(2026, 2, 25)),
        (["within_month", "within_3_days"], "2026-03-01", date(2026, 3, 1)),
        ("within_3_days", None, date(2026, 3, 4)),
        ("within_3_days", "2031-01-01", date(2026, 3, 4)),
        ("continuing", "2026-03-01", None),
        ("at the feast", "2026-03-01", None),
        ({"refused": True}, "2026-03-01", None),
    ],
)
def test_the_latest_moment_that_fits_what_was_told(answer, day, latest):
    found = latest_moment({"answers": {"when": answer}, "day": day}, date(2026, 3, 4))
    assert (found.date() if found else None) == latest


def test_care_that_matters_soon_comes_first_on_the_home_page(signed_in):
    from deskkit import keep, sealed

    today = datetime.now(UTC).date()
    row = keep(sealed({"when": "within_3_days"}, day=today.isoformat()))
    later = keep(sealed({"when": "earlier"}, day=today.isoformat()))
    page = signed_in("caseworker").get("/").content.decode()
    assert f"Some care matters soon for {row.code}" in page and later.code not in page
    assert (
        "Medicine that can prevent HIV"
        in signed_in("supervisor", name="B").get(f"/testimony/{row.pk}").content.decode()
    )
