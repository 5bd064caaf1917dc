"""A database and a media folder with some of everything that is sealed."""

from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from attendance.people.faces.templates import opened, sealed_templates
from attendance.people.tables import Enrolment, FaceTemplate
from attendance.records.database import Database, Priority
from attendance.records.inbound import Envelope, store, unseal_raw
from attendance.records.tables import Inbound, Media
from attendance.vault.census import Census, take_census
from attendance.vault.files import MediaFiles
from attendance.vault.keyring import Keyring, new_key
from attendance.vault.probe import remember_keys
from attendance.vault.rotation import Progress, retire, rotate
from recognition.embedding import Embedding
from tests.attendance.people.office import NOW, Office

#: Two keys for a whole test; which of them is the current one is for the test to say.
K1, K2 = new_key("k1"), new_key("k2")
OLD, BOTH, NEW = Keyring.parse(K1), Keyring.parse(f"{K2},{K1}"), Keyring.parse(K2)


def face(seed: int) -> Embedding:
    """An embedding of nobody."""
    return Embedding("sface", "test", np.random.default_rng(seed).normal(size=128).astype(np.float32))


class Strongroom:
    """What is put in under one keyring can be asked for under another."""

    def __init__(self, database: Database, folder: Path, office: Office) -> None:
        self.database, self.folder, self.office = database, folder, office
        self.pictures = list[tuple[str, int]]()
        self._number = 0

    def files(self, keyring: Keyring) -> MediaFiles:
        return MediaFiles(self.folder, keyring)

    async def keep(self, keyring: Keyring, number: int = 1) -> None:
        """So many messages, each with its picture and the template made of it, of Budi."""
        async with self.database.write(Priority.STEP) as session:
            await remember_keys(session, keyring)
        for _ in range(number):
            await self._keep_one(keyring)

    async def _keep_one(self, keyring: Keyring) -> None:
        self._number += 1
        name, budi = f"picture{self._number}", self.office.budi.id
        await self.files(keyring).write(name, name.encode() * 20, str(budi))
        self.pictures.append((name, budi))
        async with self.database.write(Priority.STEP) as session:
            message = Envelope("telegram", "main", str(self._number), "7", NOW, f"message {self._number}".encode())
            (inbound_id,) = await store(session, [message], keyring, NOW)
            media = Media(
                employee_id=budi, inbound_id=inbound_id, file=name, sha256=name, size=len(name) * 20, created_at=NOW
            )
            enrolment = Enrolment(employee_id=budi, enrolled_by=budi, enrolled_at=NOW, version=1)
            session.add_all([media, enrolment])
            await session.flush()
            session.add_all(sealed_templates(enrolment, media.id, [face(self._number)], keyring))

    async def contents(self, keyring: Keyring) -> list[bytes]:
        """All of it, opened. Raises KeyUnknown or SealBroken."""
        async with self.database.read() as session:
            templates = await session.scalars(select(FaceTemplate).order_by(FaceTemplate.id))
            faces = [opened(row, keyring) for row in templates]
            messages = await session.scalars(select(Inbound).where(Inbound.raw.is_not(None)).order_by(Inbound.id))
            raw = [unseal_raw(keyring, row) for row in messages]
        return faces + raw + [await self.files(keyring).read(name, str(owner)) for name, owner in self.pictures]

    async def census(self) -> Census:
        return await take_census(self.database, self.files(BOTH))

    async def rotate(self, keyring: Keyring = BOTH) -> list[Progress]:
        return [progress async for progress in rotate(self.database, self.files(keyring), keyring)]

    async def retire(self, keyring: Keyring = BOTH) -> tuple[str, ...]:
        census = await take_census(self.database, self.files(keyring))
        async with self.database.write(Priority.BULK) as session:
            return await retire(session, census, keyring, NOW)


@pytest.fixture
def strongroom(database: Database, tmp_path: Path, office: Office) -> Strongroom:
    return Strongroom(database, tmp_path / "media", office)
