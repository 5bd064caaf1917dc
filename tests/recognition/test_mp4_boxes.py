"""Counts of samples in boxes, well formed and not."""

import struct

import numpy as np
import pytest

from recognition.mp4_boxes import ENDLESS, promised_samples
from recognition.video import VideoReason, VideoRefused, open_clip
from tests.recognition.filming import filmed


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


def wide_box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4sQ", 1, kind, 16 + len(content)) + content


def sizes(count: int) -> bytes:
    return box(b"stsz", struct.pack(">III", 0, 1, count))


def table(*boxes: bytes) -> bytes:
    return box(b"moov", box(b"trak", box(b"mdia", box(b"minf", box(b"stbl", b"".join(boxes))))))


FILM = filmed([np.full((64, 64, 3), 4 * number, np.uint8) for number in range(40)])


def test_a_real_file_promises_the_frames_it_has() -> None:
    assert promised_samples(FILM) == 40


def test_the_largest_table_counts() -> None:
    assert promised_samples(box(b"ftyp", b"isom") + table(sizes(7)) + table(sizes(900))) == 900
    assert promised_samples(wide_box(b"moov", table(sizes(7))[8:])) == 7
    fragment = box(b"moof", box(b"traf", box(b"trun", struct.pack(">II", 0, 2**31))))
    assert promised_samples(table(sizes(7)) + fragment) == 2**31


def test_a_box_without_an_end_reaches_to_the_end() -> None:
    assert promised_samples(struct.pack(">I4s", 0, b"moov") + table(sizes(5))[8:]) == 5


def test_a_packed_header_promises_anything() -> None:
    assert promised_samples(box(b"moov", box(b"cmov", b"..."))) == ENDLESS


@pytest.mark.parametrize("data", [b"", b"short", b"\x00" * 64, b"\xff" * 64, table(sizes(9))[:-6]])
def test_what_is_no_table_promises_nothing(data: bytes) -> None:
    assert promised_samples(data) == 0


@pytest.mark.parametrize("data", [box(b"free", b"") * 30_000, struct.pack(">I4s", 0, b"moov") * 30_000])
def test_a_swarm_and_a_nest_of_boxes_are_not_read_to_their_end(data: bytes) -> None:
    assert promised_samples(data) == ENDLESS


def test_words_in_the_pictures_themselves_are_no_boxes() -> None:
    assert promised_samples(box(b"mdat", table(sizes(2**31)))) == 0


def test_a_file_that_promises_too_much_is_refused_before_it_is_opened() -> None:
    place = FILM.index(b"stsz") + 8
    lying = FILM[:place] + struct.pack(">II", 1, 10**7) + FILM[place + 8 :]
    with pytest.raises(VideoRefused) as refused:
        open_clip(lying)
    assert refused.value.reason is VideoReason.TOO_LONG
