"""What strangers sent is shown as new pixels and new sound, without a trace of the file; what harms is not shown."""

import time
from io import BytesIO

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import strangerkit
from amana.desk.lock import lock
from amana.errors import Problem
from amana.testimony.cleaning import clean as cleaning
from amana.testimony.cleaning.clean import KINDS, kind_of

pytestmark = pytest.mark.usefixtures("opened_desk")


def clean(pk, content, media_type, **more):
    return cleaning.clean(pk, lambda: content, media_type, **more)


def decoded(content):
    with av.open(BytesIO(content)) as heard:
        return np.concatenate([frame.to_ndarray().ravel() for frame in heard.decode(audio=0)]).astype(float)


def pitch(wave, rate=48_000):
    spectrum = np.abs(np.fft.rfft(wave[: rate // 2] * np.hanning(rate // 2)))
    return spectrum[30:].argmax() * 2 + 60


@pytest.mark.parametrize(
    ("media_type", "container", "codec"),
    [
        ("audio/webm;codecs=opus", "webm", "libopus"),
        ("audio/ogg", "ogg", "libopus"),
        ("audio/mp4", "mp4", "aac"),
        ("audio/aac", "adts", "aac"),
        ("audio/wav", "wav", "pcm_s16le"),
    ],
)
def test_sound_of_phones_is_made_anew(media_type, container, codec):
    sent = strangerkit.sound(container, codec)
    [(kind, new)] = clean(f"sound {media_type}", sent, media_type).parts
    assert kind == "audio/ogg" and strangerkit.TRACE not in new
    assert abs(len(decoded(new)) / 48_000 - 1) < 0.1 and abs(pitch(decoded(new)) - 200) <= 4


def test_a_changed_voice_is_as_long_and_elsewhere():
    sent = strangerkit.sound(seconds=2.0)
    heard = decoded(clean("changed", sent, "audio/webm", changed=True).parts[0][1])
    moved = pitch(heard) / 200
    assert abs(len(heard) / 48_000 - 2) < 0.1
    assert 1.14 < max(moved, 1 / moved) < 1.27
    cleaning.forget()
    again = pitch(decoded(clean("changed", sent, "audio/webm", changed=True).parts[0][1])) / 200
    assert 1.14 < max(again, 1 / again) < 1.27


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_upright_and_says_nothing_of_its_camera(kind):
    sent = strangerkit.photo(kind)
    assert strangerkit.TRACE in sent
    [(media_type, new)] = clean(f"photo {kind}", sent, f"image/{kind.lower()}").parts
    with Image.open(BytesIO(new)) as image:
        assert (media_type, image.size, dict(image.getexif())) == ("image/jpeg", (200, 320), {})
    assert strangerkit.TRACE not in new


def test_what_hides_behind_a_picture_is_left_behind():
    [(_, new)] = clean("polyglot", strangerkit.photo() + b"PK\x03\x04" + strangerkit.TRACE, "image/jpeg").parts
    assert b"PK\x03\x04" not in new and strangerkit.TRACE not in new


def test_pages_and_films_become_pictures():
    made = clean("pages", strangerkit.pdf(23), "application/pdf")
    assert (len(made.parts), made.of) == (20, 23) and {kind for kind, _ in made.parts} == {"image/jpeg"}
    assert clean("film", strangerkit.film(), "video/mp4").parts[0][0] == "image/jpeg"


@pytest.mark.parametrize("name", strangerkit.hostile())
def test_what_harms_is_not_shown_and_the_desk_goes_on(name):
    media_type, content = strangerkit.hostile()[name]
    began = time.monotonic()
    with pytest.raises(Problem) as problem:
        clean(name, content, media_type)
    assert problem.value.code == "attachment.not_shown" and time.monotonic() - began < cleaning.LONGEST + 30


@settings(max_examples=8)
@given(st.sampled_from(sorted(KINDS)), st.binary(min_size=8, max_size=2000))
def test_any_bytes_are_shown_or_refused(media_type, content):
    try:
        clean("any", content, media_type)
    except Problem as problem:
        assert problem.code == "attachment.not_shown"
    cleaning.forget()


def test_other_kinds_are_never_opened():
    assert kind_of("text/html") == kind_of("image/svg+xml") == ""
    with pytest.raises(Problem) as problem:
        clean("page", b"<p>", "text/html")
    assert problem.value.code == "attachment.not_opened"


def test_a_child_that_says_too_much_or_the_wrong_thing_is_not_believed():
    for told in (
        b"",
        b"{}\n",
        b'{"parts": [["text/html", 1]], "of": 1}\nx',
        b'{"parts": [["image/jpeg", 9]], "of": 1}\nx',
    ):
        with pytest.raises(Problem):
            cleaning._read(told)


def test_what_was_made_is_dropped_when_the_desk_is_locked():
    clean("kept", strangerkit.photo(), "image/jpeg")
    assert cleaning._kept and cleaning.forget in lock.at_close
    cleaning.forget()
    assert not cleaning._kept


def test_what_is_forgotten_while_it_is_made_is_not_kept():
    def sent():
        cleaning.forget()
        return strangerkit.photo()

    assert cleaning.clean("late", sent, "image/jpeg").parts and not cleaning._kept


def test_a_child_that_takes_too_long_is_ended(monkeypatch):
    """What it is sent never comes to its end, for which it would wait for ever."""
    monkeypatch.setattr(cleaning, "LONGEST", 0.01)
    monkeypatch.setattr(cleaning, "_feed", lambda child, content: child.wait())
    with pytest.raises(Problem) as problem:
        clean("long", strangerkit.photo(), "image/jpeg")
    assert problem.value.code == "attachment.not_shown"


def test_a_child_that_gives_too_much_is_ended(monkeypatch):
    monkeypatch.setattr(cleaning, "LARGEST", 100)
    with pytest.raises(Problem) as problem:
        clean("large", strangerkit.photo(), "image/jpeg")
    assert problem.value.code == "attachment.not_shown"
