"""Search: what may be seen is found however it is spelled, and nothing else ever is; the index tells nothing."""

import re

import pytest
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from amana.care.models import Service
from amana.desk.policy import roles
from amana.desk.search import index, keeping
from amana.desk.search import sealed as sealed_index
from amana.desk.search.tokens import asked, tokens, words
from amana.events import actions as events
from amana.parties.actions import conclude, keep_party
from amana.testimony import actions, erasing
from amana.testimony.cases import actions as cases
from amana.testimony.cases import actions_care as care
from amana.testimony.consents import today
from amana.testimony.custody.models import Row
from amana.testimony.models import Survivor, Testimony
from deskkit import PLANTED, keep, sealed
from diskkit import pages

HOW = ("written", "alike")


def finds(client, question, **more):
    """What the page shows for a question."""
    return client.post("/search", {"words": question, **more}).content.decode()


def found(question, text):
    """Whether every word of a question meets the text: as it is written, and at least alike."""
    held, every = tokens([text]), asked(question)
    return all(word.written in held for word in every), all(word.alike & held for word in every)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("MOPTI", "à Mopti, le soir"),
        ("ete", "l’été dernier"),
        ("soldat", "les soldats sont venus"),
        ("المدرسة", "مدرسه"),
        ("أحمد", "احمد"),
        ("مُحَمَّد", "محمد"),
        ("12", "en ١٢ jours"),
        ("k7m4 pxar", "K7M4-PXAR"),
    ],
)
def test_case_accents_and_the_forms_of_letters_do_not_matter(opened_desk, question, text):
    assert found(question, text) == (True, True)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Fatoumata", "Fatumata"),
        ("Djibril", "Jibril"),
        ("Ouattara", "Watara"),
        ("Mohammed", "محمد"),
        ("محمد", "Mouhamed"),
        ("Bandiagara", "باندياغارا"),
        ("إبراهيم", "Ibrahim"),
        ("Tombouctou", "Timbuktu"),
        ("Moussa", "Musa"),
    ],
)
def test_spellings_and_scripts_meet(opened_desk, question, text):
    assert found(question, text)[1]


def test_other_words_do_not_meet(opened_desk):
    assert found("heron", "the house by the river") == (False, False)
    assert found("heron school", "the heron") == (False, False), "all words are asked for"


@given(st.text())
def test_any_text_can_be_indexed_and_is_found_by_its_own_words(opened_desk, text):
    assert found(text, text) == (True, True)
    assert all(word and " " not in word for word in words(text))


@pytest.fixture
def people(person):
    return {
        name: person(role, name=name)
        for name, role in {"Ines": "caseworker", "Salim": "caseworker", "Noor": "analyst", "Sana": "supervisor"}.items()
    }


@pytest.mark.django_db
def test_everything_that_one_may_see_is_found_by_it(signed_in, people):
    client = signed_in("caseworker", "supervisor", "analyst", "publisher", name="Everything")
    row = actions.take_in_hand(client.user, keep(sealed()))
    case = cases.open_case(client.user, row)
    cases.write_identity(client.user, case, "Fatoumata Keïta", "a telephone", "mornings", "the blue stall")
    met = {"day": today(), "how": "here", "language": "ff", "interpreter": "none", "interpreter_agreed": ""}
    care.note_meeting(client.user, case, {**met, "outcome": "part", "said": "a yellow kingfisher", "seen": "shivers"})
    event = events.make_event(client.user, row)
    events.set_frame(client.user, event, None, None, None, "when the millet was tall", "")
    victim = events.add_victim(client.user, event, [row], "a tailor’s daughter", 1, "female")
    act = events.add_act(client.user, victim, ["other.abduction"], "unsaid", "men in ochre")
    party = keep_party(None, {"id": "north", "name": "Northern Front", "kind": "armed_group", "source": "invented"})
    conclude(client.user, act, party, "likely", "ochre belongs to them")
    Service.objects.create(kind="health", names={"fr": "Clinique des Acacias"}, what={}, where={}, checked=today())
    for question, link in {
        "heron dusk": f"/testimony/{row.pk}",
        row.code: f"/testimony/{row.pk}",
        "kingfisher": f"/cases/{case.pk}",
        "fatumata keita": f"/cases/{case.pk}",
        "فاطوماتا": f"/cases/{case.pk}",
        "millet": f"/events/{event.pk}",
        "tailor": f"/events/{event.pk}",
        "enlèvement": f"/events/{event.pk}",
        "belongs": f"/events/{event.pk}",
        "northern front": "/parties/",
        "acacia": "/care/",
    }.items():
        assert f'href="{link}' in finds(client, question), question
    assert "kingfisher" not in finds(client, "yellow").replace('value="yellow"', ""), "what was found is not quoted"


