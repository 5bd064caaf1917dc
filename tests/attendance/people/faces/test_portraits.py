import pytest

from attendance.people.faces.portraits import (
    NOT_SAME_PERSON,
    TOO_ALIKE,
    PictureFindings,
    Portrait,
    PortraitRules,
    advice_of,
    compared,
)
from attendance.rules.kinds import FaceRule, PoseDiversityRule
from recognition.quality import QualityLimits
from tests.attendance.people.painting import PaintedExaminer, embedding_of

FACE = FaceRule(accept=0.5, review=0.4)


def rules(level="enforce"):
    return PortraitRules(FACE, PoseDiversityRule(level=level, max_similarity=0.9))


def portrait(*degrees, advice=(), likeness=None, number=1):
    return Portrait(number, advice, tuple(embedding_of(one) for one in degrees), likeness)


@pytest.mark.parametrize(
    ("found", "refusal"),
    [
        (portrait(0), ()),
        (portrait(0, likeness=0.5), ()),
        (portrait(0, likeness=0.9), ()),
        (portrait(0, likeness=0.499), (NOT_SAME_PERSON,)),
        (portrait(0, likeness=0.901), (TOO_ALIKE,)),
        (portrait(advice=("quality-blurred",)), ("quality-blurred",)),
        (portrait(0, advice=("quality-blurred",), likeness=0.1), ("quality-blurred",)),
    ],
)
def test_a_portrait_stays_when_it_is_good_and_the_same_person_in_another_pose(found, refusal):
    assert found.refusal(rules()) == refusal


@pytest.mark.parametrize(("level", "noticed"), [("enforce", True), ("record_only", True), ("off", False)])
def test_pose_diversity_refuses_only_where_it_is_enforced(level, noticed):
    alike = portrait(0, likeness=0.95)
    assert alike.is_too_alike(rules(level)) is noticed
    assert (alike.refusal(rules(level)) != ()) is (level == "enforce")


def test_each_portrait_is_held_against_the_most_similar_of_those_before_it():
    found = compared([portrait(0), portrait(60), portrait(80), portrait(), portrait(0)], "sface", PaintedExaminer())
    likeness = [one.likeness for one in found]
    assert likeness == [None, pytest.approx(0.5), pytest.approx(0.9397, abs=1e-4), None, pytest.approx(1.0)]


def test_a_first_picture_without_a_face_is_compared_with_nothing():
    assert [one.likeness for one in compared([portrait(), portrait(10)], "sface", PaintedExaminer())] == [None, None]


def test_only_the_engine_of_the_rule_compares():
    both = Portrait(1, (), (embedding_of(0), embedding_of(0, "dlib")))
    other = Portrait(2, (), (embedding_of(60), embedding_of(0, "dlib")))
    assert compared([both, other], "sface", PaintedExaminer())[1].likeness == pytest.approx(0.5)


@pytest.mark.parametrize(("earlier", "stay"), [(portrait(0), True), (portrait(advice=("image-empty",)), False)])
def test_what_was_good_before_must_still_be(earlier, stay):
    findings = PictureFindings((earlier, portrait(advice=("quality-blurred",))), rules())
    assert findings.earlier_stay is stay
    assert findings.newest.advice == ("quality-blurred",)


@pytest.mark.parametrize(
    ("picture", "advice"),
    [
        (b"face 0", ()),
        (b"blurred 0", ("quality-blurred", "quality-too-dark")),
        (b"empty", ("image-not-an-image",)),
    ],
)
async def test_advice_is_told_by_keys_of_the_catalogues(picture, advice):
    assert advice_of(await PaintedExaminer().examine(picture, ["sface"], QualityLimits())) == advice
