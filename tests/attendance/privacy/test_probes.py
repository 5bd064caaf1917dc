"""What is left of a selfie once its check-in counts."""

from datetime import timedelta

import cv2
import numpy as np
import pytest
from sqlalchemy import select

from attendance.people.faces.portraits import Darkroom
from attendance.privacy.probes import shrink_probes
from attendance.records.tables import Media
from attendance.vault.files import MediaFiles
from demo.portraits import portrait
from recognition.examination import Examiner
from tests.fixtures.town import EILEEN, KOMINFO, Town

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_of_an_accepted_selfie_a_small_face_stays_and_of_others_everything(morning: Town) -> None:
    town = morning
    eileen = town.talk(EILEEN)
    await eileen.sends_selfie(portrait("astronaut", 7))
    await eileen.is_at(KOMINFO, metres=20, bearing=90)
    await eileen.hears("Masuk tercatat")
    await eileen.sends_selfie(portrait("astronaut", 8))
    await eileen.quiet()

    files = MediaFiles(town.settings.media, town.service.keyring)
    async with Examiner(models=None, cache=town.settings.model_cache) as examiner:
        room = Darkroom(town.database, files, examiner)
        before = await _media(town)
        assert await shrink_probes(room, town.clock.now()) == 1
        assert await shrink_probes(room, town.clock.now() + timedelta(hours=1)) == 0

    small = [media for media in await _media(town) if media.shrunk_at is not None]
    assert len(small) == 1
    (old,) = [media for media in before if media.id == small[0].id]
    assert (small[0].sha256, small[0].size) == (old.sha256, old.size)
    assert old.file not in await files.names()
    data = await files.read(small[0].file, str(small[0].employee_id))
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    assert max(picture.shape[:2]) <= 320
    assert len(await files.names()) == len(before)


async def _media(town: Town) -> list[Media]:
    async with town.database.read() as session:
        return list(await session.scalars(select(Media).order_by(Media.id)))