@pytest.mark.django_db
def test_the_page_asks_before_anything_was_asked(signed_in):
    page = signed_in("caseworker").get("/search")
    assert page.status_code == 200 and b'role="search"' in page.content
    assert "Nothing that you may open" in finds(signed_in("analyst", name="Another"), "zzyzx")


@pytest.mark.django_db
def test_what_one_may_not_see_changes_no_answer(signed_in, people):
    """Each role asks for words that stand only in what is not for it, and is answered as if they stood nowhere."""
    row = actions.take_in_hand(people["Ines"], keep(sealed(consents={"care": "yes", "count": "yes"})))
    case = cases.open_case(people["Ines"], row)
    cases.write_identity(people["Ines"], case, "Fatoumata", "", "", "")
    care.set_task(people["Ines"], case, "call", today(), "a yellow kingfisher")
    event = events.make_event(people["Sana"], row)
    victim = events.add_victim(people["Sana"], event, [row], "a cobbler’s sister", 1, "female")
    events.add_act(people["Sana"], victim, ["other.abduction"], "unsaid", "men in ochre")
    sees = {
        "heron dusk": {"supervisor"},
        "kingfisher": {"supervisor"},
        "Fatoumata": set(),
        row.code: {"supervisor", "analyst"},
        case.code: {"supervisor"},
        "cobbler": {"supervisor", "analyst"},
        "ochre": {"supervisor", "analyst"},
        event.code: {"supervisor", "analyst"},
    }
    secrets = (row.pk, row.code, case.pk, case.code, event.pk, event.code)
    for role in sorted(set(roles()) - {"administrator"}):
        client = signed_in(role, name=f"Another {role}")
        nothing = finds(client, "zzyzx").replace("zzyzx", "")
        for question, by in sees.items():
            page = finds(client, question).replace(question, "")
            if role in by:
                assert any(secret in finds(client, question) for secret in secrets), (role, question)
            else:
                assert strip(page) == strip(nothing), (role, question)
                after = [finds(client, question, section="cases", how=h, after=a) for h in HOW for a in (case.pk, "x")]
                assert len(set(map(strip, after))) == 1, (role, question)


