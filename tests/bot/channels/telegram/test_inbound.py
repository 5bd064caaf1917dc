"""Raw updates, as the Bot API sends them and as nobody should, and what they mean to the dialogues.

The updates are in tests/data/telegram, one file each.
"""

from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram.envelope import UpdateMalformed
from bot.channels.telegram.inbound import to_inbound
from bot.events import (
    Contact,
    Document,
    Elsewhere,
    FileRef,
    Inbound,
    Membership,
    Oddity,
    Photo,
    Position,
    Pressed,
    Text,
    Unsupported,
    Video,
)
from tests.bot.channels.telegram.corpus import names, stored_as

AT = datetime(2026, 11, 22, 23, 20, 5, tzinfo=UTC)
LARGEST = FileRef("AgACAgUAAxkBAAIC-y", "AQADy", 151002)


def photo(*oddities: Oddity, album: str | None = None) -> Photo:
    return Photo(LARGEST, AT, album, frozenset(oddities))


def position(
    *oddities: Oddity, at: datetime = AT, where: tuple[float, float] = (-4.3392, 122.2987), **said: object
) -> Position:
    how = {"accuracy_m": None, "live": False, "place": False} | said
    return Position(*where, sent_at=at, oddities=frozenset(oddities), **how)


MEANINGS: dict[str, Inbound] = {
    "text": Text("Masuk", AT),
    "text_edited": Text("Masuk", AT + timedelta(seconds=30), frozenset({Oddity.EDITED})),
    "text_with_nul": Text("halo \0", AT),
    "command": Text("/status@presensi_contoh_bot", AT),
    "photo": photo(),
    "photo_with_caption": photo(),
    "photo_forwarded": photo(Oddity.FORWARDED),
    "photo_forwarded_from_hidden_user": photo(Oddity.FORWARDED),
    "photo_forwarded_from_channel": photo(Oddity.FORWARDED),
    "photo_via_bot": photo(Oddity.VIA_BOT),
    "photo_scheduled": photo(Oddity.SCHEDULED),
    "photo_of_album": photo(Oddity.ALBUM, album="13371337"),
    "photo_forwarded_in_album": photo(Oddity.FORWARDED, Oddity.ALBUM, album="13371337"),
    "photo_edited": photo(Oddity.EDITED),
    "photo_by_business_bot": photo(Oddity.BUSINESS),
    "photo_of_business_connection": photo(Oddity.BUSINESS),
    "photo_in_the_name_of_a_chat": photo(Oddity.SENDER_CHAT),
    "photo_as_reply_to_another_chat": photo(Oddity.EXTERNAL_REPLY),
    "photo_live": photo(Oddity.LIVE_PHOTO),
    "photo_paid": Unsupported("story", AT, frozenset({Oddity.PAID_MEDIA})),
    "photo_by_a_guest_bot": photo(Oddity.GUEST),
    "photo_without_sizes": Unsupported("unknown"),
    "story": Unsupported("story", AT, frozenset({Oddity.STORY})),
    "document_image": Document(FileRef("BQACAgUAAxkB-img", "AgADimg", 3120044), AT, "image/jpeg"),
    "document_pdf": Document(FileRef("BQACAgUAAxkB-pdf", "AgADpdf", 9000), AT, "application/pdf"),
    "document_without_type": Document(FileRef("BQACAgUAAxkB-x", "AgADx", None), AT),
    "animation": Document(FileRef("CgACAgUAAxkB-gif", "AgADgif", None), AT, "video/mp4"),
    "video": Video(FileRef("BAACAgUAAxkB-v", "AgADv", 900000), AT),
    "video_note": Video(FileRef("DQACAgUAAxkB-n", "AgADn", 400000), AT, round=True),
    "voice": Unsupported("voice"),
    "sticker": Unsupported("sticker"),
    "contact_own": Contact("+6281234500001", own=True, sent_at=AT),
    "contact_of_somebody_else": Contact("+6281234500002", own=False, sent_at=AT),
    "contact_own_forwarded": Contact("+6281234500001", own=False, sent_at=AT),
    "location": position(),
    "location_by_our_button": position(),
    "location_with_accuracy": position(accuracy_m=12.5),
    "location_forwarded": position(Oddity.FORWARDED),
    "location_via_bot": position(Oddity.VIA_BOT, live=True),
    "location_live": position(live=True, accuracy_m=20.0),
    "location_live_moved": position(
        at=AT + timedelta(seconds=45), where=(-4.3393, 122.2988), live=True, accuracy_m=8.0
    ),
    "location_live_ended": position(Oddity.EDITED, at=AT + timedelta(seconds=90)),
    "venue": position(place=True),
    "location_latitude_91": position(where=(91.0, 122.2987)),
    "location_infinite": position(where=(float("-inf"), 122.2987)),
    "location_beyond_double": position(where=(float("inf"), 122.2987)),
    "press": Pressed("early-yes", 17, 0, "3006879731"),
    "press_on_an_old_message": Pressed("notice", 3056, 0, "3006879732"),
    "press_without_message": Pressed("notice", 3056, 0, "3006879733"),
    "press_with_foreign_data": Unsupported("callback"),
    "press_without_data": Unsupported("callback"),
    "blocked": Membership(blocked=True),
    "unblocked": Membership(blocked=False),
    "message_of_the_future": Unsupported("unknown"),
    # Nobody asked, or nobody private did: never answered.
    "press_in_a_group": Elsewhere(),
    "added_to_a_group": Elsewhere(),
    "joined_group": Elsewhere(),
    "group_text": Elsewhere(),
    "group_photo": Elsewhere(),
    "group_as_the_group": Elsewhere(),
    "channel_post": Elsewhere(),
    "kind_of_the_future": Elsewhere(),
    "message_that_is_null": Elsewhere(),
}

# What cannot be read, and whether it is known to come from a private chat, where it is answered.
MALFORMED: dict[str, tuple[str, bool]] = {
    "poll": ("message.poll.allows_revoting, message.poll.members_only", True),
    "location_in_words": ("message.location.latitude, message.location.longitude", True),
    "location_without_longitude": ("message.location.longitude", True),
    "location_of_400_digits": ("message.location.latitude", True),
    "text_with_half_a_character": ("its text", True),
    "message_with_a_text_that_is_no_text": ("message.text", True),
    "message_without_date": ("message.date", True),
    "message_without_chat": ("message.chat", False),
    "message_that_is_a_list": ("message", False),
}


@pytest.mark.parametrize("name", MEANINGS)
def test_an_update_means(name: str) -> None:
    assert to_inbound(stored_as(name).raw) == MEANINGS[name]


@pytest.mark.parametrize("name", MALFORMED)
def test_a_malformed_update_is_named_by_its_places_and_never_by_its_values(name: str) -> None:
    places, private = MALFORMED[name]
    with pytest.raises(UpdateMalformed, match=f"at {places}$") as refused:
        to_inbound(stored_as(name).raw)
    assert refused.value.private is private
    assert "122.2987" not in repr(refused.value)


def test_a_latitude_that_is_no_number_stays_no_number() -> None:
    found = to_inbound(stored_as("location_nan").raw)
    assert isinstance(found, Position)
    assert found.latitude != found.latitude


def test_every_update_of_the_corpus_has_a_meaning() -> None:
    assert names() == {*MEANINGS, *MALFORMED, "location_nan"}
