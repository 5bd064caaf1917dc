"""How an account came to speak for its employee, and which of them only a number speaks for."""

from enum import StrEnum

from sqlalchemy import ColumnElement

from attendance.people.tables import ChatAccount


class BoundBy(StrEnum):
    """How an account came to speak for its employee."""

    CODE = "code"
    PHONE = "phone"
    """The platform's word for the number; numbers are given to other people after a while."""


def speaks_by_number(account: type[ChatAccount]) -> ColumnElement[bool]:
    """The condition that nothing but a number says whose account it is: no face from it has matched yet."""
    return (account.bound_by == BoundBy.PHONE) & account.verified_at.is_(None)
