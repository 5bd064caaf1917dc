"""From an empty folder to an open door: everything started, rehearsed, and the page in its place."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from demo.folder import Belongings
from demo.page.app import create_page
from demo.page.show import Show
from demo.people import gather_cast
from demo.places import all_places
from demo.rehearsal import EARLIER, rehearse
from demo.stage import opened


@asynccontextmanager
async def open_page(start: datetime, things: Belongings, port: int) -> AsyncIterator[Show]:
    """The demonstration with its page at 127.0.0.1:`port` (0 takes a free one), its clock at `start`.

    Raises OSError when the port cannot be had, and RehearsalFailed.
    """
    async with opened(start - EARLIER, things, port) as stage:
        cast = await gather_cast(stage.database, stage.platform, stage.clock.now())
        await rehearse(stage, cast)
        stage.clock.set(start)
        show = Show(stage, cast, await all_places(stage.database))
        stage.front.page = create_page(show)
        yield show
