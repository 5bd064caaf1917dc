"""Error rates of decisions that are given, by a fixed threshold or by a whole procedure, with bounds.

The bounds are by bootstrap over people, as those of recognition.metrics, for the same reason.
"""

import numpy as np
from numpy.typing import NDArray

from recognition.metrics import LEAST_ERRORS, NOT_MEASURED, Bounded, Indices, Scores, bounded, drawn, pairs_counted

Mask = NDArray[np.bool_]


class Acceptance:
    """Of one set of comparisons: genuine_people (n,), impostor_people (m, 2), numbered from 0 to below `people`."""

    def __init__(self, genuine_people: Indices, impostor_people: Indices, people: int, seed: int = 1) -> None:
        self._genuine, self._impostor, self._people = genuine_people, impostor_people, people
        self._draws = list(drawn(people, seed))
        self._genuine_weights = self._of_genuine(genuine_people)
        self._impostor_weights = self._of_impostors(impostor_people)

    def tar(self, accepted: Mask) -> Bounded:
        """The share of the genuine (n,) that is accepted; not measured where there are none."""
        if not accepted.size:
            return NOT_MEASURED
        return bounded(
            float(accepted.mean()), _shares(self._of_genuine(self._genuine[accepted]), self._genuine_weights)
        )

    def far(self, accepted: Mask) -> Bounded:
        """The share of the impostors (m,) that is accepted; not measured where fewer than LEAST_ERRORS are."""
        if accepted.sum() < LEAST_ERRORS:
            return NOT_MEASURED
        weights = self._of_impostors(self._impostor[accepted])
        return bounded(float(accepted.mean()), _shares(weights, self._impostor_weights))

    def _of_genuine(self, people: Indices) -> Scores:
        """(replicates,): what these comparisons weigh together when people are drawn anew."""
        times = np.bincount(people, minlength=self._people)
        return np.array([draw @ times for draw in self._draws])

    def _of_impostors(self, people: Indices) -> Scores:
        pairs, times = pairs_counted(people, self._people)
        return np.array([(draw[pairs[:, 0]] * draw[pairs[:, 1]] * times).sum() for draw in self._draws])


def _shares(accepted: Scores, all_of_them: Scores) -> Scores:
    """NaN for a replicate in which nobody was left."""
    return np.divide(accepted, all_of_them, out=np.full_like(accepted, np.nan), where=all_of_them > 0)
