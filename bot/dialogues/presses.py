"""The one table of inline buttons: what each leads to, and what some role of whoever presses must allow somewhere.

A button may be old, or come from an app that was tampered with: one that a person may not press is stale. Whether the
role covers what the button is about is for the use case, which looks again when it writes.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from attendance.people.access.roles import Action
from attendance.people.person import Person
from bot.dialogues import (
    accounts,
    campaign,
    checkin,
    confirmation,
    duplicates,
    enrolment,
    notice,
    privacy,
    rebinding,
    roles,
    suspicions,
    witness,
)
from bot.dialogues.turn import Draft, Turn
from bot.events import Pressed


@dataclass(frozen=True, slots=True)
class Press:
    """What one kind of button does."""

    answer: Callable[[Draft, Pressed], Turn]
    needs: Action | None = None

    def is_for(self, person: Person) -> bool:
        return self.needs is None or person.may_anywhere(self.needs)


def _all(actions: Iterable[str], press: Press) -> dict[str, Press]:
    return dict.fromkeys(actions, press)


#: By the action that the button names. The language and the notice are answered before these, also to strangers.
PRESSES: Mapping[str, Press] = MappingProxyType(
    _all((checkin.EARLY_YES, checkin.EARLY_NO), Press(checkin.early_out_pressed))
    | _all((privacy.ON, privacy.SURE, privacy.KEEP), Press(privacy.pressed))
    | _all((witness.YES, witness.NO), Press(witness.pressed))
    | _all(rebinding.ACTIONS, Press(rebinding.pressed))
    | _all((enrolment.UNDO_ACTION, *enrolment.UNDO_REASONS), Press(enrolment.undo_pressed, Action.ENROL))
    | _all((notice.WITNESSED, notice.WITNESSED_REFUSAL), Press(notice.witnessed, Action.ENROL))
    | _all(confirmation.VERDICTS, Press(confirmation.pressed, Action.CONFIRM_ENROLMENT))
    | _all(campaign.ACTIONS, Press(campaign.pressed, Action.SEE_CAMPAIGN))
    | _all(suspicions.ACTIONS, Press(suspicions.pressed, Action.SEE_SUSPICIONS))
    | _all(duplicates.REASONS, Press(duplicates.pressed, Action.DECIDE_DUPLICATE))
    | _all((accounts.LIFT_ACTION, *accounts.RELEASE_ACTIONS), Press(accounts.pressed, Action.MANAGE_ACCOUNT))
    | _all((roles.END_ACTION, *roles.GIVE_ACTIONS), Press(roles.pressed, Action.GRANT_ROLE))
)
