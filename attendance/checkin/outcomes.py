"""What a check-in step came to, as the dialogue hears it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from attendance.challenge.drawing import Drawn
from attendance.challenge.life import AnswerProblem
from attendance.checkin.attempt import AttemptOpened, Missing, Nothing, Part, PartKept
from attendance.checkin.challenges import ChallengeAsked
from attendance.checkin.evidence import PlaceEvidence, Reason
from attendance.checkin.selfie import PictureRefused
from attendance.people.access.pin import PinLocked, PinWrong
from attendance.time.schedule import Direction
from geofence.positions import PositionReason


class Standing(StrEnum):
    ON_TIME = "on-time"
    LATE = "late"
    EARLY = "early"
    UNSCHEDULED = "unscheduled"  # no slot says when one has to be there


@dataclass(frozen=True)
class Receipt:
    """A punch on record. `minutes` says how late or how early. `replaced`: an earlier OUT of the day counts no more.

    `renew`: the person is asked to enrol again.
    """

    direction: Direction
    at: datetime  # in the zone of the place of duty
    site: str
    distance_m: float
    standing: Standing
    minutes: int
    replaced: bool
    renew: bool = False


@dataclass(frozen=True)
class AlreadyIn:
    """A second IN of the day is answered with the first receipt; a punch that a human made may have no site."""

    at: datetime
    site: str | None


@dataclass(frozen=True)
class PositionUnusable:
    """Not a position at all, or not one in the country."""

    reason: PositionReason


@dataclass(frozen=True)
class StillPending:
    """Our own fault: what was sent then is kept and tried again."""

    at: datetime


@dataclass(frozen=True)
class Cancelled:
    """`found`: there was something to cancel."""

    found: bool


@dataclass(frozen=True)
class Held:
    """A reviewer decides; the time of the message is kept. `renew` as of a Receipt."""

    at: datetime
    reasons: tuple[Reason, ...]
    renew: bool = False


@dataclass(frozen=True)
class Refused:
    """It cannot count as it is. `place` explains where the person was found."""

    reason: Reason
    place: PlaceEvidence | None = None


@dataclass(frozen=True)
class Asked:
    """The attempt waits for one more thing."""

    reason: Reason
    attempt_id: int
    early_by: timedelta | None = None


@dataclass(frozen=True)
class WitnessAsked:
    """The attempt waits for somebody who is there and sends this code; `until` is in the zone of the place of duty."""

    code: str
    until: datetime


@dataclass(frozen=True)
class AnswerRefused:
    """`minutes`: how long an answer is taken. `drawn`: what is still to be answered, if anything is."""

    problem: AnswerProblem
    minutes: int
    drawn: Drawn | None = None


@dataclass(frozen=True)
class AnswerAgain:
    """It shows no attack and not what was asked: the same once more. `advice` is a key of the catalogues."""

    advice: str
    drawn: Drawn
    part: Part


@dataclass(frozen=True)
class Superseded:
    """A message began an attempt of its own while another waited for an answer: what each came to."""

    left: Held | Refused
    then: AttemptOpened | PartKept | Missing | PictureRefused


CheckInOutcome = (
    AttemptOpened
    | ChallengeAsked
    | AnswerRefused
    | AnswerAgain
    | PartKept
    | Missing
    | Nothing
    | PictureRefused
    | PositionUnusable
    | Receipt
    | AlreadyIn
    | Held
    | Refused
    | Asked
    | WitnessAsked
    | PinWrong
    | PinLocked
    | StillPending
    | Superseded
    | Cancelled
)
