"""A browser in front of the console, and the service behind it."""

import html
import re
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Self, TypeVar

import httpx
from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from admin.app import create_admin
from admin.health import Health
from attendance.people.access.console import create_link
from attendance.people.tables import Employee
from attendance.records.database import Database, Priority
from attendance.rules.book import RuleWatch
from tests.attendance.people.office import NOW

HOST = "presensi.example"
T = TypeVar("T")


class Desk:
    """The service: its database, its time, and what the bot does for a person."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.books = RuleWatch()
        self.now = NOW
        self.found = Health("ok", "1.2.3", "0001", {"sface": "2021dec"}, "not assessed", {"inbound": 4, "outbox": 0})

    def console(self, public_url: str = f"http://{HOST}") -> FastAPI:
        return create_admin(self.database, self.books, self.time, self.health, public_url)

    def time(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    async def health(self) -> Health:
        return self.found

    async def link(self, employee: Employee) -> str:
        """The address that the bot sends on /konsol, without the host."""
        async with self.database.write(Priority.STEP) as session:
            token = await create_link(session, employee.id, await self.books.current(session), self.now)
        return f"/konsol/masuk/{token}"

    async def happens(self, what: Callable[..., Awaitable[T]], *arguments: object, **named: object) -> T:
        async with self.database.write(Priority.STEP) as session:
            return await what(session, *arguments, **named)

    async def adds(self, *rows: object) -> None:
        async def add(session: AsyncSession) -> None:
            session.add_all(rows)

        await self.happens(add)


class Visitor:
    """Sends what a browser sends: its cookies, and with a form the origin of the page it is on."""

    def __init__(self, desk: Desk, *, scheme: str = "http", app: FastAPI | None = None) -> None:
        self.desk = desk
        self.origin = f"{scheme}://{HOST}"
        transport = httpx.ASGITransport(app or desk.console(self.origin), raise_app_exceptions=False)
        self.client = httpx.AsyncClient(transport=transport, base_url=self.origin)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()

    async def opens(self, path: str, **headers: str) -> httpx.Response:
        return await self.client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    async def submits(self, path: str) -> httpx.Response:
        return await self.client.post(path, headers={"Origin": self.origin})

    async def enters(self, employee: Employee) -> httpx.Response:
        return await self.submits(await self.desk.link(employee))

    async def reads(self, path: str = "/konsol") -> str:
        """The words of a page, one space between them."""
        answer = await self.opens(path)
        assert answer.status_code == 200, answer.status_code
        return words_of(answer.text)


def words_of(page: str) -> str:
    body = re.sub(r"<(style|script|title)\b.*?</\1>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", body)).split())
