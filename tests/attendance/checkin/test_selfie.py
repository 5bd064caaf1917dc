"""What is looked at, and how often, until a selfie is the employee's or not; and that evaluate decides the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from attendance.checkin.evidence import FaceFinding
from attendance.checkin.selfie import _compare
from attendance.people.faces.templates import Templates
from attendance.rules.kinds import FaceRule
from presensi.evaluate.configuration import decider_of
from recognition import dlib_resnet, sface
from recognition.dlib_resnet import EngineUnavailable
from recognition.embedding import Embedding
from recognition.evaluate.scoring import Scored, decide
from recognition.examination import Examination, Look
from recognition.liveness import NOT_ASSESSED
from recognition.matching import Match
from recognition.quality import QualityLimits

VERSIONS = {sface.NAME: sface.VERSION, dlib_resnet.NAME: dlib_resnet.VERSION}
RULE = FaceRule()
BELOW, DOUBT, ABOVE = RULE.review - 0.1, (RULE.review + RULE.accept) / 2, RULE.accept + 0.1

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The machine may be busy with other tests."""

levels = st.sampled_from([-1.0, BELOW, RULE.review, DOUBT, RULE.accept, ABOVE])
second_levels = st.sampled_from([0.0, 0.5, 0.61, 0.62, 0.7])


@dataclass
class ScriptedExaminer:
    """Answers with the similarity that was agreed on for each look; None: that engine is down."""

    once: float
    twice: float
    dlib: float | None
    looks: list[str] = field(default_factory=list)

    async def examine(
        self, _data: bytes, engines: Sequence[str], _quality: QualityLimits, look: Look = Look.TWICE
    ) -> Examination:
        (engine,) = engines
        self.looks.append(f"{engine} {look}" if engine == sface.NAME else engine)
        similarity = self._said(engine, look)
        if similarity is None:
            raise EngineUnavailable("down")
        return examination({engine: similarity})

    def similarity(self, probe: Embedding, templates: Sequence[Embedding]) -> float:
        assert {one.engine for one in templates} == {probe.engine}
        return float(probe.vector[0])

    def _said(self, engine: str, look: Look) -> float | None:
        if engine == dlib_resnet.NAME:
            return self.dlib
        return self.once if look is Look.ONCE else self.twice


def embedding(engine: str, similarity: float) -> Embedding:
    return Embedding(engine, VERSIONS[engine], np.array([similarity]))


def examination(similarities: Mapping[str, float]) -> Examination:
    return Examination(
        sha256="0" * 64,
        dhash=0,
        hypotheses=None,
        width=960,
        height=1280,
        refusal=None,
        problems=(),
        measures=None,
        face=None,
        embeddings=tuple(embedding(engine, similarity) for engine, similarity in similarities.items()),
        pad=NOT_ASSESSED,
        versions={},
    )


ENROLLED = Templates(1, tuple(embedding(engine, 1.0) for engine in VERSIONS))


async def compare(examiner: ScriptedExaminer, rule: FaceRule = RULE, enrolled: Templates = ENROLLED) -> FaceFinding:
    first = await examiner.examine(b"", [rule.engine], QualityLimits(), Look.ONCE)
    return await _compare(examiner, b"", first, enrolled, rule)  # type: ignore[arg-type]


@pytest.mark.parametrize("similarity", [BELOW, ABOVE])
async def test_what_is_clear_at_the_first_look_costs_no_second(similarity: float) -> None:
    examiner = ScriptedExaminer(once=similarity, twice=DOUBT, dlib=0.9)
    finding = await compare(examiner)
    assert finding.similarity == pytest.approx(similarity)
    assert examiner.looks == ["sface once"]


@pytest.mark.parametrize(("similarity", "match"), [(BELOW, Match.DIFFERENT), (ABOVE, Match.SAME)])
async def test_a_doubt_that_a_longer_look_ends_costs_no_second_engine(similarity: float, match: Match) -> None:
    examiner = ScriptedExaminer(once=DOUBT, twice=similarity, dlib=0.9)
    finding = await compare(examiner)
    assert (finding.match, finding.second) == (match, None)
    assert finding.similarity == pytest.approx(similarity)
    assert examiner.looks == ["sface once", "sface twice"]


@pytest.mark.parametrize(("said", "joined"), [(0.9, Match.SAME), (0.5, Match.UNSURE), (0.1, Match.UNSURE)])
async def test_the_second_engine_can_end_a_doubt_by_agreeing_only(said: float, joined: Match) -> None:
    examiner = ScriptedExaminer(once=DOUBT, twice=DOUBT, dlib=said)
    finding = await compare(examiner)
    assert finding.joined is joined
    assert finding.second_similarity == pytest.approx(said)
    assert examiner.looks == ["sface once", "sface twice", "dlib"]


async def test_a_second_engine_that_is_down_leaves_the_doubt() -> None:
    finding = await compare(ScriptedExaminer(once=DOUBT, twice=DOUBT, dlib=None))
    assert (finding.joined, finding.second_engine) == (Match.UNSURE, None)


async def test_without_a_second_opinion_the_doubt_stays() -> None:
    examiner = ScriptedExaminer(once=DOUBT, twice=DOUBT, dlib=0.9)
    finding = await compare(examiner, FaceRule(second_opinion=None))
    assert finding.joined is Match.UNSURE
    assert examiner.looks == ["sface once", "sface twice"]


async def test_dlib_as_the_first_engine_is_not_asked_twice() -> None:
    examiner = ScriptedExaminer(once=0, twice=0, dlib=0.5)
    finding = await compare(examiner, FaceRule.model_validate({"engine": "dlib"}))
    assert finding.joined is Match.UNSURE
    assert examiner.looks == ["dlib"]


async def test_who_is_not_enrolled_is_compared_with_nothing() -> None:
    """Templates of an older version are none: their similarities mean something else."""
    for enrolled in (Templates(None), Templates(1, (Embedding(sface.NAME, "older", np.array([1.0])),))):
        examiner = ScriptedExaminer(once=ABOVE, twice=ABOVE, dlib=0.9)
        finding = await compare(examiner, enrolled=enrolled)
        assert (finding.match, finding.similarity, finding.templates) == (None, None, 0)
        assert examiner.looks == ["sface once"]


@unhurried
@given(levels, levels, second_levels, st.sampled_from(["dlib", None]))
async def test_evaluate_decides_as_the_service_does(once: float, twice: float, dlib: float, second: str | None) -> None:
    rule = FaceRule.model_validate({"second_opinion": second})
    finding = await compare(ScriptedExaminer(once, twice, dlib), rule)
    decided = decide(Scored(np.array([once]), np.array([twice]), np.array([dlib])), decider_of(rule))
    assert bool(decided.same[0]) == (finding.joined is Match.SAME)
    assert bool(decided.unsure[0]) == (finding.joined is Match.UNSURE)
