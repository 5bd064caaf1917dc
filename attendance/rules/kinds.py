"""Every kind of rule as a frozen model. What a row does not say has the default given here.

The value of a *floor* kind may only be tightened by a narrower scope: `tightened` combines two values into one that
is at least as strict as both, and leaves the first as it is when the second adds nothing.
"""

from abc import abstractmethod
from collections.abc import Mapping
from datetime import date, time
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from recognition.challenge.actions import Action
from recognition.matching import LIMITS

Level = Literal["off", "record_only", "enforce"]
LEVELS: tuple[Level, ...] = ("off", "record_only", "enforce")

StaticPosition = Literal["accept", "risk", "refuse"]
STATIC_POSITIONS: tuple[StaticPosition, ...] = ("accept", "risk", "refuse")

Share = Annotated[float, Field(ge=0, le=1)]
Similarity = Annotated[float, Field(ge=-1, le=1)]
Seconds = Annotated[int, Field(gt=0, le=86_400)]


class RuleKind(BaseModel):
    """What all kinds share: the name under which rows are stored, and strictness about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    kind: ClassVar[str]
    for_persons_only: ClassVar[bool] = False
    """Whether it is written for one person and never for a unit, an agency or the regency."""


class FloorKind(RuleKind):
    """A kind that a narrower scope may only tighten."""

    @abstractmethod
    def tightened(self, other: Self) -> Self:
        """A value at least as strict as both; `self` where `other` is no stricter anywhere."""

    def allows(self, other: Self) -> bool:
        """True when `other` is nowhere looser than this value, so that it may stand in a narrower scope."""
        return self.tightened(other) == other


class FaceRule(FloorKind):
    """How alike a face must be, on the scale of `engine`, and how often it may fail.

    From `accept` on it is the same person, below `review` another; between them the picture is looked at a second time,
    mirrored, and if the doubt stays the second engine is asked, if there is one. The engine belongs to the widest scope
    that names one: the scales of two engines cannot be compared, so nobody could say which thresholds are the stricter
    ones. A second opinion can only lift a doubtful face to acceptance, so having none is stricter. `max_failures`: per
    slot, then the human way.
    """

    kind = "face"
    engine: Literal["sface", "dlib"] = "sface"
    accept: Similarity = LIMITS["sface"].accept
    review: Similarity = LIMITS["sface"].review
    second_opinion: Literal["dlib"] | None = "dlib"
    max_failures: int = Field(default=5, ge=1, le=5)

    @model_validator(mode="before")
    @classmethod
    def _defaults_of_the_engine(cls, told: Any) -> Any:
        """What a row leaves out are the numbers measured for its engine; dlib has no other engine to ask."""
        if not isinstance(told, dict) or told.get("engine") != "dlib":
            return told
        limits = LIMITS["dlib"]
        return {"accept": limits.accept, "review": limits.review, "second_opinion": None} | told

    @model_validator(mode="after")
    def _review_below_accept(self) -> Self:
        if self.review > self.accept:
            raise ValueError("review must not lie above accept")
        if self.second_opinion == self.engine:
            raise ValueError("a second opinion comes from another engine")
        return self

    def tightened(self, other: Self) -> Self:
        comparable = self.engine == other.engine
        return self.model_copy(
            update={
                "accept": max(self.accept, other.accept) if comparable else self.accept,
                "review": max(self.review, other.review) if comparable else self.review,
                "second_opinion": self.second_opinion and other.second_opinion,
                "max_failures": min(self.max_failures, other.max_failures),
            }
        )


class PadRule(FloorKind):
    """Passive presentation attack detection: from `live_at` on (0 attack, 1 live) a picture counts as live.

    0.5 is where recognition.fusion puts the operating point that `python -m recognition.evaluate.fit_liveness` chose
    (December 2026): out of fold 2 % of the living people of pad/ and nuaa/ lie below, and of LFW's, whom other cameras
    saw, 2.8 %. docs/liveness.md has the share of attacks above.
    """

    kind = "pad"
    level: Level = "record_only"
    live_at: Share = 0.5

    def tightened(self, other: Self) -> Self:
        return self.model_copy(
            update={"level": stricter_level(self.level, other.level), "live_at": max(self.live_at, other.live_at)}
        )


class Risk(StrEnum):
    """What may raise the liveness level of one check-in. The first five are known before anything has been sent."""

    NEW_ACCOUNT = "new-account"
    REPORTED = "reported"
    """A superior asked for it: the highest level there is, whatever `raised_level` says."""
    RANDOM = "random"
    WEAK_CHANNEL = "weak-channel"
    """One that has no live location and tells no camera from a gallery (PLATFORMS.md B)."""
    UNPASSED = "unpassed"
    """Two draws of the last day were failed, or left without an answer: whoever has one posed picture of somebody waits
    until it is drawn. That too asks for the highest level."""
    FACE = "face"
    """It was like the employee's, and not like enough."""
    PAD = "pad"
    """Passive PAD nearly doubts, or could not look."""
    SPOOF = "spoof"
    """Passive PAD takes it for a print or a screen. Where anything is raised at all that asks for the highest level: of
    two pictures of a sheet that is bent by hand one may look posed, in a video it cannot."""
    REUSE = "reuse"
    STATIC_POSITION = "static-position"


