"""What comes of the steps of an enrolment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from attendance.privacy.notice import Notice


@dataclass(frozen=True, slots=True)
class EnrolmentBegun:
    """Whom the operator is about to photograph, from then on. `agency` is None without an employment."""

    employee_id: int
    name: str
    agency: str | None
    masked_nip: str
    begun_at: datetime


@dataclass(frozen=True, slots=True)
class NoticeToShow:
    """Before the first picture: the operator shows this notice to the employee and is the witness of the answer."""

    employee_id: int
    name: str
    masked_nip: str
    notice: Notice


@dataclass(frozen=True, slots=True)
class RefusedBefore:
    """The employee does not want to be recognised by the face; the operator has been the witness."""

    name: str


@dataclass(frozen=True, slots=True)
class PictureGood:
    """It may be kept; the next one is awaited."""

    media_id: int


@dataclass(frozen=True, slots=True)
class PictureBad:
    """Another one is needed in its place. `advice`: keys of the catalogues, the one to tell first in front."""

    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enrolled:
    """The templates are in use from now on."""

    enrolment_id: int
    version: int
    name: str
    pictures: int


@dataclass(frozen=True, slots=True)
class EnrolmentHeld:
    """The face was found under another name: it does not count before a second person has decided.

    `deciders`: how many have been asked; with 0 nobody has the right, or all who have it are involved.
    """

    enrolment_id: int
    version: int
    name: str
    deciders: int


@dataclass(frozen=True, slots=True)
class EnrolmentUndone:
    """The employee is not enrolled any more, even if there was an older enrolment."""

    name: str


@dataclass(frozen=True, slots=True)
class AlreadyUndone:
    """Nothing changed."""


@dataclass(frozen=True, slots=True)
class EnrolmentStands:
    """Nothing changed: the button was drawn before a second person let the enrolment pass. It counts as it is."""

    enrolment_id: int
    version: int
    name: str
    pictures: int


class EnrolmentProblem(StrEnum):
    """Why there is no enrolment."""

    UNKNOWN_NIP = "unknown-nip"
    NOT_ALLOWED = "not-allowed"
    OUT_OF_SCOPE = "out-of-scope"
    START_AGAIN = "start-again"
    """A picture that was good before is not good any more."""
    SUPERSEDED = "superseded"
    """A newer enrolment is in use; this one is history already."""
    NOT_INFORMED = "not-informed"
    """The employee has not read the notice in force, or has refused meanwhile."""


@dataclass(frozen=True, slots=True)
class EnrolmentRefused:
    """Nothing was written."""

    reason: EnrolmentProblem


EnrolmentOutcome = (
    EnrolmentBegun
    | NoticeToShow
    | RefusedBefore
    | PictureGood
    | PictureBad
    | Enrolled
    | EnrolmentHeld
    | EnrolmentUndone
    | AlreadyUndone
    | EnrolmentStands
    | EnrolmentRefused
)
