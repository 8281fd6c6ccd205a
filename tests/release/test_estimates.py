"""Estimates in a brief and a release: an interval with its model, hedged and opened; never a middle alone."""

import io
import json
import re

import pytest
from pypdf import PdfReader
from test_door import OUTLINE, desk, fields, refused  # noqa: F401 (the desk of the door's tests)

from amana.counting import actions as counting
from amana.counting import estimating
from amana.counting.sensitivity import VARIANTS
from amana.desk.models import Job
from amana.errors import Problem
from amana.events import actions as events
from amana.events.folder import read_folder
from amana.events.outline import Glance
from amana.release import actions
from amana.release.brief.compose import compose
from amana.release.brief.minimum import documented
from amana.release.brief.write import write_brief
from amana.release.drafting import make_draft
from amana.release.models import Quoted
from amana.release.starting import starting_text

pytestmark = pytest.mark.django_db

ESTIMATES = """
- id: town
  of: women of an invented town
  observed: 123
  lists: 3
  sources: [gazette]
  models:
    - {model: graphs, lower: 123, middle: 159, upper: 1388, level: 0.95, warnings: [The lists share few people.]}
    - {model: loglinear, refused: No upper end.}
    - {model: chao, lower: 126, middle: 130, upper: 142, level: 0.95}
  day: 2020-05-01
  data: "%s"
  seed: 7
  made_with: [numpy 2]
  note: linked by hand
""" % ("ab" * 32)
TOWN = "{gazette} said of {town.of}: {town.graphs}."


@pytest.fixture
def town(small, tmp_path):
    """Reads the small folder with an estimate beside it, and a paragraph of the given text that rests on all."""

    def read(text: str):
        small("{a-witness} said {road}, {house}.")
        (tmp_path / "estimates.yaml").write_text(ESTIMATES, "utf-8")
        outline = (tmp_path / "brief.yaml").read_text("utf-8")
        outline = outline.replace("{a-witness} said {road}, {house}.", text).replace("silent]", "silent, town]")
        (tmp_path / "brief.yaml").write_text(outline, "utf-8")
        return read_folder(tmp_path)

    return read


def told(folder) -> str:
    text = compose(folder, documented(folder, folder.outline.language)).sections[0].paragraphs[0]
    return "".join(run.text for run in text)


def refusal(function, *args) -> str:
    with pytest.raises(Problem) as caught:
        function(*args)
    return caught.value.code


def test_a_model_is_placed_with_its_interval_its_level_and_its_name(town):
    assert told(town(TOWN)) == (
        "The Gazette said of women of an invented town: between 123 and 1,388, most likely about 159, by estimate "
        "(averaged over graphs, 95 % interval)."
    )


def test_a_bound_is_told_as_one_and_all_models_stand_together(town):
    words = told(town("{gazette} said: {town}. It is alleged of {town.listed}."))
    assert "; at least about 130, by estimate (Chao's lower bound, 95 % interval between 126 and 142)." in words
    assert "between 123 and 1,388" in words and "123 on at least one of three lists" in words


@pytest.mark.parametrize("part", ["middle", "median", "upper", "loglinear", "graphs.middle", "latent-class", "number"])
def test_no_placeholder_gives_a_middle_alone_or_a_model_that_refuses(town, part):
    folder = town(f"{{gazette}} said: {{town.{part}}}.")
    assert refusal(compose, folder, documented(folder)) == "release.placeholder"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("In all {town}.", "release.unattributed"),
        ("{gazette} proved: {town}.", "release.too_certain"),
        ("{gazette} said: {road}.", None),
    ],
)
def test_an_estimate_of_what_is_alleged_is_alleged(town, text, code):
    folder = town(text)
    if code:
        assert refusal(compose, folder, documented(folder)) == code
    else:
        assert compose(folder, documented(folder)).estimates, "an estimate that is only rested on is opened as well"


def test_an_estimate_in_no_paragraph_is_refused(town):
    folder = town(TOWN)
    part = folder.outline.sections[0]
    fewer = part.model_copy(update={"paragraphs": (part.paragraphs[0].model_copy(update={"rests_on": ("road",)}),)})
    bare = folder.model_copy(update={"outline": folder.outline.model_copy(update={"sections": (fewer,)})})
    assert refusal(compose, bare, documented(bare)) in {"release.left_out", "release.placeholder"}


