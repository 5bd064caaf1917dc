"""What every request of the console works with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from admin.board import Board
from admin.health import Health
from attendance.people.access.console import (
    ConsoleUser,
    Entered,
    LinkRefused,
    end_session,
    redeem,
    refusal_of,
    session_of,
)
from attendance.records.database import Database, Priority
from attendance.rules.book import RuleWatch


@dataclass(frozen=True)
class Console:
    """Use cases in transactions of their own. `secure`: the browser reaches us over https."""

    database: Database
    books: RuleWatch
    now: Callable[[], datetime]
    health: Callable[[], Awaitable[Health]]
    board: Board
    secure: bool

    @property
    def cookie(self) -> str:
        """Browsers take a name with this prefix from https only, for the whole host and from no sub-domain."""
        return "__Host-presensi" if self.secure else "presensi"

    async def whose(self, cookie: str) -> ConsoleUser | None:
        """The user of a living session."""
        async with self.database.read() as session:
            return await session_of(session, cookie, await self.books.current(session), self.now())

    async def refusal_of(self, token: str) -> LinkRefused | None:
        """Why the link does not open; a look without a write, so strangers with invented links cost next to nothing."""
        async with self.database.read() as session:
            return await refusal_of(session, token, self.now())

    async def redeem(self, token: str) -> Entered | LinkRefused:
        """Use the link up."""
        refusal = await self.refusal_of(token)
        if refusal is not None:
            return refusal
        async with self.database.write(Priority.STEP) as session:
            return await redeem(session, token, await self.books.current(session), self.now())

    async def leave(self, cookie: str) -> None:
        """End the session of a cookie."""
        async with self.database.write(Priority.STEP) as session:
            await end_session(session, cookie, self.now())

    def give_cookie(self, answer: Response, entered: Entered) -> None:
        """Lax: the console opened from a link still finds the session, a form of another site does not."""
        seconds = int((entered.expires_at - self.now()).total_seconds())
        answer.set_cookie(
            self.cookie, entered.token, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def take_cookie(self, answer: Response) -> None:
        """Tell the browser to forget it."""
        answer.delete_cookie(self.cookie, path="/", secure=self.secure, httponly=True, samesite="lax")
