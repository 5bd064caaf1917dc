"""What comes of the steps of an enrolment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from attendance.people.faces.enrolment_progress import Progress
from attendance.people.faces.enrolment_rows import EndReason
from attendance.privacy.notice import Notice


@dataclass(frozen=True, slots=True)
class Present:
    """What is enrolled of somebody already: when and by whom. `held`: it waits for a human and does not count."""

    enrolment_id: int
    version: int
    pictures: int
    by: str
    at: datetime
    held: bool


@dataclass(frozen=True, slots=True)
class EnrolmentBegun:
    """Whom the operator is about to photograph, from then on. `agency` is None without an employment.

    `wanted`: how many pictures make the set; `kept`: good ones of a set that was interrupted. `own`: it is the sender.
    """

    employee_id: int
    name: str
    agency: str | None
    masked_nip: str | None
    begun_at: datetime
    wanted: int = 3
    kept: tuple[int, ...] = ()
    present: Present | None = None
    own: bool = False


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
class VideoBad:
    """Another one is needed, or pictures. `advice`: keys of the catalogues, the one to tell first in front."""

    advice: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What the card under an enrolment tells: `alike` pictures are on record; no progress without an agency."""

    enrolment_id: int
    version: int
    name: str
    masked_nip: str | None
    pictures: int
    alike: bool = False
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Enrolled(Result):
    """The templates are in use from now on."""


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
class EnrolmentWaits:
    """It does not count before a second person has confirmed it.

    `own`: the employee sent the pictures. `confirmers`: how many people may confirm it; with 0 nobody has the right.
    """

    result: Result
    own: bool
    confirmers: int


@dataclass(frozen=True, slots=True)
class UndoReasonDue:
    """Taking it back needs a reason: nothing changed yet."""

    enrolment_id: int
    version: int
    name: str


@dataclass(frozen=True, slots=True)
class EnrolmentUndone:
    """The employee is not enrolled any more, even if there was an older enrolment."""

    name: str
    reason: EndReason


@dataclass(frozen=True, slots=True)
class AlreadyUndone:
    """Nothing changed: by whom (None is the service itself), when and why it was taken back."""

    name: str
    by: str | None
    at: datetime
    reason: EndReason


@dataclass(frozen=True, slots=True)
class EnrolmentStands(Result):
    """Nothing changed: the button was drawn before a second person let the enrolment pass. It counts as it is."""


@dataclass(frozen=True, slots=True)
class SetDropped:
    """The pictures of a set that was not finished will not be taken up again."""


class EnrolmentProblem(StrEnum):
    """Why there is no enrolment."""

    UNKNOWN_NIP = "unknown-nip"
    NOT_ALLOWED = "not-allowed"
    OUT_OF_SCOPE = "out-of-scope"
    START_AGAIN = "start-again"
    """A picture that was good before is not good any more."""
    SUPERSEDED = "superseded"
    """A newer enrolment is in use; this one is history already."""
    NOT_BY_ONESELF = "not-by-oneself"
    """The rule offers it to nobody there, or the person works nowhere."""
    ENROLLED_ALREADY = "enrolled-already"
    TOO_MANY_SETS = "too-many-sets"
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
    | VideoBad
    | Enrolled
    | EnrolmentHeld
    | EnrolmentWaits
    | UndoReasonDue
    | EnrolmentUndone
    | AlreadyUndone
    | EnrolmentStands
    | SetDropped
    | EnrolmentRefused
)
