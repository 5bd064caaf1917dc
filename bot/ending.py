"""Ending tasks so that they end."""

import asyncio
from collections.abc import Iterable

# Longer than anything may take that is finished on purpose before a task ends (sender.LANDING_S).
AGAIN_AFTER_S = 7.0


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel the tasks until all of them have ended.

    Once is not always enough: a cancellation that meets an answer of a library on its way can get lost (seen once in
    some twenty ends of the demo), and a task group would then wait for that task for ever.
    """
    pending = {task for task in tasks if not task.done()}
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=AGAIN_AFTER_S)
