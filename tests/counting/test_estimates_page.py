"""Estimates at the desk: asked for, worked on beside the pages, stopped, resumed after a kill, shown."""

import base64
import json
import re
import threading
import time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from amana.cli import main
from amana.counting import actions, columns_csv, estimating, held
from amana.counting.models import Estimation
from amana.counting.sensitivity import VARIANTS
from amana.desk.background.working import Worker, worker
from amana.desk.lock import lock
from amana.desk.models import Job
from amana.errors import Problem
from amana.events.actions import keep_entry
from amana.events.models import Source
from amana.release.models import Quoted, Release
from amana.testimony.custody.models import Row
from deskkit import sign_in

LISTS = "A,B,C,n\n1,0,0,27\n0,1,0,22\n0,0,1,31\n1,1,0,9\n1,0,1,8\n0,1,1,7\n1,1,1,3\n"
APART = "A,B,C,n\n1,0,0,27\n0,1,0,22\n0,0,1,31\n"
REGIONS = {**dict.fromkeys("ABC", "list"), "n": "count", "region": "part"}
FEW = {one: VARIANTS[one] for one in ("loglinear", "graphs", "chao")}
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few_models(monkeypatch):
    """Three quick models, so that these tests are of the desk and not of the models."""
    monkeypatch.setattr(estimating, "VARIANTS", FEW)


def in_process(kept: Estimation) -> Estimation:
    """Do the steps here, as the process does, and keep them."""
    job = kept.job
    for step in job.asked["steps"]:
        job.found[step] = estimating.do(job.asked["asked"], step, job.found)
    job.state = Job.DONE
    job.save()
    return kept


def ask(user, text=LISTS, **more) -> Estimation:
    return actions.ask_estimate(user, actions.Upload("lists.csv", text.encode()), name="Invented town", **more)


