"""How often people are told apart, as `presensi evaluate verification` prints it.

What is measured is the service as it is shipped: pictures pass through its own examiner (acquisition), are decided as
it decides (scoring), and the rates are those of recognition.metrics.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from recognition.acceptance import Acceptance
from recognition.evaluate.acquisition import Acquired
from recognition.evaluate.scoring import (
    ANY,
    Decided,
    Decider,
    Scored,
    compared,
    decide,
    people_of,
    resolved,
    score,
    unmated,
)
from recognition.evaluate.trials import Mask, Pictures, Trials, best_of
from recognition.metrics import (
    FALSE_ACCEPT_RATES,
    NOT_MEASURED,
    Bounded,
    Comparisons,
    ErrorRates,
    Scores,
    TooFewComparisons,
    error_rates,
    identification,
    share_accepted,
    threshold_at,
)

FALSE_IDENTIFICATION_RATES: Mapping[str, float] = {"1e-2": 1e-2, "1e-3": 1e-3}

DIGITS = 6
"""Of a rate, and of a threshold."""

Rows = dict[str, object]


def verification(
    pictures: Pictures, acquired: Acquired, trials: Trials, deciders: Sequence[Decider]
) -> dict[str, object]:
    """By engine: EER and TAR at FAR with bounds, the deployed bands, and the same of every group."""
    return {decider.engine: _engine(pictures, acquired, trials, decider) for decider in deciders}


def one_to_n(pictures: Pictures, acquired: Acquired, templates: int, deciders: Sequence[Decider]) -> dict[str, object]:
    """By engine: FNIR at FPIR of a search for somebody who is enrolled already, among `templates` of everyone.

    Everything is seen twice, as at enrolment. A search for somebody who is not enrolled leaves out their own templates.
    """
    trials = best_of(pictures, templates, acquired.usable)
    return {decider.engine: _searched(pictures, acquired, trials, decider) for decider in deciders}


def acquisition(pictures: Pictures, acquired: Acquired, trials: Trials) -> Rows:
    """Which pictures showed no face, and what that did: by name, so that nothing disappears."""
    failed = [
        {"file": file, "reason": seen.failure}
        for file, seen in zip(pictures.files, acquired.pictures, strict=True)
        if seen.failure is not None
    ]
    usable = acquired.usable
    enrolled = np.asarray(usable[trials.enrolled].all(axis=1))
    seen = enrolled[trials.left] & usable[trials.probe]
    return {
        "failed_pictures": len(failed),
        "failed": failed,
        "genuine_counted_as_false_rejections": int((trials.same & ~seen).sum()),
        "impostors_left_out": int((~trials.same & ~seen).sum()),
        "would_be_sent_back_for_quality": sum(picture.problems for picture in acquired.pictures),
    }


def comparisons(pictures: Pictures, acquired: Acquired, trials: Trials, decider: Decider) -> Comparisons:
    """Of all trials at the first look: what the pictures of docs/accuracy.md are drawn from."""
    return compared(trials, pictures, score(trials, acquired, decider).quick, np.ones_like(trials.same))


@dataclass(frozen=True, eq=False)
class _Outcome:
    """All trials of one engine with what was found."""

    pictures: Pictures
    trials: Trials
    decider: Decider
    scored: Scored
    decided: Decided

    def genuine(self, among: Mask) -> Mask:
        return among & self.trials.same

    def impostor(self, among: Mask) -> Mask:
        """Without those of whom a picture shows no face."""
        return among & ~self.trials.same & np.isfinite(self.scored.quick)

    def rates(self, scores: Scores, among: Mask) -> ErrorRates:
        return error_rates(compared(self.trials, self.pictures, scores, among))


def _engine(pictures: Pictures, acquired: Acquired, trials: Trials, decider: Decider) -> Rows:
    scored = score(trials, acquired, decider)
    outcome = _Outcome(pictures, trials, decider, scored, decide(scored, decider))
    everybody = np.ones_like(trials.same)
    overall = outcome.rates(scored.quick, everybody)
    groups = {name: _group(outcome, overall, among) for name, among in trials.groups.items()}
    return {
        "version": next(seen.quick[decider.engine].version for seen in acquired.pictures if seen.failure is None),
        **_rates(outcome, overall, overall, everybody),
        "after_review_band": _resolved(outcome, everybody),
        "worst_group_at_far": {far: _worst(groups, far) for far in FALSE_ACCEPT_RATES},
        "groups": groups,
    }


def _group(outcome: _Outcome, overall: ErrorRates, among: Mask) -> Rows:
    """Trials of two people of the group. Where there are none of one kind, what the other kind alone can tell."""
    try:
        rates = outcome.rates(outcome.scored.quick, among)
    except TooFewComparisons:
        rates = _impostors_alone(outcome.scored.quick[outcome.impostor(among)])
    return _rates(outcome, rates, overall, among)


def _impostors_alone(impostor: Scores) -> ErrorRates:
    thresholds = {name: threshold_at(impostor, far) for name, far in FALSE_ACCEPT_RATES.items()}
    return ErrorRates(NOT_MEASURED, dict.fromkeys(FALSE_ACCEPT_RATES, NOT_MEASURED), thresholds)


def _worst(groups: Mapping[str, Rows], far: str) -> Rows | None:
    """The group whose impostors are most alike at that FAR, as far as it is measured: thresholds are set on it."""
    thresholds = {
        name: threshold
        for name, rates in groups.items()
        if isinstance(at := rates["threshold_at_far"], dict) and (threshold := at[far]) is not None
    }
    if not thresholds:
        return None
    group = max(thresholds, key=lambda name: thresholds[name])
    return {"group": group, "threshold": thresholds[group]}


def _rates(outcome: _Outcome, rates: ErrorRates, overall: ErrorRates, among: Mask) -> Rows:
    """`overall` are the rates of everybody, whose thresholds are the global ones."""
    genuine, impostor, quick = outcome.genuine(among), outcome.impostor(among), outcome.scored.quick
    accepted = _Accepted(outcome, genuine, impostor)
    return {
        "genuine": int(genuine.sum()),
        "impostors": int(impostor.sum()),
        "eer": _rounded(rates.eer.value),
        "eer_bounds": _bounds(rates.eer),
        **_tar_at_far(rates),
        "at_global_threshold": {
            name: None if threshold is None else accepted.at(quick, threshold)
            for name, threshold in overall.threshold_at_far.items()
        },
        "at_deployed_threshold": accepted.at(quick, outcome.decider.limits.accept),
        "deployed": {
            "accepted": accepted.rows(outcome.decided.same),
            "left_to_a_person": _left(outcome.decided.unsure, genuine, impostor),
        },
    }


def _tar_at_far(rates: ErrorRates) -> Rows:
    return {
        "tar_at_far": {name: _rounded(tar.value) for name, tar in rates.tar_at_far.items()},
        "tar_at_far_bounds": {name: _bounds(tar) for name, tar in rates.tar_at_far.items()},
        "threshold_at_far": {name: _rounded(at) for name, at in rates.threshold_at_far.items()},
    }


class _Accepted:
    """What is accepted of these genuine and impostor trials, by whichever rule."""

    def __init__(self, outcome: _Outcome, genuine: Mask, impostor: Mask) -> None:
        people = people_of(outcome.trials, outcome.pictures)
        self._acceptance = Acceptance(people[genuine, 1], people[impostor], 1 + int(people.max()))
        self._genuine, self._impostor = genuine, impostor

    def at(self, scores: Scores, threshold: float) -> Rows:
        return {"threshold": round(threshold, DIGITS), **self.rows(scores >= threshold)}

    def rows(self, accepted: Mask) -> Rows:
        """FAR, FRR and TAR; a FAR of too few false accepts is None, and their number says how few."""
        genuine, impostor = accepted[self._genuine], accepted[self._impostor]
        tar, far = self._acceptance.tar(genuine), self._acceptance.far(impostor)
        return {
            "far": _rounded(far.value),
            "far_bounds": _bounds(far),
            "false_accepts": int(impostor.sum()),
            "frr": None if tar.value is None else _rounded(1 - tar.value),
            "tar": _rounded(tar.value),
            "tar_bounds": _bounds(tar),
            "false_rejections": int((~genuine).sum()),
        }


def _left(unsure: Mask, genuine: Mask, impostor: Mask) -> Rows:
    return {
        "genuine": int(unsure[genuine].sum()),
        "share_of_genuine": _rounded(_share(unsure[genuine])),
        "impostors": int(unsure[impostor].sum()),
    }


def _resolved(outcome: _Outcome, everybody: Mask) -> Rows:
    """TAR at FAR of the whole decision: its threshold moved, the lower end of the band and the second engine fixed.

    Thresholds in the band would mean nothing.
    """
    whole = outcome.rates(resolved(outcome.scored, outcome.decider), everybody)
    review = outcome.decider.limits.review
    meant = [far for far, at in whole.threshold_at_far.items() if at is not None and review < at <= ANY]
    return _tar_at_far(
        ErrorRates(
            whole.eer,
            {far: tar if far in meant else NOT_MEASURED for far, tar in whole.tar_at_far.items()},
            {far: at if far in meant else None for far, at in whole.threshold_at_far.items()},
        )
    )


def _searched(pictures: Pictures, acquired: Acquired, trials: Trials, decider: Decider) -> Rows:
    mated = score(trials, acquired, decider).thorough[trials.same]
    strangers = unmated(trials, pictures, acquired, decider.engine)
    found = {name: identification(mated, strangers, rate) for name, rate in FALSE_IDENTIFICATION_RATES.items()}
    return {
        "enrolled": len(trials.enrolled),
        "templates": trials.enrolled.shape[1],
        "mated_searches": len(mated),
        "unmated_searches": len(strangers),
        "fnir_at_fpir": {name: _rounded(one[0]) if one else None for name, one in found.items()},
        "threshold_at_fpir": {name: _rounded(one[1]) if one else None for name, one in found.items()},
        "unmated_above_accept": _rounded(share_accepted(strangers, decider.limits.accept)),
    }


def _share(hits: Mask) -> float | None:
    return float(hits.mean()) if hits.size else None


def _bounds(bounded: Bounded) -> list[float | None]:
    return [_rounded(bounded.low), _rounded(bounded.high)]


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, DIGITS)