class ChallengeRule(FloorKind):
    """The liveness level asked for: 0 passive, 1 challenge photo, 2 challenge video.

    Everybody is asked for `liveness_level`, and for `raised_level` where one of the risks in `raised_by` is found; a
    doubt that only the findings tell earns one challenge after them. `random_share` of the check-ins are raised by
    chance, and those of an account for `new_account_days` after it was bound. A superior's report raises to the
    highest level for `report_days`. A passive score less than `pad_margin` above PadRule.live_at is nearly a doubt.
    An answer that shows no attack and not what was asked may be given `max_tries` times, then it has failed.

    Recorded only, nobody is asked, and the decision notes what would have been due. The numbers are ours: two weeks
    are ten working days in which a superior sees whether the report was right; DESIGN 3.10 bounds the tries.
    """

    kind = "challenge"
    level: Level = "record_only"
    liveness_level: int = Field(default=0, ge=0, le=2)
    raised_level: int = Field(default=1, ge=0, le=2)
    raised_by: tuple[Risk, ...] = tuple(Risk)
    random_share: Share = 0.0
    new_account_days: int = Field(default=0, ge=0, le=365)
    report_days: int = Field(default=14, ge=1, le=90)
    pad_margin: Share = 0.1
    max_tries: int = Field(default=3, ge=1, le=5)

    @field_validator("raised_by")
    @classmethod
    def _each_once(cls, told: tuple[Risk, ...]) -> tuple[Risk, ...]:
        return tuple(risk for risk in Risk if risk in told)

    def tightened(self, other: Self) -> Self:
        return self.model_copy(
            update={
                "level": stricter_level(self.level, other.level),
                "liveness_level": max(self.liveness_level, other.liveness_level),
                "raised_level": max(self.raised_level, other.raised_level),
                "raised_by": tuple(risk for risk in Risk if risk in {*self.raised_by, *other.raised_by}),
                "random_share": max(self.random_share, other.random_share),
                "new_account_days": max(self.new_account_days, other.new_account_days),
                "report_days": max(self.report_days, other.report_days),
                "pad_margin": max(self.pad_margin, other.pad_margin),
                "max_tries": min(self.max_tries, other.max_tries),
            }
        )


class ChallengeExemptionRule(RuleKind):
    """What one person cannot be asked to do before the camera, and why; for a time, like every rule.

    Either some actions are never asked (`never`), or none at all and something else stands `instead` of every
    challenge: somebody who is there, or a reviewer. It loosens no level: whoever may be asked for nothing is seen by a
    human. Only a rule for one person is one; `reason` says no more than the kind, since more would be a diagnosis.
    """

    kind = "challenge_exemption"
    for_persons_only = True
    reason: Literal["disability", "injury", "niqab"] | None = None
    never: tuple[Action, ...] = ()
    instead: Literal["witness", "review"] | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if (self.reason is None) != (not self.never and self.instead is None):
            raise ValueError("an exemption has a reason, and says what is never asked or what stands instead")
        if self.instead is None and len(self.possible) < FEWEST_ACTIONS:
            raise ValueError(f"fewer than {FEWEST_ACTIONS} actions can be guessed: say what stands instead")
        return self

    @property
    def possible(self) -> tuple[Action, ...]:
        """The actions that may be asked."""
        return tuple(action for action in Action if action not in self.never)


