"""What every request of the page works with."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from attendance.people.access.console import create_link
from attendance.people.access.phones import opened_number
from attendance.people.tables import PhoneNumber
from attendance.records.database import Priority
from demo.moments import WITA
from demo.page.problems import Problem, ProblemKey
from demo.page.samples import SITTERS, VARIATIONS
from demo.people import Cast, Member
from demo.places import Place, office_of
from demo.playing import PlayFailed
from demo.print_attack import VICTIMS, Attack, attack, prepare
from demo.stage import Stage


@dataclass(frozen=True)
class Show:
    """The running demonstration with its cast and its places."""

    stage: Stage
    cast: Cast
    places: Sequence[Place]

    @property
    def now(self) -> datetime:
        """In the zone of the regency."""
        return self.stage.clock.now().astimezone(WITA)

    def member(self, member_id: int) -> Member:
        """Raises Problem."""
        if member_id not in self.cast:
            raise Problem(ProblemKey.NOT_FOUND, 404)
        return self.cast[member_id]

    def world(self) -> dict[str, Any]:
        """What never changes: everybody, the sites, the sample pictures."""
        return {
            "admin": _person(self.cast.admin, self.places),
            "employees": [_person(member, self.places) for member in self.cast.employees],
            "places": [_place(place) for place in self.places],
            "samples": {sitter: [f"{sitter}-{number}" for number in VARIATIONS] for sitter in SITTERS},
        }

    async def console_link(self) -> str:
        """The path of a fresh single-use way into the console, such as the bot sends the admin on /konsol."""
        service = self.stage.service
        async with service.database.write(Priority.STEP) as session:
            book = await service.rules.current(session)
            token = await create_link(session, self.cast.admin.id, book, self.stage.clock.now())
        return f"/konsol/masuk/{token}"

    async def prepare_attack(self) -> Attack:
        """Raises Problem."""
        try:
            return await prepare(self.stage, self.cast)
        except (PlayFailed, TimeoutError):
            raise Problem(ProblemKey.ATTACK_STUCK, 409) from None

    async def play_attack(self, victim: Member) -> None:
        """Hold the print before the camera until a human has it. Raises Problem."""
        if victim.name not in VICTIMS:
            raise Problem(ProblemKey.NOT_FOUND, 404)
        office = office_of(self.places, victim.agency_code)
        try:
            await attack(victim, office, seed=int(self.now.timestamp()))
        except (PlayFailed, TimeoutError):
            raise Problem(ProblemKey.ATTACK_STUCK, 409) from None

    async def number_of(self, member: Member) -> str:
        """The telephone number that the roster gives this person; one that it does not know for everybody else."""
        async with self.stage.database.read() as session:
            query = select(PhoneNumber).where(PhoneNumber.employee_id == member.id).order_by(PhoneNumber.id.desc())
            row = await session.scalar(query.limit(1))
        return f"+62899{member.id:08d}" if row is None else opened_number(row, self.stage.service.keyring)


def _person(member: Member, places: Sequence[Place]) -> dict[str, Any]:
    return {
        "id": member.id,
        "name": member.name,
        "nip": member.nip,
        "position": member.position,
        "agency": member.agency,
        "strict": member.is_strict,
        "sitter": member.sitter,
        "office": office_of(places, member.agency_code).name,
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "name": place.name,
        "latitude": place.latitude,
        "longitude": place.longitude,
        "radius": place.radius_m,
        "shared": place.agency_code is None,
    }
