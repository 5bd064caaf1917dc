"""The one configuration that is shipped, in the words of the evaluation, and as it is printed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from attendance.rules.kinds import FaceRule
from recognition.evaluate.scoring import Decider, SecondOpinion
from recognition.examination import Look
from recognition.images import ImageLimits
from recognition.matching import LIMITS, MatchLimits


def decider_of(rule: FaceRule) -> Decider:
    """What the rule means for one comparison."""
    second = rule.second_opinion
    return Decider(
        rule.engine,
        MatchLimits(rule.accept, rule.review),
        SecondOpinion(second, LIMITS[second].accept) if second else None,
    )


def shipped(engines: Sequence[str]) -> list[Decider]:
    """As the service decides by each engine when no rule says anything else."""
    return [decider_of(FaceRule.model_validate({"engine": engine})) for engine in engines]


def configuration(deciders: Sequence[Decider], versions: Mapping[str, str]) -> dict[str, object]:
    """Everything that moves a figure. `versions` are those of an examination; liveness takes no part in it."""
    return {
        "engines": {decider.engine: _engine(decider) for decider in deciders},
        "enrolled": f"seen {Look.TWICE}",
        "selfie": f"seen {Look.ONCE}; inside the review band {Look.TWICE}, then by the second engine",
        "quality": "not applied",
        "images": asdict(ImageLimits()),
        "versions": {name: version for name, version in versions.items() if name != "pad"},
    }


def _engine(decider: Decider) -> dict[str, object]:
    return {
        "accept": decider.limits.accept,
        "review": decider.limits.review,
        "second_opinion": asdict(decider.second) if decider.second else None,
    }
