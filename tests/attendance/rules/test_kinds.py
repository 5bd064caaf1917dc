from datetime import date, time

import pytest
from pydantic import ValidationError

from attendance.rules.kinds import (
    KINDS,
    PERPRES_HOURS,
    CampaignRule,
    ChallengeExemptionRule,
    ChallengeRule,
    DayHours,
    DuplicateRule,
    EnrolmentRule,
    FaceRule,
    FloorKind,
    PadRule,
    PlaceRule,
    PoseDiversityRule,
    ReuseRule,
    WindowsRule,
    WitnessRule,
    WorkHoursRule,
)
from recognition.challenge.actions import Action
from recognition.matching import LIMITS


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_defaults_that_survive_json(kind):
    model = KINDS[kind]
    assert model.model_validate_json(model().model_dump_json()) == model()


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_takes_a_field_it_does_not_know(kind):
    with pytest.raises(ValidationError):
        KINDS[kind].model_validate({"looseness": 1})


@pytest.mark.parametrize("kind", KINDS)
def test_every_value_is_frozen(kind):
    value = KINDS[kind]()
    field = next(iter(type(value).model_fields))
    with pytest.raises(ValidationError):
        setattr(value, field, getattr(value, field))


def test_the_floor_kinds_are_those_that_keep_cheats_out():
    floors = {name for name, model in KINDS.items() if issubclass(model, FloorKind)}
    assert floors == {
        "face",
        "pad",
        "challenge",
        "reuse",
        "pose_diversity",
        "enrolment",
        "duplicate",
        "place",
        "witness",
    }


TIGHTENINGS = [
    (FaceRule(accept=0.4, review=0.2), FaceRule(accept=0.3, review=0.3), FaceRule(accept=0.4, review=0.3)),
    (FaceRule(max_failures=5), FaceRule(max_failures=3), FaceRule(max_failures=3)),
    (FaceRule(second_opinion="dlib"), FaceRule(second_opinion=None), FaceRule(second_opinion=None)),
    (FaceRule(second_opinion=None), FaceRule(second_opinion="dlib"), FaceRule(second_opinion=None)),
    (
        FaceRule(engine="sface", accept=0.4, review=0.3),
        FaceRule(engine="dlib", accept=0.9, review=0.9, second_opinion=None, max_failures=2),
        FaceRule(engine="sface", accept=0.4, review=0.3, second_opinion=None, max_failures=2),
    ),
    (PadRule(level="enforce", live_at=0.5), PadRule(level="off", live_at=0.9), PadRule(level="enforce", live_at=0.9)),
    (
        WitnessRule(officials="anywhere", per_day=9, pin_lock_minutes=5),
        WitnessRule(colleagues=False, officials="present", per_day=3, pin_tries=2, pin_lock_minutes=60),
        WitnessRule(colleagues=False, officials="present", per_day=3, pin_tries=2, pin_lock_minutes=60),
    ),
    (PadRule(level="record_only"), PadRule(level="enforce"), PadRule(level="enforce")),
    (
        ChallengeRule(level="off", liveness_level=2),
        ChallengeRule(level="record_only", liveness_level=1),
        ChallengeRule(level="record_only", liveness_level=2),
    ),
    (
        ChallengeRule(raised_level=1, raised_by=("pad",), random_share=0.1, new_account_days=7, max_tries=3),
        ChallengeRule(
            raised_level=2,
            raised_by=("reported", "face"),
            report_days=7,
            pad_margin=0.2,
            new_account_days=3,
            max_tries=1,
        ),
        ChallengeRule(
            raised_level=2,
            raised_by=("reported", "face", "pad"),
            random_share=0.1,
            new_account_days=7,
            pad_margin=0.2,
            max_tries=1,
        ),
    ),
    (ReuseRule(level="enforce"), ReuseRule(level="off"), ReuseRule(level="enforce")),
    (
        PoseDiversityRule(level="enforce", max_similarity=0.9),
        PoseDiversityRule(level="off", max_similarity=0.8),
        PoseDiversityRule(level="enforce", max_similarity=0.8),
    ),
    (
        EnrolmentRule(pictures=4, second_person="off", self_enrolment=False, self_per_day=2, resume_hours=48),
        EnrolmentRule(pictures=3, second_person="enforce", self_enrolment=True, self_per_day=5, resume_hours=24),
        EnrolmentRule(pictures=4, second_person="enforce", self_enrolment=False, self_per_day=2, resume_hours=24),
    ),
    (
        DuplicateRule(level="record_only", suspect_at=0.5, look_alike_accept=0.6, look_alike_margin=0.1),
        DuplicateRule(level="enforce", suspect_at=0.45, look_alike_accept=0.5, look_alike_margin=0.2),
        DuplicateRule(level="enforce", suspect_at=0.45, look_alike_accept=0.6, look_alike_margin=0.2),
    ),
    (
        PlaceRule(static="risk", inside_at=0.6, outside_at=0.1),
        PlaceRule(static="accept", inside_at=0.9, outside_at=0.05),
        PlaceRule(static="risk", inside_at=0.9, outside_at=0.1),
    ),
    (PlaceRule(static="risk"), PlaceRule(static="refuse"), PlaceRule(static="refuse")),
]