@pytest.mark.parametrize("change", ["middle: 159, ", "lower: 123, ", "level: 0.95, ", "upper: 1388, "])
def test_a_middle_without_its_ends_or_level_is_no_entry(town, tmp_path, change):
    town(TOWN)
    (tmp_path / "estimates.yaml").write_text(ESTIMATES.replace(change, "", 1), "utf-8")
    assert refusal(read_folder, tmp_path) == "events.entry_wrong"


def test_few_listed_leave_in_no_brief(town):
    folder = town(TOWN)
    few = folder.model_copy(update={"estimates": (folder.estimates[0].model_copy(update={"observed": 4}),)})
    assert refusal(compose, few, documented(few)) == "release.estimate_small"


def test_every_format_opens_it_with_all_models_and_what_makes_it_again(town):
    folder = town(TOWN)
    files = write_brief(folder)
    html = files["brief.html"].decode()
    assert 'href="#figure-town"' in html and 'id="figure-town"' in html
    assert "gives no figure for these lists" in html and "The lists share few people." in html
    assert "ab" * 32 in html and "linked by hand" in html and "1 May 2020" in html
    whole = json.loads(files["brief.json"])
    assert whole["estimates"]["town"]["seed"] == 7 and whole["sources"]["gazette"]
    assert whole["estimates"]["town"]["data"] == "ab" * 32
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(files["brief.pdf"])).pages)
    assert "most likely about 159" in re.sub(r"\s+", " ", text) and "How many in all" in text


def test_the_box_under_the_headline_gives_the_span_of_the_models(town):
    folder = town(TOWN)
    glance = Glance.model_validate(
        {"claim": "town", "text": "of {town.of}, said {gazette}.", "from": ["town", "gazette"]}
    )
    folder = folder.model_copy(update={"outline": folder.outline.model_copy(update={"glance": (glance,)})})
    [box] = compose(folder, documented(folder)).glance
    assert box.phrase == "Between 123 and 1,388, by estimate, depending on the model"
    unknown = glance.model_copy(update={"claim": "nowhere"})
    folder = folder.model_copy(update={"outline": folder.outline.model_copy(update={"glance": (unknown,)})})
    assert refusal(compose, folder, documented(folder)) == "release.placeholder"


def test_in_french_as_in_english(town):
    folder = town(TOWN)
    french = folder.model_copy(update={"outline": folder.outline.model_copy(update={"language": "fr"})})
    part = french.outline.sections[0]
    said = part.paragraphs[0].model_copy(update={"text": "Selon {gazette}, {town.graphs}."})
    sections = (part.model_copy(update={"paragraphs": (said,)}),)
    french = french.model_copy(update={"outline": french.outline.model_copy(update={"sections": sections})})
    assert "entre 123 et 1\u202f388, le plus probablement environ 159, selon une estimation" in told(french)


LISTS = "A,B,C,n\n1,0,0,27\n0,1,0,22\n0,0,1,31\n1,1,0,9\n1,0,1,8\n0,1,1,7\n1,1,1,3\n"
REGIONS = {**dict.fromkeys("ABC", "list"), "n": "count", "region": "part"}
FEW = {one: VARIANTS[one] for one in ("graphs", "chao")}


@pytest.fixture
def estimation(desk, monkeypatch):  # noqa: F811
    """Makes an estimation of the desk's; `done` unless it is to wait."""
    monkeypatch.setattr(estimating, "VARIANTS", FEW)

    def make(text=LISTS, done=True, **more):
        upload = counting.Upload("lists.csv", text.encode())
        row = counting.ask_estimate(desk["analyst"], upload, name="An invented town", **more)
        if done:
            asked = row.job.asked
            for step in asked["steps"]:
                row.job.found[step] = estimating.do(asked["asked"], step, row.job.found)
            row.job.state = Job.DONE
            row.job.save()
        return row

    return make


def outline(*names: str) -> str:
    more = " ".join(f"Alleged: {{{name}}}." for name in names)
    return (OUTLINE % f" {more}").replace("from: [gazette, road]", f"from: [gazette, road, {', '.join(names)}]")