#: With three actions a challenge of two has six answers, and one of one never repeats the last.
FEWEST_ACTIONS = 3


class ReuseRule(FloorKind):
    """A picture that came in before."""

    kind = "reuse"
    level: Level = "record_only"

    def tightened(self, other: Self) -> Self:
        return self.model_copy(update={"level": stricter_level(self.level, other.level)})


class SuspicionRule(RuleKind):
    """What /curiga shows: check-ins of the last `days` that bear signs of an attack and belong together.

    Within `minutes` at one place they do. `chance`: above which probability so many doubts about liveness so close
    together are what the people of one place have on any day. The numbers are ours: a week is what somebody reviews at
    once, ten minutes are what one phone needs for half a dozen people.
    """

    kind = "suspicion"
    days: int = Field(default=7, ge=1, le=60)
    minutes: int = Field(default=10, ge=1, le=120)
    chance: float = Field(default=0.01, gt=0, le=0.5)


class PoseDiversityRule(FloorKind):
    """Enrolment pictures must differ: no two may be more alike than `max_similarity` (scale of the face engine).

    The default is SFace's: of 250 pairs of different LFW photographs of one person the most alike reached 0.918,
    of 80 photographs and their JPEG copies 99 % lay above 0.938. Frames of one sitting, head turned: below 0.92.
    """

    kind = "pose_diversity"
    level: Level = "record_only"
    max_similarity: Similarity = 0.92

    def tightened(self, other: Self) -> Self:
        return self.model_copy(
            update={
                "level": stricter_level(self.level, other.level),
                "max_similarity": min(self.max_similarity, other.max_similarity),
            }
        )


class EnrolmentRule(FloorKind):
    """How faces are enrolled.

    `pictures` make a set. `second_person`: whether somebody else must confirm what an operator enrolled: enforced, it
    counts only after that; recorded, it counts at once and stands in the list of those who may confirm it, unless the
    person was enrolled before and it is not the face that counts: that waits all the same. Where a drive of six days
    (DOMAIN 3.6) has nobody to see 10,000 people twice, the regency may record only, and answers for it. What employees
    send from their own accounts (`self_enrolment`) always waits for somebody, at most `self_per_day` sets in 24 hours.
    An interrupted set can be taken up again for `resume_hours`.
    """

    kind = "enrolment"
    pictures: int = Field(default=3, ge=3, le=5)
    second_person: Level = "enforce"
    self_enrolment: bool = True
    self_per_day: int = Field(default=3, ge=1, le=20)
    resume_hours: int = Field(default=72, ge=1, le=168)

    def tightened(self, other: Self) -> Self:
        return self.model_copy(
            update={
                "pictures": max(self.pictures, other.pictures),
                "second_person": stricter_level(self.second_person, other.second_person),
                "self_enrolment": self.self_enrolment and other.self_enrolment,
                "self_per_day": min(self.self_per_day, other.self_per_day),
                "resume_hours": min(self.resume_hours, other.resume_hours),
            }
        )


class RenewalRule(RuleKind):
    """When somebody is asked to enrol again: after `near_misses` check-ins in a row, within `within_days`.

    A near miss is a face that was not taken for another's, and is less alike than FaceRule.accept + `margin`, on the
    scale of SFace. Of the 123 probes beside three templates each of `presensi evaluate verification --templates 3` on
    LFW (November 2026) one lies below 0.52, so five in a row are no chance. Asked once in `ask_every_days`; nobody is
    told a score.
    """

    kind = "renewal"
    enabled: bool = True
    near_misses: int = Field(default=5, ge=2, le=20)
    margin: float = Field(default=0.07, ge=0, le=1)
    within_days: int = Field(default=30, ge=1, le=365)
    ask_every_days: int = Field(default=30, ge=1, le=365)


