"""The telephone numbers of the roster: sealed, and found by a keyed digest."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.access.phone import platform_phone
from attendance.people.tables import PhoneNumber
from attendance.vault.keyring import Keyring

_PURPOSE = "phone number"


async def employees_of_phone(session: AsyncSession, number: str, keyring: Keyring, today: date) -> list[int]:
    """Who has this number today after the roster, by id; more than one is a doubt and binds nobody.

    `number` as the platform tells it of an account, with or without the +. Unknown and unreadable numbers give nobody.
    """
    told = platform_phone(number)
    if told is None:
        return []
    holds = (PhoneNumber.valid_from <= today) & or_(PhoneNumber.valid_to.is_(None), PhoneNumber.valid_to >= today)
    query = select(PhoneNumber.employee_id).where(PhoneNumber.digest.in_(keyring.digests(told, _PURPOSE)), holds)
    return sorted(set(await session.scalars(query)))


def phone_digests(keyring: Keyring) -> Callable[[str], Sequence[str]]:
    """The digests under which a number (E.164) may be stored, that of the current key first."""
    return lambda number: keyring.digests(number, _PURPOSE)


def sealed_number(employee_id: int, number: str, keyring: Keyring) -> Mapping[str, bytes | str]:
    """The columns of a PhoneNumber that hold the number (E.164)."""
    sealed = keyring.seal(number.encode(), *_bound(employee_id))
    return {"sealed": sealed, "digest": keyring.digest(number, _PURPOSE)}


def opened_number(row: PhoneNumber, keyring: Keyring) -> str:
    """The number in E.164; raises KeyUnknown or SealBroken."""
    return keyring.unseal(row.sealed, *_bound(row.employee_id)).decode()


def _bound(employee_id: int) -> tuple[str, ...]:
    return ("phone_number", str(employee_id))
