"""Everybody's templates as one matrix, and the search through all of it: exact, and one product for a whole set."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Alike:
    """An enrolment, whose it is, and how alike it is to what was searched: -1 to 1."""

    employee_id: int
    enrolment_id: int
    likeness: float


@dataclass(frozen=True, eq=False)
class KnownFaces:
    """`columns`: (d, n), of length 1, so that a product is a cosine; `employees`, `enrolments`: (n,), whose each is.

    The columns of an enrolment stand together, but for those that were added later. In this order in memory a product
    reads the matrix once from its beginning to its end: 12 ms for 150,000 of 128 dimensions, in the other order 20 to
    35.
    """

    columns: Vectors
    employees: Ids
    enrolments: Ids

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """One after the other."""
        full = [part for part in parts if len(part.employees)]
        if not full:
            return cls(np.empty((0, 0), np.float32), np.empty(0, np.int64), np.empty(0, np.int64))
        return cls(
            np.concatenate([part.columns for part in full], axis=1),
            np.concatenate([part.employees for part in full]),
            np.concatenate([part.enrolments for part in full]),
        )

    def without(self, enrolment_ids: Sequence[int]) -> "KnownFaces":
        """All but the columns of these enrolments; itself when there are none."""
        kept = ~np.isin(self.enrolments, np.asarray(enrolment_ids, np.int64))
        if kept.all():
            return self
        return KnownFaces(self.columns[:, kept], self.employees[kept], self.enrolments[kept])

    def _joined_anew(self, best: Vectors, starts: NDArray[np.intp]) -> tuple[Vectors, NDArray[np.intp]]:
        """One column for each enrolment: a template that was added later stands apart from the others."""
        order = np.argsort(self.enrolments[starts], kind="stable")
        names = self.enrolments[starts][order]
        first = np.flatnonzero(np.r_[True, names[1:] != names[:-1]])
        if len(first) == len(starts):
            return best, starts
        return np.maximum.reduceat(best[:, order], first, axis=1), starts[order][first]

    def alike(self, probes: Vectors, employee_id: int, at_least: float) -> tuple[list[Alike], float | None]:
        """Enrolments of others from that likeness on, the most alike first; and the likeness to the person's own.

        `probes`: (p, d), each of length 1.

        The likeness of two sets of pictures: of each probe the best template, of these the mean. A single pair of
        pictures that happen to be alike weighs less in it than in the best of all.
        """
        if not len(self.employees):
            return [], None
        starts = np.flatnonzero(np.r_[True, self.enrolments[1:] != self.enrolments[:-1]])
        best = np.maximum.reduceat(probes @ self.columns, starts, axis=1)
        best, starts = self._joined_anew(best, starts)
        likeness, employees, enrolments = best.mean(axis=0), self.employees[starts], self.enrolments[starts]
        mine = employees == employee_id
        found = np.flatnonzero(~mine & (likeness >= at_least))
        others = [
            Alike(int(employees[at]), int(enrolments[at]), float(likeness[at]))
            for at in found[np.argsort(-likeness[found])]
        ]
        return others, float(likeness[mine].max()) if mine.any() else None