def page_of(client, kept: Estimation) -> str:
    answer = client.get(f"/counting/hidden/{kept.pk}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_lists_are_uploaded_and_every_model_stands_with_its_interval_and_its_sources(signed_in):
    client = signed_in("analyst")
    keep_entry(None, Source, {"id": "gazette", "name": "The Gazette (invented)", "kind": "press"})
    given = {"name": "Invented town", "seed": 7, "sources": ["gazette"], "origin": "linked by hand"}
    answer = client.post(read(client, LISTS), {**said("list", "list", "list", "count"), **given})
    assert answer.status_code == 302
    kept = Estimation.objects.get()
    assert "0 of 4 steps are done." in page_of(client, kept)
    in_process(kept)
    page = page_of(client, kept)
    assert page.count('<th scope="row">graphs</th>') == 2, "in the table of intervals and in that of quantiles"
    for one in kept.job.found.values():
        figures = one["estimate"]
        assert f"{figures['lower']} – {figures['upper']} ({figures['median']}), 95\u00a0%" in page
    assert "/events/sources/gazette" in page and "linked by hand" in page
    assert kept.data_hash() in page and "numpy" in page
    pictures = [base64.b64decode(one).decode() for one in re.findall(r"data:image/svg\+xml;base64,([^\"]+)", page)]
    assert len(pictures) == 6 and "107 listed" in pictures[0] and "107 listed" in pictures[1]
    assert all("persons on exactly these lists" in one for one in pictures[4:])
    assert all(float(re.search(r'width="([\d.]+)"', one)[1]) < 340 for one in pictures[::2]), "for a phone"
    ends = [kept.job.found[f"0:{one}"]["estimate"] for one in ("graphs", "loglinear")]
    quantiles = re.findall(r'<td data-label="9?[27].5\u00a0%">(\d+)</td>', page)
    assert quantiles == [str(one[end]) for one in ends for end in ("lower", "upper")], "the ends of the interval"
    assert "the middle above is what the chosen model gives" in page


def test_lists_that_carry_nothing_are_refused_in_words_and_get_no_figure(signed_in):
    client = signed_in("analyst")
    page = page_of(client, in_process(ask(client.user, APART)))
    assert "These lists carry no estimate." in page
    assert page.count(str(Problem("counting.no_overlap"))) == 1, "said once, not once a model"
    assert "R-hat" not in page and "(80), 95\u00a0%" not in page


def test_the_same_lists_in_another_order_have_the_same_hash_and_the_same_seed_the_same_answer(person):
    user = person("analyst")
    head, *rows = LISTS.splitlines()
    first, second = ask(user), ask(user, "\n".join([head, *reversed(rows)]))
    assert first.data_hash() == second.data_hash() != ask(user, APART).data_hash()
    figures = [[one["estimate"] for one in in_process(kept).job.found.values()] for kept in (first, second)]
    assert figures[0] == figures[1]


def test_a_desk_makes_of_the_same_lists_and_seed_what_the_command_makes(person, tmp_path, capsys):
    path = tmp_path / "lists.csv"
    path.write_text(LISTS)
    found = in_process(ask(person("analyst"), seed=7)).job.found
    for model in ("graphs", "loglinear", "chao"):
        assert main(["count", "hidden", str(path), "--model", model, "--seed", "7", "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["estimate"] == found[f"0:{model}"]["estimate"]


def test_strata_have_figures_of_their_own(signed_in):
    client = signed_in("analyst")
    head, *rows = LISTS.splitlines()
    text = "\n".join([f"{head},region", *(f"{row},{one}" for one in ("East", "West") for row in rows)])
    page = page_of(client, in_process(ask(client.user, text, columns=REGIONS)))
    assert ">East</h2>" in page and ">West</h2>" in page


def test_the_custody_log_names_it_for_who_may_see_counts(signed_in):
    kept = ask(signed_in("analyst").user)
    named = signed_in("analyst", "supervisor", name="Reader").get("/custody/").content.decode()
    assert f'href="/counting/hidden/{kept.pk}"' in named and "Invented town" in named
    keeper = signed_in("administrator", name="Keeper").get("/custody/").content.decode()
    assert "Invented town" not in keeper


def parted(*names: str) -> str:
    head, *rows = LISTS.splitlines()
    return "\n".join([f"{head},region", *(f"{row},{one}" for one in names for row in rows)])


def test_parts_are_added_up_and_learn_from_each_other_where_that_is_asked(signed_in):
    client = signed_in("analyst")
    alone = in_process(ask(client.user, parted("East", "West", "South"), columns=REGIONS))
    whole = alone.job.found["all:graphs"]
    one = alone.job.found["0:graphs"]["estimate"]
    assert whole["observed"] == 3 * 107 and not whole["strata"]
    assert whole["estimate"]["median"] == pytest.approx(3 * one["median"], rel=0.05)
    assert whole["estimate"]["upper"] < 3 * one["upper"], "three doubts of their own do not all go one way"
    page = page_of(client, alone)
    assert page.count("the middle above is what the chosen model gives") == 3, "what is added up are samples"
    assert page.index(">All parts together</h2>") < page.index(">East</h2>") and "parts learning" not in page
    pooled = in_process(ask(client.user, parted("East", "West", "South"), columns=REGIONS, pool=True))
    learnt = pooled.job.found["all:graphs"]["strata"]
    assert set(learnt) == {"East", "West", "South"}
    assert learnt["East"]["estimate"]["upper"] < one["upper"], "parts that are alike know more together"
    assert "graphs, parts learning from each other" in page_of(client, pooled)


def test_the_models_are_mixed_by_themselves_and_over_all_parts(signed_in):
    client = signed_in("analyst")
    found = in_process(ask(client.user, parted("East", "West"), columns=REGIONS)).job.found
    for place in ("0", "all"):
        ends, mixed = (
            [found[f"{place}:{one}"]["estimate"] for one in models] for models in (("graphs", "loglinear"), ("mixed",))
        )
        assert min(one["lower"] for one in ends) <= mixed[0]["lower"] <= mixed[0]["median"] <= mixed[0]["upper"]
        assert mixed[0]["upper"] <= max(one["upper"] for one in ends)
        assert mixed[0]["upper"] - mixed[0]["lower"] > min(one["upper"] - one["lower"] for one in ends)
    apart = in_process(ask(client.user, APART)).job.found["0:mixed"]
    assert apart["refused"][0] == "counting.mixed_few"


def test_too_few_parts_to_pool_and_a_part_that_refuses_are_told_where_the_figure_would_stand(signed_in):
    client = signed_in("analyst")
    two = in_process(ask(client.user, parted("East", "West"), columns=REGIONS, pool=True))
    assert two.job.found["all:graphs"]["refused"][0] == "counting.few_strata"
    text = parted("East", "West") + "\n1,0,0,4,North\n0,1,0,4,North\n0,0,1,4,North\n"
    page = page_of(client, in_process(ask(client.user, text, columns=REGIONS)))
    assert "1 of 3 parts have no figure" in page


def test_it_is_run_again_to_the_same_figures_and_says_where_they_differ(signed_in):
    client = signed_in("analyst")
    first = in_process(ask(client.user, seed=5, origin="by hand"))
    answer = client.post(f"/counting/hidden/{first.pk}", {"do": "repeat"})
    second = Estimation.objects.get(again=first)
    assert answer["Location"] == f"/counting/hidden/{second.pk}"
    assert "Every figure is the same" not in page_of(client, second), "nothing is done yet"
    in_process(second)
    assert (second.data_hash(), second.asked["seed"], second.origin) == (first.data_hash(), 5, "by hand")
    assert "Every figure is the same as then." in page_of(client, second)
    second.job.found["0:graphs"]["estimate"]["upper"] += 1
    second.job.save()
    assert "Some figures are not as they were then" in page_of(client, second)


def test_it_is_removed_with_its_lists_and_never_once_a_release_quotes_it(signed_in):
    client = signed_in("analyst")
    kept, gone = in_process(ask(client.user)), ask(client.user)
    again = actions.repeat_estimate(client.user, gone)
    Quoted.objects.create(
        release=Release.objects.create(made_by=client.user, purpose="publication", recipient="R", outline="o"),
        estimation=kept,
    )
    assert client.post(f"/counting/hidden/{kept.pk}", {"do": "remove"}).status_code == 409
    assert client.post(f"/counting/hidden/{gone.pk}", {"do": "remove"})["Location"] == "/counting/hidden/"
    assert not Job.objects.filter(pk=gone.job_id).exists()
    assert set(Estimation.objects.all()) == {kept, again}
    [entry] = [row.entry for row in Row.objects.all() if row.entry.action == "count.estimate_removed"]
    assert entry.subject == f"estimation:{gone.pk}"


def read(client, text: str, name="lists.csv") -> str:
    """Upload a file; gives the page on which is said what its columns are."""
    answer = client.post("/counting/hidden/new", {"lists": SimpleUploadedFile(name, text.encode())})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def said(*columns: str) -> dict[str, str]:
    return {f"column-{place}": one for place, one in enumerate(columns)}


@pytest.mark.parametrize(
    ("text", "told"),
    [("no lists", "no rows"), (LISTS + "1,1\n", "Line 9"), (",".join(f"L{n}" for n in range(300)) + "\n1\n", "cells")],
)
def test_a_file_that_cannot_be_read_is_told_at_once_and_nothing_is_held(signed_in, text, told):
    answer = signed_in("analyst").post("/counting/hidden/new", {"lists": SimpleUploadedFile("l.csv", text.encode())})
    page = answer.content.decode()
    assert answer.status_code == 422 and "has-wrong" in page and told in page


ODD = "name,A,B,C,where,many,D\n" + "".join(
    f"Nobody{n},{n % 2},{n % 3 // 2},{(n + 1) % 2},{'east' if n % 5 else 'west'},{n % 9 + 1},{n % 7 // 6}\n"
    for n in range(60)
)


def test_she_says_what_each_column_is_and_what_can_be_one_thing_alone_is_said_beforehand(signed_in):
    client = signed_in("analyst")
    address = read(client, ODD)
    page = client.get(address).content.decode()
    chosen = re.findall(r'<select name="column-(\d)".*?</select>', page, re.S)
    assert chosen == list("0123456")
    likely = [
        re.search(rf'<select name="column-{place}".*?value="(\w*)" selected', page, re.S)[1] for place in (0, 1, 2, 6)
    ]
    assert likely == ["aside", "list", "list", "list"]
    assert "Nobody7" not in page and page.count("say what it is") == 2, "neither the place nor the number is guessed"
    given = {"name": "Invented", "seed": 1, **said("aside", "list", "list", "list", "part", "count", "aside")}
    assert client.post(address, given).status_code == 302
    kept = Estimation.objects.get()
    assert set(kept.tables()) == {"east", "west"} and kept.tables()["east"].names == ("A", "B", "C")
    assert sum(one.observed for one in kept.tables().values()) == sum(n % 9 + 1 for n in range(60))
    assert "Nobody" not in str(kept.job.asked)
    assert client.get(address).status_code == 409, "nothing of the file is held once it was read"


@pytest.mark.parametrize(
    ("columns", "more", "code"),
    [
        (("list", "list", "list", "aside"), {}, "rows_unsaid"),
        (("list", "list", "list", "count"), {"persons": "on"}, "rows_unsaid"),
        (("list", "list", "aside", "count"), {}, "few_lists"),
        (("list", "list", "list", "count"), {"pool": "on"}, "pool_needs_strata"),
    ],
)
def test_what_was_said_wrong_of_columns_is_told_without_a_flag_and_the_file_is_held_on(signed_in, columns, more, code):
    client = signed_in("analyst")
    address = read(client, LISTS)
    answer = client.post(address, {"name": "N", "seed": 1, **said(*columns), **more})
    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 422 and not Estimation.objects.exists()
    assert Problem(f"counting.{code}", found=2).say() in page and "--" not in page.split('<form method="post">')[1]
    assert client.get(address).status_code == 200


def test_a_held_file_is_its_owner_s_alone_one_at_a_time_and_gone_with_the_lock(signed_in):
    client, other = signed_in("analyst"), signed_in("analyst", name="Other")
    first = read(client, LISTS)
    assert client.get(first).status_code == 200
    assert other.get(first).status_code == 409
    assert signed_in("publisher", name="Reader").get(first).status_code == 403
    second = read(client, ODD)
    assert client.get(first).status_code == 409 and client.get(second).status_code == 200
    for forget in lock.at_close:
        if getattr(forget, "__name__", "") == "clear":
            forget()
    answer = sign_in(client.user).get(second)
    assert answer.status_code == 409 and "Choose it again" in answer.content.decode()


def test_too_large_a_file_and_too_many_parts_are_refused(person, monkeypatch):
    user = person("analyst")
    monkeypatch.setattr(columns_csv, "MOST_PARTS", 1)
    with pytest.raises(Problem, match="parts"):
        ask(user, "A,B,C,n,region\n1,1,0,3,x\n1,0,1,3,y\n", columns=REGIONS)
    monkeypatch.setattr(held, "LARGEST", 10)
    with pytest.raises(Problem, match="larger"):
        held.hold(user, held.Upload("lists.csv", LISTS.encode()), None)


def test_only_an_analyst_asks_stops_and_goes_on(signed_in):
    kept = ask(signed_in("analyst", name="Maker").user)
    reader = signed_in("publisher")
    assert ">Stop<" not in page_of(reader, kept) and ">Remove it<" not in page_of(reader, kept)
    for do in ("stop", "go_on", "repeat", "remove"):
        assert reader.post(f"/counting/hidden/{kept.pk}", {"do": do}).status_code == 403
    assert signed_in("caseworker", name="Other").get(f"/counting/hidden/{kept.pk}").status_code == 403
    kept.job.refresh_from_db()
    assert kept.job.state == Job.WAITING


def test_it_is_stopped_once_and_goes_on(signed_in):
    client = signed_in("analyst")
    kept = ask(client.user)
    address = f"/counting/hidden/{kept.pk}"
    assert client.post(address, {"do": "stop"}).status_code == 302
    assert "Go on" in page_of(client, kept)
    assert client.post(address, {"do": "stop"}).status_code == 409
    assert client.post(address, {"do": "go_on"}).status_code == 302
    kept.job.refresh_from_db()
    assert kept.job.state == Job.WAITING


def test_looking_on_by_itself_keeps_no_desk_open_and_loads_the_page_once_all_is_done(signed_in, monkeypatch):
    client = signed_in("analyst")
    kept = ask(client.user)
    touched = []
    monkeypatch.setattr(lock, "touch", lambda: touched.append(1))
    unattended = {"headers": {"X-Amana-Unattended": "1"}}
    waiting = client.get(f"/counting/hidden/{kept.pk}", **unattended).content.decode()
    assert "0 of 4" in waiting and "It waits for its turn." in waiting
    monkeypatch.setattr(worker, "job", kept.job_id)
    assert "Now: log-linear." in client.get(f"/counting/hidden/{kept.pk}", **unattended).content.decode()
    in_process(kept)
    assert client.get(f"/counting/hidden/{kept.pk}", **unattended)["HX-Refresh"] == "true"
    assert not touched
    client.get(f"/counting/hidden/{kept.pk}")
    assert touched


def job_of(user) -> Job:
    """All of chao in as many steps as there are strata, so that there is something left to go on with."""
    return Job.objects.create(kind="counting.estimating", asked=asked(12))


def asked(parts: int) -> dict:
    table = {"names": list("ABC"), "histories": [[1, 1, 0], [1, 0, 1], [1, 0, 0]], "counts": [3, 4, 9]}
    strata = {f"{place:02}": table for place in range(parts)}
    steps = [f"{place}:chao" for place in range(parts)]
    return {"asked": {"strata": strata, "variants": ["chao"], "seed": 1}, "steps": steps}


def after(job: Job, count: int) -> None:
    end = time.monotonic() + 180
    while time.monotonic() < end:
        job.refresh_from_db()
        if len(job.found) >= count:
            return
        time.sleep(0.01)
    raise AssertionError("nothing was done")


@pytest.fixture
def own(transactional_db, opened_desk):
    """A worker in a thread of its own, which ends with the test, however that ends, and holds no connection then."""
    made = Worker()

    def work():
        try:
            made.work_through()
        finally:
            connection.close()

    made.thread = threading.Thread(target=work, daemon=True)
    yield made
    Job.objects.filter(state=Job.WAITING).update(state=Job.STOPPED)
    made.end_child()
    if made.thread.ident:
        made.thread.join(60)


def test_a_job_whose_process_is_killed_goes_on_and_one_that_dies_each_time_is_given_up(own):
    job = job_of(None)
    broken = Job.objects.create(kind="counting.no_such_module", asked=asked(1))
    own.thread.start()
    after(job, 1)
    if child := own._child:
        child.kill()
    own.thread.join(300)
    job.refresh_from_db()
    broken.refresh_from_db()
    assert job.state == Job.DONE and len(job.found) == 12
    first = job.found["0:chao"]
    assert first["estimate"]["lower"] >= 16 and first["versions"]["numpy"]
    assert broken.state == Job.FAILED and not broken.found


def test_the_process_is_given_no_key_and_nothing_of_the_desk_s_environment(opened_desk, monkeypatch):
    from amana.desk.background import working

    seen = {}
    monkeypatch.setattr(working.subprocess, "Popen", lambda command, **more: seen.update(more, command=command))
    working._begin("counting.estimating")
    assert set(seen["env"]) <= {*working.PASSED_ON, "PYTHONPATH"}
    assert not any("AMANA" in name for name in working.PASSED_ON)
    assert lock.keys.field.hex() not in str(seen) and seen["command"][-1] == "counting.estimating"


def test_locking_the_desk_ends_the_process_at_once():
    assert worker.end_child in lock.at_close
