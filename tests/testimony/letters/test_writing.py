"""Every letter has the same length, whatever it says; what does not fit is left out, the oldest first."""

from hypothesis import given
from hypothesis import strategies as st

from amana.hub.letters import LETTER
from amana.sealing import keys
from amana.sealing.envelope import open_, seal
from amana.sealing.inside import write_inside
from amana.testimony.actions import LONGEST_REPLY
from amana.testimony.letters.writing import Message, compose

IDENTITY, RECIPIENT = keys.new_identity()
TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=3000)
MESSAGES = st.lists(st.builds(Message, st.sampled_from(["desk", "you"]), st.just("2026-11-22"), TEXT), max_size=12)


@given(MESSAGES, st.sampled_from(["received", "read", "erased"]), st.dictionaries(st.just("care"), st.just("no")))
def test_every_letter_has_one_length_and_holds_the_newest_messages(messages, state, agreed):
    inside = compose(state, messages, agreed, "ar", "2026-11-22")
    assert len(write_inside(inside)) == 28_672
    letter = inside.members()["letter"]
    kept = [(each["from"], each["day"], each["text"]) for each in letter["messages"]]
    assert kept == [(m.sender, m.day, m.text) for m in messages[len(messages) - len(kept) :]]
    assert letter["cut"] == (len(kept) < len(messages)) and letter["state"] == state


def test_the_hub_and_the_desk_mean_the_same_size():
    sealed = seal(compose("received", [], {}, "en", "2026-11-22"), [], [RECIPIENT])
    assert len(sealed) == LETTER
    assert open_([IDENTITY], sealed).inside.kind == "letter"


def test_the_longest_message_fits_in_any_script():
    for character in ("a", "\n", "ع", "𞤀", '"'):
        message = Message("desk", "2026-11-22", character * LONGEST_REPLY)
        assert compose("read", [message], {"care": "yes"}, "ff-Adlm", "2026-11-22").members()["letter"]["cut"] is False
