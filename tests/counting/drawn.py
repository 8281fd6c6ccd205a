"""Claims drawn over everything that a claim can say at once, in the small world of persons.py."""

from hypothesis import strategies as st
from tests.counting.persons import DAYS, LIES_IN, NAMES

from amana.counting.regions import Question
from amana.events.claims import Claim

AGES = ([None, None], [None, None], [None, 17], [12, 17], [0, 11], [18, None], [60, None])
ACTS = (
    ["crsv.rape"],
    ["crsv.rape"],
    ["crsv"],
    ["crsv.sexual_slavery"],
    ["other.abduction", "crsv.rape"],
    ["gbvims.rape"],
    ["gbvims.sexual_assault"],
    ["gbvims.forced_marriage"],
    ["other.killing"],
)
UNITS = ("persons", "persons", "persons", "cases", "incidents", "allegations")
RECORD = {"unit": "persons", "quantity": {"kind": "exactly", "number": 1}}


@st.composite
def a_claim(draw: st.DrawFn, name: str) -> dict[str, object]:
    ends = st.sampled_from((*DAYS, None))
    start, end = draw(ends), draw(ends)
    if start and end and end < start:
        start, end = end, start
    number = draw(st.integers(1, 3))
    acts = draw(st.sampled_from(ACTS))
    made: dict[str, object] = {
        "id": name,
        "source": "x",
        "summary": "Invented.",
        "quantity": draw(
            st.sampled_from(
                [{"kind": kind, "number": number} for kind in ("exactly", "at_least", "about")]
                + [{"kind": "over", "number": number - 1}, {"kind": "range", "number": number, "upto": number + 1}]
            )
        ),
        "unit": "killed" if acts == ["other.killing"] and draw(st.booleans()) else draw(st.sampled_from(UNITS)),
        "people": {"sex": draw(st.sampled_from(["female", "male", "any", "any"])), "age": draw(st.sampled_from(AGES))},
        "acts": acts,
        "by": {
            "how": draw(st.sampled_from(["jointly", "jointly", "each"])),
            "concluded": [
                {"party": one, "by": "x", "sure": draw(st.sampled_from(["stated", "stated", "stated", "likely"]))}
                for one in draw(st.lists(st.sampled_from(NAMES), max_size=2, unique=True))
            ],
        },
        "place": {
            "of": draw(st.sampled_from(["event", "event", "treatment"])),
            "in": draw(st.lists(st.sampled_from(list(LIES_IN)), max_size=2, unique=True)),
        },
        "period": {"of": draw(st.sampled_from(["event", "event", "event", "treatment"])), "within": [start, end]},
    }
    if draw(st.integers(0, 5)) == 0:
        made |= RECORD | {"person": draw(st.sampled_from(["ada", "bea"]))}
    return made


@st.composite
def a_telling(draw: st.DrawFn, most: int = 4) -> list[Claim]:
    """Some claims, and what sources say of them in pairs."""
    made = [draw(a_claim(f"c{number}")) for number in range(draw(st.integers(1, most)))]
    for place, claim in enumerate(made):
        later = [str(one["id"]) for one in made[place + 1 :]]
        for field in ("apart", "contains", "overlaps"):
            if later and draw(st.integers(0, 4)) == 0:
                claim[field] = draw(st.lists(st.sampled_from(later), unique=True, max_size=2))
    return [Claim.model_validate(one) for one in made]


@st.composite
def questions(draw: st.DrawFn) -> Question:
    one = [frozenset({name}) for name in NAMES]
    starts, ends = (None, DAYS[0], DAYS[1], DAYS[3]), (None, DAYS[3], DAYS[4])
    return Question(
        places=draw(st.sampled_from([None, *(frozenset({place}) for place in LIES_IN)])),
        parties=draw(st.sampled_from([None, None, *one, frozenset({"red", "blue"})])),
        start=draw(st.sampled_from(starts)),
        end=draw(st.sampled_from(ends)),
        acts=draw(st.sampled_from([None, frozenset({"crsv"})])),
        sex=draw(st.sampled_from([None, None, "female"])),
        ages=draw(st.sampled_from([None, None, (0, 17), (18, 130)])),
    )
