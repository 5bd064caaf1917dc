"""How many samples an MP4 file promises, read before FFmpeg is: its demuxer makes room for all of them.

A table may name a count and no sizes: 20 bytes then cost two seconds and 600 MB for ten million samples, measured, and
more for more. Boxes after ISO/IEC 14496-12, 4.2 and 8.7.
"""

import struct
from collections.abc import Iterator

CONTAINERS = frozenset({b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"})

COUNTS = {b"stsz": 8, b"stz2": 8, b"trun": 4}
"""Bytes from the beginning of the content to the 32 bits of the count."""

PACKED = b"cmov"
"""A compressed header of QuickTime: nobody knows what it promises, and no phone writes it any more."""

ENDLESS = 2**32

MOST_BOXES = 20_000
"""A minute in fragments of a second has 500; whoever writes more writes them to keep us busy."""


def promised_samples(data: bytes) -> int:
    """The largest count of any table, ENDLESS for a header that hides or scatters it; 0 where there is none."""
    largest, looked, unread = 0, 0, [(0, len(data))]
    while unread:
        for kind, inside, after in _boxes(data, *unread.pop()):
            looked += 1
            if kind == PACKED or looked > MOST_BOXES:
                return ENDLESS
            if kind in CONTAINERS:
                unread.append((inside, after))
            elif kind in COUNTS:
                largest = max(largest, _count(data, inside + COUNTS[kind], after))
    return largest


def _count(data: bytes, place: int, after: int) -> int:
    return int(struct.unpack_from(">I", data, place)[0]) if place + 4 <= after else 0


def _boxes(data: bytes, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Kind, beginning and end of the content of each box; a size of 1 is followed by 64 bits, 0 reaches to the end."""
    while start + 8 <= end:
        size, kind = struct.unpack_from(">I4s", data, start)
        head = 8
        if size == 1 and start + 16 <= end:
            (size,) = struct.unpack_from(">Q", data, start + 8)
            head = 16
        after = end if size == 0 else min(start + size, end)
        if after < start + head:
            return
        yield kind, start + head, after
        start = after
