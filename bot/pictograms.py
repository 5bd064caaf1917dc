"""The drawing that goes with the prompt of a challenge: the same for everybody who is asked the same."""

import asyncio
from collections.abc import Sequence

from bot.attachments import Enclosed, Shape
from pictures.pictograms import pictogram
from recognition.challenge.actions import Action


async def drawing_of_challenge(_account_id: int, places: Sequence[int]) -> Enclosed:
    """Of the actions at these places among all. Raises IndexError for what is none."""
    every = list(Action)
    actions = tuple(every[place].value for place in places)
    return Enclosed("petunjuk.jpg", await asyncio.to_thread(pictogram, actions), Shape.PICTURE)
