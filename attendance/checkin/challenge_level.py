"""Which liveness level one check-in is asked for, and why: pure."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from attendance.challenge.drawing import HIGHEST
from attendance.rules.kinds import ChallengeExemptionRule, ChallengeRule, Risk

_TO_THE_HIGHEST = frozenset({Risk.REPORTED, Risk.UNPASSED})


@dataclass(frozen=True)
class Required:
    """`why`: the risks that raised it, none where the rule asks everybody.

    `instead`: the person is asked for nothing before the camera, and this stands in the place of the challenge.
    """

    level: int
    why: tuple[Risk, ...] = ()
    instead: Literal["witness", "review"] | None = None


def required_level(rule: ChallengeRule, risks: Collection[Risk], exemption: ChallengeExemptionRule) -> Required:
    """What the rule would ask for, whether it enforces it or only records it; nothing where it is off."""
    if rule.level == "off":
        return Required(0)
    raising = tuple(risk for risk in Risk if risk in risks and risk in rule.raised_by)
    spoofed = Risk.SPOOF in raising and rule.raised_level > 0
    raised = HIGHEST if spoofed or _TO_THE_HIGHEST.intersection(raising) else rule.raised_level
    level = max(rule.liveness_level, raised if raising else 0)
    why = raising if level > rule.liveness_level else ()
    return Required(level, why, exemption.instead if level else None)
