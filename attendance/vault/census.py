"""Which keys are needed: by how many rows and files, counted by what each sealed value says of itself."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from attendance.records.database import Database
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import key_of
from attendance.vault.sealed_pictures import PICTURES, picture_pages
from attendance.vault.sealed_rows import SEALED_ROWS, SealedRows

#: Heads of 34 bytes, read in one short snapshot.
PAGE = 1000


@dataclass(frozen=True)
class Census:
    """`counts`: by key id and by what is sealed, None as key id for what is no sealed value.

    `missing`: pictures on record whose file is not in the folder.
    """

    counts: Mapping[str | None, Mapping[str, int]]
    missing: int = 0

    @property
    def key_ids(self) -> frozenset[str]:
        """Every key that something is sealed under."""
        return frozenset(key_id for key_id in self.counts if key_id is not None)

    def under(self, key_id: str | None) -> str:
        """What is sealed under a key, as "2 face templates and 3 pictures"; with None what is not sealed at all."""
        counts = self.counts.get(key_id, {}).items()
        told = [f"{number} {name if number > 1 else name.removesuffix('s')}" for name, number in counts]
        return " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:]))) or "nothing"

    def number(self, name: str) -> int:
        """How many of one thing there are, under whichever key."""
        return sum(by_name.get(name, 0) for by_name in self.counts.values())


async def take_census(database: Database, files: MediaFiles) -> Census:
    """Look at every sealed value once, in short snapshots. Ten thousand pictures take about a second."""
    counts, missing = dict[str | None, Counter[str]](), 0
    for rows in SEALED_ROWS:
        await _count_rows(database, rows, counts)
    async for page in picture_pages(database, files, PAGE):
        _count(counts, PICTURES, page.key_ids.values())
        missing += len(page.missing)
    return Census(counts, missing)


async def _count_rows(database: Database, rows: SealedRows, counts: dict[str | None, Counter[str]]) -> None:
    after = 0
    while True:
        async with database.read() as session:
            heads = await rows.heads(session, after, PAGE)
        if not heads:
            return
        after = max(heads)
        _count(counts, rows.name, map(key_of, heads.values()))


def _count(counts: dict[str | None, Counter[str]], name: str, key_ids: Iterable[str | None]) -> None:
    for key_id, number in Counter(key_ids).items():
        counts.setdefault(key_id, Counter())[name] += number
