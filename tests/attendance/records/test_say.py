"""What is said, as JSON and back: instants keep the zone they are told in, texts hold texts."""

import json
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attendance.records.say import (
    Attachment,
    Button,
    Line,
    Menu,
    Say,
    SayKind,
    Value,
    attachment_in,
    decode,
    decode_args,
    decode_form,
    encode,
    encode_args,
    encode_form,
    local,
)

ZONES = [ZoneInfo(name) for name in ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC")]

instants = st.builds(datetime.fromtimestamp, st.integers(0, 4_000_000_000), st.sampled_from(ZONES))
plain = st.text() | st.integers() | st.floats(allow_nan=False) | st.booleans() | st.dates() | st.none() | instants
names = st.text("abcdefgh_", min_size=1)
lines = st.recursive(
    st.builds(Line, names, st.dictionaries(names, plain, max_size=2)),
    lambda inner: st.builds(
        Line, names, st.dictionaries(names, inner | st.lists(inner, max_size=3).map(tuple), max_size=2)
    ),
    max_leaves=4,
)
values = plain | lines | st.lists(lines, max_size=3).map(tuple)


@given(values)
def test_an_argument_survives_the_database(value: Value) -> None:
    assert decode(json.loads(json.dumps(encode(value)))) == value


@given(instants)
def test_an_instant_keeps_the_zone_it_is_told_in(at: datetime) -> None:
    back = decode(json.loads(json.dumps(encode(at))))
    assert isinstance(back, datetime)
    assert (back, str(back.tzinfo), back.hour) == (at, str(at.tzinfo), at.hour)


@given(st.dictionaries(names, values))
def test_arguments_survive_together(args: dict[str, Value]) -> None:
    assert decode_args(json.loads(json.dumps(encode_args(args)))) == args


@pytest.mark.parametrize("foreign", [[1], {"x": 1}, {"$at": 5, "zone": "UTC"}, {"$line": "k"}, {"$lines": "no"}])
def test_what_is_of_no_known_form_is_refused(foreign: object) -> None:
    with pytest.raises(ValueError, match="no known form"):
        decode(foreign)


def test_the_form_of_a_message_survives_too() -> None:
    buttons = (
        Button("checkin-early-out-yes", "early-yes", 17, 3),
        Button("role-held", "early-no", 17, 0, {"role": "Kominfo", "on": date(2026, 11, 23)}),
    )
    say = Say("checkin-early-out-question", menu=Menu.CHECKIN, buttons=buttons)
    assert decode_form(json.loads(json.dumps(encode_form(say)))) == (Menu.CHECKIN, buttons)


def test_replies_go_first_and_reminders_last() -> None:
    kinds = (SayKind.REPLY, SayKind.REVIEW, SayKind.REPORT, SayKind.REMINDER)
    assert sorted(kinds, key=lambda kind: kind.priority) == list(kinds)


def test_the_same_instant_on_the_wall_clock_of_another_place() -> None:
    at = datetime(2026, 11, 22, 23, 20, tzinfo=UTC)
    assert local(at, "Asia/Makassar").strftime("%a %H:%M") == "Mon 07:20"
    assert local(at, "Asia/Makassar") == at


def test_a_date_is_no_instant() -> None:
    assert encode(date(2026, 11, 23)) == {"$on": "2026-11-23"}


@pytest.mark.parametrize("attachment", [None, Attachment("report"), Attachment("report", (3, 4))])
def test_an_attachment_survives_as_its_maker_and_what_it_is_of(attachment: Attachment | None) -> None:
    assert attachment_in(json.loads(json.dumps(encode_form(Say("k", attachment=attachment))))) == attachment