class TemplateRefreshRule(RuleKind):
    """Whether accepted selfies refresh an ageing enrolment; off unless an agency wants it.

    Only what the machine accepted at the first look, by FaceRule.accept + `margin` and more, from an account that was
    verified before; never from the review band, of a reused picture, of somebody with a look-alike on record, or where
    an attack is suspected. When the enrolment and its newest refresh are `min_age_days` old one template is added, at
    most `most_added` in all; the original ones stay. Recorded only, nothing is added but the record that it would be.
    """

    kind = "template_refresh"
    level: Level = "off"
    min_age_days: int = Field(default=180, ge=1, le=3650)
    margin: float = Field(default=0.15, ge=0.05, le=1)
    most_added: int = Field(default=2, ge=1, le=5)


class DuplicateRule(FloorKind):
    """When a face enrolled under one NIP is the face of another, and how look-alikes are verified (scale of SFace).

    `suspect_at`: likeness of two sets of pictures (people.known_faces) from which a human must look. By `presensi bench
    duplicates --pictures DATA/lfw` (November 2026): in 1,100 splits of the pictures of 22 people into two sets of three
    the least alike reached 0.546. Of 174,306 comparisons of different people with three pictures each none reached
    0.50; of 631,230 with two each three did, two of which are one man under two names. That is too few to tell a rate:
    in a search among 10,000 people at most 0.12 false alarms per enrolment, with 95 % confidence. At 0.46 it was 0.30.

    Registered look-alikes pass from `look_alike_accept` on, and nearer to themselves than to the other by
    `look_alike_margin`. In the same run, as if each of 35 people and the most alike of 417 others were registered: 123
    of 123 probes passed as themselves, and all 123 were refused as the other; a margin of 0.03 gives the same.
    """

    kind = "duplicate"
    level: Level = "enforce"
    suspect_at: Similarity = 0.50
    look_alike_accept: Similarity = 0.50
    look_alike_margin: float = Field(default=0.1, ge=0, le=2)

    def tightened(self, other: Self) -> Self:
        return self.model_copy(
            update={
                "level": stricter_level(self.level, other.level),
                "suspect_at": min(self.suspect_at, other.suspect_at),
                "look_alike_accept": max(self.look_alike_accept, other.look_alike_accept),
                "look_alike_margin": max(self.look_alike_margin, other.look_alike_margin),
            }
        )


class PlaceRule(FloorKind):
    """What a static position is worth, and the probabilities at which one is inside or outside (geofence.locate)."""

    kind = "place"
    static: StaticPosition = "accept"
    inside_at: float = Field(default=0.5, ge=0.5, le=1)
    outside_at: Share = 0.05

    @model_validator(mode="after")
    def _outside_below_inside(self) -> Self:
        if self.outside_at >= self.inside_at:
            raise ValueError("outside_at must be below inside_at")
        return self

    def tightened(self, other: Self) -> Self:
        return self.model_copy(
            update={
                "static": max(self.static, other.static, key=STATIC_POSITIONS.index),
                "inside_at": max(self.inside_at, other.inside_at),
                "outside_at": max(self.outside_at, other.outside_at),
            }
        )


class WitnessRule(FloorKind):
    """How somebody without a face record shows who they are: by a PIN, and by somebody who is there.

    `colleagues`: whoever is of the same unit (of the same agency where there are no units), has checked in by the face
    at the same site that day and has not left longer than `left_minutes` ago. `officials`: whoever has a role over the
    person, as present as a colleague, or from anywhere, or never. A colleague vouches for `per_day` people a day, an
    official for `official_per_day`; nobody for whoever vouched for him in the same slot. A witness has
    `answer_minutes`; without one a human decides. `pin_tries` wrong PINs in a row close the PIN for a time.
    The numbers are ours: five is a car full of colleagues, an hour a late witness.
    """

    kind = "witness"
    level: Level = "enforce"
    colleagues: bool = True
    officials: Literal["anywhere", "present", "never"] = "present"
    left_minutes: int = Field(default=60, ge=0, le=720)
    per_day: int = Field(default=5, ge=0, le=100)
    official_per_day: int = Field(default=50, ge=0, le=1000)
    answer_minutes: int = Field(default=60, ge=5, le=720)
    pin_tries: int = Field(default=5, ge=1, le=10)
    pin_lock_minutes: int = Field(default=60, ge=1, le=1440)

    def tightened(self, other: Self) -> Self:
        return self.model_copy(
            update={
                "level": stricter_level(self.level, other.level),
                "colleagues": self.colleagues and other.colleagues,
                "officials": max(self.officials, other.officials, key=OFFICIALS.index),
                "left_minutes": min(self.left_minutes, other.left_minutes),
                "per_day": min(self.per_day, other.per_day),
                "official_per_day": min(self.official_per_day, other.official_per_day),
                "answer_minutes": min(self.answer_minutes, other.answer_minutes),
                "pin_tries": min(self.pin_tries, other.pin_tries),
                "pin_lock_minutes": max(self.pin_lock_minutes, other.pin_lock_minutes),
            }
        )