def strip(page):
    """A page without what is drawn anew each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


@pytest.mark.django_db
def test_an_event_of_two_tellings_is_found_by_the_one_that_is_hers(signed_in, people):
    client = signed_in("caseworker", name="Hers")
    hers = actions.take_in_hand(client.user, keep(sealed()))
    others = actions.take_in_hand(people["Salim"], keep(sealed()))
    event = events.make_event(people["Sana"], hers)
    events.place_testimony(people["Sana"], event, others)
    events.add_victim(people["Sana"], event, [hers], "a weaver", 1, "female")
    events.add_victim(people["Sana"], event, [others], "a potter", 1, "female")
    assert event.pk in finds(client, "weaver")
    assert event.pk not in finds(client, "potter")
    assert event.pk not in finds(client, "weaver potter"), "no answer is put together of words apart"


@pytest.mark.django_db
def test_the_log_has_that_somebody_searched_and_whom_she_found_by_name_and_never_the_words(signed_in):
    client = signed_in("caseworker")
    case = cases.open_case(client.user, None)
    cases.write_identity(client.user, case, "Fatoumata", "", "", "")
    for more in ({}, {"section": "cases", "how": "alike"}):
        finds(client, "fatumata", **more)
        rows = Row.objects.order_by("index")
        written = [(row.entry.action, row.entry.subject, dict(row.entry.detail)) for row in rows]
        assert written[-2:] == [("search.made", "", {}), ("identity.found", f"survivor:{case.pk}", {})]


@pytest.mark.django_db
def test_the_index_follows_what_is_changed_and_undone(signed_in):
    client = signed_in("caseworker")
    case = cases.open_case(client.user, None)
    cases.write_identity(client.user, case, "Fatoumata", "", "", "")
    with pytest.raises(ValueError, match="undone"), transaction.atomic():
        cases.write_identity(client.user, case, "Aminata", "", "", "")
        raise ValueError("undone")
    assert case.pk in finds(client, "fatoumata")
    assert case.pk not in finds(client, "aminata")
    cases.write_identity(client.user, case, "Aminata", "", "", "")
    assert case.pk not in finds(client, "fatoumata")
    assert case.pk in finds(client, "aminata")


@pytest.mark.django_db
def test_it_is_made_anew_and_goes_on_where_it_was_cut_off(signed_in, monkeypatch):
    client = signed_in("supervisor")
    rows = [keep(sealed({"own_words": f"a kingfisher {number}"})) for number in range(7)]
    with transaction.atomic():
        index.empty()
    assert not any(row.pk in finds(client, "kingfisher") for row in rows)
    assert "still being made" in finds(client, "kingfisher")
    monkeypatch.setattr(keeping, "AT_ONCE", 3)
    put, calls = keeping.put, iter(range(2))

    def dies(words, pks):
        if next(calls, None) is None:
            raise KeyboardInterrupt
        put(words, pks)

    monkeypatch.setattr(keeping, "put", dies)
    with pytest.raises(KeyboardInterrupt):
        keeping.make_whole()
    monkeypatch.setattr(keeping, "put", put)
    left = keeping.make_whole()
    assert left < keeping.make_anew()
    assert all(row.pk in finds(client, "kingfisher") for row in rows)
    assert "still being made" not in finds(client, "kingfisher")


@pytest.mark.django_db
def test_a_kind_of_words_that_comes_with_a_newer_amana_is_put_in_when_the_desk_is_opened(signed_in, monkeypatch):
    client, every = signed_in("caseworker"), keeping.all_words()
    row = keep(sealed({"own_words": "a kingfisher"}))
    monkeypatch.setattr(keeping, "all_words", lambda: tuple(one for one in every if one.kind != "testimony.words"))
    keeping.make_anew()
    assert keeping.is_whole()
    monkeypatch.setattr(keeping, "all_words", lambda: every)
    assert not keeping.is_whole()
    assert row.pk not in finds(client, "kingfisher")
    keeping.make_ready()
    assert row.pk in finds(client, "kingfisher")


@pytest.mark.django_db
def test_pages_go_on_after_the_last_row_and_end(signed_in):
    client = signed_in("supervisor")
    every = {keep(sealed({"own_words": "a kingfisher"})).pk for _ in range(25)}
    page = finds(client, "kingfisher")
    first = {pk for pk in every if pk in page}
    after = list(Testimony.objects.filter(pk__in=first).order_by("-day", "pk"))[9].pk
    rest = {
        pk
        for pk in every
        if f'href="/testimony/{pk}' in finds(client, "kingfisher", section="testimonies", how="written", after=after)
    }
    assert len(first) == 10
    assert first | rest == every
    assert not first & rest


@pytest.mark.django_db(transaction=True)
def test_what_is_erased_is_not_in_the_index_any_more(people, person):
    ines = people["Ines"]
    row = actions.take_in_hand(ines, keep(sealed({"own_words": "a kingfisher flew"})))
    stays = actions.take_in_hand(ines, keep(sealed({"own_words": "a kingfisher stood"})))
    case = cases.open_case(ines, row)
    cases.write_identity(ines, case, "Fatoumata", "", "", "")
    row.refresh_from_db()
    [flew], [stood] = asked("flew"), asked("stood")
    assert held() >= {("testimony.words", row.pk), ("case.identity", case.pk)}
    before = kept_tokens()
    assert flew.written in before and stood.written in before
    erasing.erase_person(ines, Survivor.objects.get(pk=case.pk))
    assert not {key for _, key in held()} & {row.pk, case.pk}
    assert ("testimony.words", stays.pk) in held()
    after = kept_tokens()
    assert flew.written not in after and stood.written in after
    on_disk = pages()
    for gone in (row.pk, case.pk):
        assert not any(gone.encode() in page for page in on_disk)


def held():
    """The rows that the index has, each with the kind of its words."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, key FROM search_document")
        return set(cursor.fetchall())


def kept_tokens():
    """Every token that stands anywhere in the index, as whoever has the desk's key can read it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT kind, key, tokens FROM search_document")
        rows = [(kind, key, bytes(value)) for kind, key, value in cursor.fetchall()]
    plain = (sealed_index._seal().decrypt(value[:12], value[12:], sealed_index._place(*row)) for *row, value in rows)
    return {held[at : at + 8] for held in plain for at in range(0, len(held), 8)}


@pytest.mark.django_db
def test_the_tables_of_the_index_hold_no_word_and_show_no_two_rows_to_be_alike(people):
    keep(sealed())
    keep(sealed())
    with connection.cursor() as cursor:
        cursor.execute("SELECT tokens FROM search_document WHERE kind = 'testimony.words'")
        rows = [bytes(value) for [value] in cursor.fetchall()]
    assert not any(word.encode() in row for row in rows for word in words(PLANTED) if len(word) > 6)
    one, other = ({row[at : at + 8] for at in range(len(row) - 8)} for row in rows)
    assert not one & other