def test_an_estimation_leaves_by_the_door_named_with_its_hash_and_stays(desk, estimation):  # noqa: F811
    row = estimation(origin="linked by hand", sources=events.Source.objects.filter(pk="gazette"))
    release = actions.start(desk["author"], fields(outline=outline(f"estimate-{row.pk}"), with_accounts=False))
    draft = make_draft(release)
    whole = json.loads(draft.files()["brief.json"])
    kept = whole["estimates"][f"estimate-{row.pk}"]
    assert kept["data"] == row.data_hash() and kept["seed"] == 1 and kept["sources"] == ["gazette"]
    assert {one["model"] for one in kept["models"]} == set(FEW) and kept["made_with"]
    figures = row.job.found["0:graphs"]["estimate"]
    said = "".join(run.text for run in draft.document.sections[0].paragraphs[0])
    assert f"between {figures['lower']} and {figures['upper']}, most likely about {figures['median']}" in said
    actions.approve(desk["second"], release, draft.digest)
    assert Quoted.objects.get().estimation == row
    assert f"{{estimate-{row.pk}}}" in starting_text(row.at.date(), "P")


def test_one_that_is_not_done_is_small_or_is_not_there_is_refused(desk, estimation):  # noqa: F811
    waits = estimation(done=False)
    small = estimation("A,B,C,n\n1,1,0,1\n1,0,1,1\n0,1,1,1\n1,1,1,1\n")
    for name, code in [
        (f"estimate-{waits.pk}", "release.estimate_unfinished"),
        (f"estimate-{small.pk}", "release.estimate_small"),
        (f"estimate-{small.pk}-1", "release.not_kept"),
        ("estimate-999999", "release.not_kept"),
        ("estimate-99999999999999999999", "release.not_kept"),
    ]:
        release = actions.start(desk["author"], fields(outline=outline(name), with_accounts=False))
        refused(code, make_draft, release)
    assert "estimate-" not in starting_text(small.at.date(), "P")


def test_strata_are_quoted_each_by_its_number(desk, estimation):  # noqa: F811
    head, *rows = LISTS.splitlines()
    text = "\n".join([f"{head},region", *(f"{row},{one}" for one in ("East", "West") for row in rows)])
    row = estimation(text, columns=REGIONS)
    names = [f"estimate-{row.pk}-1", f"estimate-{row.pk}-2"]
    release = actions.start(desk["author"], fields(outline=outline(*names), with_accounts=False))
    assert [one.about for one in make_draft(release).document.estimates] == [
        "An invented town: East",
        "An invented town: West",
    ]


def test_all_parts_together_are_quoted_unless_one_is_so_small_that_they_would_tell_of_it(desk, estimation):  # noqa: F811
    head, *rows = LISTS.splitlines()
    text = "\n".join([f"{head},region", *(f"{row},{one}" for one in ("East", "West") for row in rows)])
    row = estimation(text, columns=REGIONS)
    release = actions.start(desk["author"], fields(outline=outline(f"estimate-{row.pk}-all"), with_accounts=False))
    [told] = make_draft(release).document.estimates
    assert told.about == "An invented town" and "214 on at least one of three lists" in str(told.facts)
    small = "\n1,1,0,1,North\n1,0,1,1,North\n0,1,1,1,North\n1,1,1,1,North"
    row = estimation(text + small, columns=REGIONS)
    release = actions.start(desk["author"], fields(outline=outline(f"estimate-{row.pk}-all"), with_accounts=False))
    refused("release.estimate_small", make_draft, release)
    assert f"estimate-{row.pk}-all" not in starting_text(row.at.date(), "P")


def test_what_lists_are_called_leaves_in_no_warning_and_no_reason(desk, estimation):  # noqa: F811
    head, *rows = LISTS.replace("A,B,C", "Named,B,C,Aside").splitlines()
    apart = [head, *(",".join([*row.split(",")[:3], "0", row.split(",")[3]]) for row in rows), "0,0,0,1,9"]
    row = estimation("\n".join(apart))
    assert "Aside" in str(row.job.found), "a list apart is warned of by its name at the desk"
    release = actions.start(desk["author"], fields(outline=outline(f"estimate-{row.pk}"), with_accounts=False))
    files = make_draft(release).files()
    assert b"Aside" not in files["brief.json"] and b"Named" not in files["brief.json"] + files["brief.html"]
    assert b"Nobody on list 4 is on any of the other lists" in files["brief.html"]


def test_what_changes_in_an_estimate_changes_the_draft(desk, estimation):  # noqa: F811
    row = estimation()
    release = actions.start(desk["author"], fields(outline=outline(f"estimate-{row.pk}"), with_accounts=False))
    digest = make_draft(release).digest
    row.origin = "otherwise linked"
    row.save()
    refused("release.changed", actions.approve, desk["second"], release, digest)
