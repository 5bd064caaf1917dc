"""What a dialogue gets and gives: drafts, events, and the turn it takes."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass as validated

from attendance.records.deadline import DeadlineKind
from attendance.records.say import Say
from bot.events import Inbound
from bot.steps import Outcome, Step


@validated(frozen=True)
class Idle:
    """Nothing is going on; a selfie or a position is a check-in, whose state is its attempt.

    `album`: the last one that was dealt with, so that its other pictures are not answered as well.
    """

    album: str | None = None
    kind: Literal["idle"] = "idle"


@validated(frozen=True)
class Enrolling:
    """An operator is photographing an employee; `kept` are the pictures that are good, `wanted` how many make the set.

    `touched_at`: the platform's time of the command or picture that went into it last. Without one nobody knows how old
    it is, and it counts as left behind.
    """

    employee_id: int
    name: str
    kept: tuple[int, ...] = ()
    wanted: int = 3
    touched_at: datetime | None = None
    kind: Literal["enrolling"] = "enrolling"


@validated(frozen=True)
class Replacing:
    """This account agreed to be let go for another one; a video confirms it until then."""

    rebinding_id: int
    until: datetime
    kind: Literal["replacing"] = "replacing"


State = Idle | Enrolling | Replacing
Draft = Annotated[State, Field(discriminator="kind")]
DRAFT: TypeAdapter[State] = TypeAdapter(Draft)


@dataclass(frozen=True)
class Elapsed:
    """A deadline has passed."""

    what: DeadlineKind
    subject_id: int


@dataclass(frozen=True)
class Turn:
    """The draft as it is now, what is said, and the step to run before `advance` hears its outcome."""

    draft: State
    says: tuple[Say, ...] = ()
    step: Step | None = None


Event = Inbound | Elapsed | Outcome
