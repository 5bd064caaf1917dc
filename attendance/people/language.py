"""The language in which an account is spoken to."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from attendance.people.tables import ChatAccount


@dataclass(frozen=True)
class SetLanguage:
    """The step of a press under /bahasa; `language` is one of the catalogues'."""

    language: str


@dataclass(frozen=True)
class LanguageSet:
    """The account reads this language from now on, the answer included."""


async def set_language(session: AsyncSession, account_id: int, step: SetLanguage) -> LanguageSet:
    await session.execute(
        update(ChatAccount).where(ChatAccount.id == account_id).values(language=step.language, menu=None)
    )
    return LanguageSet()
