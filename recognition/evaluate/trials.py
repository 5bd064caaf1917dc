"""Which pictures are compared with which: every two of a manifest of identities, or the pairs of a list.

A trial compares a probe with what is enrolled, which is one picture or several of one person.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
Mask = NDArray[np.bool_]

MOST_PICTURES = 6000
"""Of which every two are compared: 18 million comparisons take 1 GB of memory."""

SAME = {"1": True, "0": False}


class ListRefused(ValueError):
    """The list cannot be evaluated; the text says which line or column is wrong."""


@dataclass(frozen=True, eq=False)
class Pictures:
    """The pictures of a list, each once, with the number of the person on it; people are numbered from 0.

    `groups` has of every group which pictures belong to it; an empty name in the list is no group.
    """

    files: tuple[str, ...]
    people: Indices
    groups: Mapping[str, Mask]


@dataclass(frozen=True, eq=False)
class Trials:
    """(t,) comparisons of the pictures `enrolled[left]`, (e, k), with the picture `probe`.

    `groups` has of every group which trials are between two people of it.
    """

    enrolled: Indices
    left: Indices
    probe: Indices
    same: Mask
    groups: Mapping[str, Mask]


def read_identities(file: Path) -> Pictures:
    """The columns file, identity and, where there is one, group; a column gender divides the groups once more.

    Raises ListRefused.
    """
    rows = list(read_rows(file, ("file", "identity")))
    by_file = {row["file"]: row for row in rows}
    if len(by_file) < len(rows):
        raise ListRefused(f"{file}: a picture is listed twice; each belongs to one identity")
    if len(rows) > MOST_PICTURES:
        raise ListRefused(f"{file}: {len(rows)} pictures are too many to compare every two; at most {MOST_PICTURES}")
    people = _numbered([row["identity"] for row in rows])
    if people.max() == 0:
        raise ListRefused(f"{file}: all pictures are of one identity; error rates need at least two")
    if np.bincount(people).max() < 2:
        raise ListRefused(f"{file}: no identity has two pictures; without a genuine comparison there is no error rate")
    return Pictures(tuple(by_file), people, _groups([_labels(row) for row in rows]))


def read_pairs(file: Path) -> tuple[Pictures, Trials]:
    """The columns file_a (enrolled), file_b (the probe), same (1 or 0) and, where there is one, group.

    Pictures that are the same by some line are of one person. Raises ListRefused.
    """
    rows = list(read_rows(file, ("file_a", "file_b", "same")))
    for row in rows:
        if row["same"] not in SAME:
            raise ListRefused(f"{file}: the column same is 1 or 0, not {row['same']!r}")
    numbers: dict[str, int] = {}
    sides = np.array([[numbers.setdefault(row[side], len(numbers)) for side in ("file_a", "file_b")] for row in rows])
    same = np.array([SAME[row["same"]] for row in rows])
    if same.all() or not same.any():
        raise ListRefused(f"{file}: error rates need lines with same=1 and lines with same=0")
    people = _joined(len(numbers), sides[same])
    if (people[sides[~same, 0]] == people[sides[~same, 1]]).any():
        raise ListRefused(f"{file}: a line says same=0 of two pictures that other lines say are the same person")
    pictures = Pictures(tuple(numbers), people, groups={})
    groups = _groups([_labels(row) for row in rows])
    return pictures, Trials(np.arange(len(numbers))[:, None], sides[:, 0], sides[:, 1], same, groups)


def every_two(pictures: Pictures) -> Trials:
    """Each picture enrolled once against each later one of the list."""
    left, probe = np.triu_indices(len(pictures.files), 1)
    return _trials(pictures, np.arange(len(pictures.files))[:, None], left, probe)


def best_of(pictures: Pictures, count: int, usable: Mask) -> Trials:
    """The first `count` usable pictures of everyone who has as many, against all pictures that are not enrolled there.

    Raises ListRefused when nobody is left to be compared.
    """
    enrolled = np.array(list(_enrolled(pictures, count, usable)), np.int64).reshape(-1, count)
    left, probe = (found.ravel() for found in np.indices((len(enrolled), len(pictures.files))))
    own = np.zeros((len(enrolled), len(pictures.files)), np.bool_)
    np.put_along_axis(own, enrolled, values=True, axis=1)
    others = ~own.ravel()
    trials = _trials(pictures, enrolled, left[others], probe[others])
    if not trials.same.any():
        raise ListRefused(f"nobody has {count} usable pictures to enrol and one more as a probe; lower --templates")
    return trials


def _enrolled(pictures: Pictures, count: int, usable: Mask) -> Iterator[Indices]:
    for person in range(int(pictures.people.max()) + 1):
        own = np.flatnonzero((pictures.people == person) & usable)
        if len(own) >= count:
            yield own[:count]


def _trials(pictures: Pictures, enrolled: Indices, left: Indices, probe: Indices) -> Trials:
    first = enrolled[:, 0][left]
    same = np.asarray(pictures.people[first] == pictures.people[probe])
    groups = {name: np.asarray(members[first] & members[probe]) for name, members in pictures.groups.items()}
    return Trials(enrolled, left, probe, same, groups)


def read_rows(file: Path, columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """The lines as read, without spaces around the values. Raises ListRefused."""
    try:
        with file.open(newline="", encoding="utf-8-sig") as lines:
            reader = csv.DictReader(lines)
            if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
                raise ListRefused(f"{file} has no column {' and no column '.join(missing)}")
            rows = [{name: (row[name] or "").strip() for name in reader.fieldnames or ()} for row in reader]
    except OSError as error:
        raise ListRefused(f"{file} cannot be read: {error.strerror}") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ListRefused(f"{file} is no CSV file in UTF-8") from error
    if not rows:
        raise ListRefused(f"{file} has no lines below its header")
    for number, row in enumerate(rows, start=2):
        if empty := [column for column in columns if not row[column]]:
            raise ListRefused(f"{file}, line {number}: the column {empty[0]} is empty")
        yield row


def _numbered(names: Sequence[str]) -> Indices:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _labels(row: Mapping[str, str]) -> tuple[str, ...]:
    """The groups of a line: "asia_east", and with a gender "asia_east/female" too."""
    group, gender = row.get("group", ""), row.get("gender", "")
    labels = (group, f"{group}/{gender}" if gender else "")
    return tuple(label for label in labels if group and label)


def _groups(labels: Sequence[tuple[str, ...]]) -> dict[str, Mask]:
    names = sorted({label for of_one in labels for label in of_one})
    return {name: np.array([name in of_one for of_one in labels]) for name in names}


def _joined(count: int, sides: Indices) -> Indices:
    """The number of its connected component for each of `count` pictures."""
    roots = list(range(count))

    def root(picture: int) -> int:
        while roots[picture] != picture:
            roots[picture] = roots[roots[picture]]
            picture = roots[picture]
        return picture

    for one, other in sides.tolist():
        roots[root(one)] = root(other)
    return _numbered([str(root(picture)) for picture in range(count)])