@pytest.mark.parametrize(("wide", "narrow", "both"), TIGHTENINGS)
def test_tightening_takes_the_stricter_of_each_part(wide, narrow, both):
    assert wide.tightened(narrow) == both


@pytest.mark.parametrize(("wide", "narrow", "both"), TIGHTENINGS)
def test_a_combination_stands_under_the_wide_value(wide, narrow, both):
    assert wide.allows(both)
    assert wide.allows(narrow) == (narrow == both)


def test_another_engine_never_stands_in_a_narrower_scope():
    assert not FaceRule(engine="sface").allows(FaceRule(engine="dlib", accept=1, review=1, second_opinion=None))


@pytest.mark.parametrize("engine", ["sface", "dlib"])
def test_thresholds_that_a_row_leaves_out_are_those_measured_for_its_engine(engine):
    rule = FaceRule.model_validate({"engine": engine})
    assert (rule.accept, rule.review) == (LIMITS[engine].accept, LIMITS[engine].review)
    assert rule.second_opinion == ("dlib" if engine == "sface" else None)
    assert FaceRule(engine=engine, accept=0.99).accept == 0.99


@pytest.mark.parametrize(
    "broken",
    [
        lambda: FaceRule(accept=0.3, review=0.4),
        lambda: FaceRule(engine="dlib", second_opinion="dlib"),
        lambda: FaceRule(max_failures=6),
        lambda: PadRule(live_at=float("nan")),
        lambda: ChallengeRule(liveness_level=3),
        lambda: ChallengeRule(raised_level=3),
        lambda: ChallengeRule(raised_by=("nothing",)),
        lambda: ChallengeRule(random_share=1.1),
        lambda: ChallengeRule(max_tries=0),
        lambda: ChallengeExemptionRule(reason="injury"),
        lambda: ChallengeExemptionRule(instead="witness"),
        lambda: ChallengeExemptionRule(reason="niqab", never=tuple(Action)[:4]),
        lambda: PlaceRule(inside_at=0.4),
        lambda: PlaceRule(inside_at=0.5, outside_at=0.5),
        lambda: WindowsRule(pair_s=0),
        lambda: WorkHoursRule(days={7: PERPRES_HOURS[0]}),
        lambda: DayHours(start=time(16), end=time(7, 30)),
        lambda: DayHours(start=time(7, 30), end=time(16), opens=time(8)),
        lambda: DayHours(start=time(7, 30), end=time(16), closes_in=time(7, 30)),
        lambda: DayHours(start=time(7, 30), end=time(16), closes_out=time(15, 59)),
        lambda: DayHours.model_validate({"start": "07:30Z", "end": "16:00Z"}),
    ],
)
def test_values_that_contradict_themselves_are_refused(broken):
    with pytest.raises(ValidationError):
        broken()


def test_the_default_hours_are_the_net_hours_of_the_presidential_regulation():
    def minutes(moment):
        return moment.hour * 60 + moment.minute

    breaks = {0: 60, 1: 60, 2: 60, 3: 60, 4: 90}
    net = sum(minutes(hours.end) - minutes(hours.start) - breaks[day] for day, hours in PERPRES_HOURS.items())
    assert net == 37 * 60 + 30
    assert set(PERPRES_HOURS) == set(breaks)


@pytest.mark.parametrize(
    "value",
    [
        {"starts": "2026-11-23"},
        {"ends": "2026-11-28"},
        {"starts": "2026-11-28", "ends": "2026-11-23"},
        {"starts": "2026-11-23", "ends": "2026-11-28", "remind_at": "09:00+08:00"},
    ],
)
def test_a_campaign_has_two_days_in_order_and_an_hour_of_the_wall(value):
    with pytest.raises(ValidationError):
        CampaignRule.model_validate(value)


def test_at_an_even_pace_a_share_is_due_by_the_evening_of_each_day():
    drive = CampaignRule(starts=date(2026, 11, 23), ends=date(2026, 11, 28))
    shares = [drive.share_due(date(2026, 11, day)) for day in (22, 23, 25, 28, 30)]
    assert shares == [0, pytest.approx(1 / 6), 0.5, 1, 1]
    assert CampaignRule().share_due(date(2026, 11, 23)) is None
    assert not CampaignRule().runs_on(date(2026, 11, 23))