#: The stricter the later.
OFFICIALS = ("anywhere", "present", "never")


class WindowsRule(RuleKind):
    """How long things may take, in seconds (DESIGN: the nonce, time of record, progress)."""

    kind = "windows"
    nonce_passive_s: Seconds = 600
    nonce_challenge_s: Seconds = 180
    pair_s: Seconds = 600
    retry_s: Seconds = 600
    nudge_after_s: Seconds = 20
    progress_after_s: Seconds = 3
    pending_limit_s: Seconds = 7200


class DayHours(BaseModel):
    """One working day on the wall clock of the place of duty.

    Work lasts from `start` to `end`. A check-in counts from `opens` until `closes_in`, a check-out until
    `closes_out`; both closing seconds are still included. A shift over midnight is no case of this kind.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    start: time
    end: time
    opens: time = time(6, 0)
    closes_in: time = time(12, 0)
    closes_out: time = time(23, 59, 59)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        times = (self.opens, self.start, self.closes_in, self.end, self.closes_out)
        if any(moment.tzinfo is not None for moment in times):
            raise ValueError("hours are wall clock times without a zone")
        if not (
            self.opens <= self.start < self.closes_in <= self.closes_out and self.start < self.end <= self.closes_out
        ):
            raise ValueError("hours must come in the order opens, start, closes_in and end, closes_out")
        return self


Weekday = Annotated[int, Field(ge=0, le=6)]

#: Perpres 21/2023 art. 4: 37 h 30 min net in five days from 07:30, breaks of 60 minutes and 90 on Friday.
PERPRES_HOURS: Mapping[int, DayHours] = MappingProxyType(
    {day: DayHours(start=time(7, 30), end=time(16, 30) if day == 4 else time(16, 0)) for day in range(5)}
)


class WorkHoursRule(RuleKind):
    """The hours of each working day, Monday is 0; a weekday that is missing is free."""

    kind = "work_hours"
    days: dict[Weekday, DayHours] = Field(default_factory=lambda: dict(PERPRES_HOURS))


class InvitationRule(RuleKind):
    """One-time codes: how long they live, and after how many wrong ones an account waits."""

    kind = "invitation"
    valid_days: int = Field(default=14, ge=1, le=365)
    max_tries: int = Field(default=5, ge=1, le=20)
    lock_minutes: int = Field(default=60, ge=1, le=10_080)
    max_tries_in_all: int = Field(default=300, ge=1)
    """Wrong codes of all accounts within one hour: beyond it wrong ones are told nothing. A right one always binds."""


class NoticeRule(RuleKind):
    """The privacy notice in force (UU 27/2022) and whom to ask about it."""

    kind = "notice"
    version: str = Field(default="1", min_length=1)
    contact: str = Field(default="Pejabat Pelindungan Data Pribadi, BKPSDM", min_length=1)
    controller: str = Field(default="Pemerintah daerah tempat Anda bertugas", min_length=1)
    """Who answers for the data (art. 21 of UU 27/2022: the identity of the controller)."""


class RetentionRule(RuleKind):
    """How many days pictures are kept; the days begin when a picture comes in or its case is decided anew.

    Of an accepted selfie a small face is kept, for `accepted_days`. One that waits for a human and is never decided
    goes after `held_days`; whatever came to nothing (refused, rejected, left over) after `rejected_days`. Pictures of
    an enrolment stay as long as its templates, and these until `ended_enrolment_days` after it was undone or replaced,
    or `left_days` after the employment ended: not on unpaid leave (CLTN), from which one comes back.
    Fingerprints of pictures (recognition.fingerprint) stay for `fingerprint_days` after they were made, whatever became
    of the picture. The defaults are ours and not from a law: the Perbup sets them. The bounds keep evidence from being
    cut short.
    """

    kind = "retention"
    accepted_days: int = Field(default=365, ge=31, le=3650)
    held_days: int = Field(default=180, ge=31, le=3650)
    rejected_days: int = Field(default=30, ge=7, le=3650)
    ended_enrolment_days: int = Field(default=30, ge=1, le=3650)
    left_days: int = Field(default=30, ge=1, le=3650)
    fingerprint_days: int = Field(default=730, ge=31, le=3650)


class ErasureRule(RuleKind):
    """What is promised to whoever withdraws: art. 40 of UU 27/2022 gives 3 x 24 hours at most.

    `backup_days`: how long copies of the database and the pictures are kept elsewhere; a certificate names the day on
    which the last of them is gone. The default is ours: four weekly copies and a week of room.
    """

    kind = "erasure"
    within_hours: int = Field(default=72, ge=1, le=72)
    backup_days: int = Field(default=35, ge=0, le=366)


class ConsoleRule(RuleKind):
    """The web console: how long a link and a session live."""

    kind = "console"
    link_minutes: int = Field(default=5, ge=1, le=60)
    session_hours: int = Field(default=8, ge=1, le=24)


class ZoneRule(RuleKind):
    """The zone told to people without a place of duty: strangers, operators from outside."""

    kind = "zone"
    timezone: Literal["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"] = "Asia/Makassar"


class CampaignRule(RuleKind):
    """A drive in which everybody's face is to be enrolled, from `starts` to `ends`, both days included; or none.

    `remind_at`: when, on each working day of it, those still missing are reminded, on the clock of their place of duty;
    None reminds nobody. It is for agencies and the regency.
    """

    kind = "campaign"
    starts: date | None = None
    ends: date | None = None
    remind_at: time | None = time(9, 0)

    @model_validator(mode="after")
    def _two_days_in_order(self) -> Self:
        if (self.starts is None) != (self.ends is None):
            raise ValueError("a campaign has a first and a last day, or neither")
        if self.starts is not None and self.ends is not None and self.starts > self.ends:
            raise ValueError("a campaign must not end before it starts")
        if self.remind_at is not None and self.remind_at.tzinfo is not None:
            raise ValueError("hours are wall clock times without a zone")
        return self

    def runs_on(self, on: date) -> bool:
        return self.starts is not None and self.ends is not None and self.starts <= on <= self.ends

    def share_due(self, on: date) -> float | None:
        """Which share would be enrolled by the evening of that day at an even pace, 0 to 1; None without a campaign."""
        if self.starts is None or self.ends is None:
            return None
        days = (self.ends - self.starts).days + 1
        return min(max(((on - self.starts).days + 1) / days, 0.0), 1.0)


KINDS: Mapping[str, type[RuleKind]] = MappingProxyType(
    {
        model.kind: model
        for model in (
            FaceRule,
            PadRule,
            ChallengeRule,
            ChallengeExemptionRule,
            ReuseRule,
            SuspicionRule,
            PoseDiversityRule,
            EnrolmentRule,
            RenewalRule,
            TemplateRefreshRule,
            DuplicateRule,
            PlaceRule,
            WitnessRule,
            WindowsRule,
            WorkHoursRule,
            InvitationRule,
            NoticeRule,
            RetentionRule,
            ErasureRule,
            ConsoleRule,
            ZoneRule,
            CampaignRule,
        )
    }
)


def stricter_level(one: Level, other: Level) -> Level:
    """Enforcing is stricter than recording, recording stricter than nothing."""
    return max(one, other, key=LEVELS.index)
