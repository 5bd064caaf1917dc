"""Played before the doors open, over the same HTTP: so that a newcomer's first press already meets a real day."""

import asyncio
from datetime import timedelta

from demo.people import Cast, Member
from demo.playing import PlayFailed, bind, enrol
from demo.portraits import portrait
from demo.stage import Stage

#: Ready to check in; bound and to be enrolled by the newcomer; bound in the agency that enforces everything.
ENROLLED, TO_ENROL, IN_STRICT_AGENCY = "Eileen Marwah", "Grace Hasan", "Yuliana Tawulo"

#: The conversations of the rehearsal took place this long before the demonstration begins.
EARLIER = timedelta(minutes=12)


class RehearsalFailed(Exception):
    """The service did not do as it should; the text says what came instead."""


async def rehearse(stage: Stage, cast: Cast) -> None:
    """Bind the admin, enrol one employee, bind three; everybody else holds a one-time code. Raises RehearsalFailed."""
    for member in [*cast.employees, cast.admin]:
        await cast.invite(stage.database, member, stage.clock.now())
    others = (_bind(cast, cast.named(name)) for name in (TO_ENROL, IN_STRICT_AGENCY))
    try:
        await asyncio.gather(_enrol_and_bind(cast), *others)
    except (PlayFailed, TimeoutError) as error:
        raise RehearsalFailed(f"the demo could not be prepared: {error}") from None


async def _enrol_and_bind(cast: Cast) -> None:
    """In this order the newly bound employee hears that everything is ready."""
    employee = cast.named(ENROLLED)
    await _bind(cast, cast.admin)
    await enrol(cast.admin.phone, employee.nip or "", [portrait("astronaut", number) for number in (1, 2, 3)])
    await _bind(cast, employee)


async def _bind(cast: Cast, member: Member) -> None:
    await bind(member.phone, cast.codes[member.id])
