"""US-3: one phone for six people with their prints, last week's selfie, a forwarded video; and one who is there.

Pictures are drawn from the evaluation sets by twenty committed seeds. The people of NUAA sat before a webcam, and their
prints were held before it by hand: the honest one is another person, in frames of one clip in which the head turns.
"""

import csv
import io
import os
import random
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import pytest
import pytest_asyncio
from PIL import Image, ImageEnhance
from sqlalchemy import String, cast, func, select, update

from attendance.challenge.tables import Challenge
from attendance.checkin.tables import Attempt, Decision, Punch
from attendance.people.faces.templates import sealed_templates
from attendance.people.tables import Agency, Employee, Employment, Enrolment
from attendance.records.database import Database, Priority
from attendance.records.tables import Inbound, Media, PicturePrint
from attendance.rules.kinds import ChallengeRule, PadRule, ReuseRule
from attendance.vault.keyring import new_key
from demo.regency import found_regency
from geofence.positions import Point
from recognition.challenge.actions import Action
from recognition.embedding import Embedding
from recognition.examination import Examiner, Look
from recognition.quality import QualityLimits
from tests.fixtures.town import KETAT, KOMINFO, MONDAY, Town, _settings_in, open_town
from tests.talk import Talk

pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.eval_data,
    pytest.mark.skipif("PRESENSI_EVAL_DATA" not in os.environ, reason="PRESENSI_EVAL_DATA is not set: no faces"),
]

SEEDS = range(20)
PRINTED, REUSING, FORWARDING = [f"{number:04}" for number in range(1, 7)], "0007", "0008"
HONEST = "honest"
CLIP = "Apfol__real2.webm"
SET = 3
OFFICES = {"CONTOH-KOMINFO": KOMINFO, "CONTOH-KETAT": KETAT}

STRICT = (ChallengeRule(level="enforce", liveness_level=1), PadRule(level="enforce"), ReuseRule(level="enforce"))
NEUTRAL_DEG, TURNED_DEG = 8.0, 28.0

#: Seed by seed: whether the one who is there passed without a step-up.
FIRST_TRIES: list[bool] = []


@dataclass(frozen=True)
class Faces:
    """What each person can send: live pictures and prints; of the honest one frames, straight and turned."""

    live: Mapping[str, Sequence[bytes]]
    prints: Mapping[str, Sequence[bytes]]
    straight: Sequence[bytes]
    turned: Sequence[bytes]


class Chance(random.Random):
    """Seeded; the one who is there is asked for a turn of the head, which is all that the frames of the clip show."""

    turn: tuple[Action, ...] | None = None

    def choice(self, seq: Sequence[Any]) -> Any:
        return self.turn if self.turn in seq else super().choice(seq)


@dataclass
class Room:
    town: Town
    chance: Chance
    faces: Faces
    talks: Mapping[str, Talk]
    names: Mapping[str, str]
    offices: Mapping[str, Point]

    async def punched(self) -> set[str]:
        """Who of them has a punch today."""
        async with self.town.database.read() as session:
            query = select(Employee.name).join(Punch, Punch.employee_id == Employee.id)
            found = set(await session.scalars(query.where(Punch.work_date == self.town.today)))
        return {who for who, name in self.names.items() if name in found}

    async def forgets(self) -> None:
        """Each seed is a week of its own: nobody's pictures of another seed make those of this one a repetition."""
        async with self.town.database.write(Priority.STEP) as session:
            digest = cast(Media.id, String)
            await session.execute(update(Media).values(sha256=digest, platform_unique_id=None))
            await session.execute(update(PicturePrint).values(bits=func.randomblob(32)))

    async def outcomes(self, who: str) -> list[str]:
        async with self.town.database.read() as session:
            query = (
                select(Decision.outcome)
                .join(Attempt, Attempt.id == Decision.attempt_id)
                .join(Employee, Employee.id == Attempt.employee_id)
                .where(Employee.name == self.names[who], Attempt.work_date == self.town.today)
            )
            return list(await session.scalars(query.order_by(Decision.id)))

    async def challenges(self, who: str) -> int:
        """How often somebody was asked today."""
        async with self.town.database.read() as session:
            query = select(Challenge.id).join(Employee, Employee.id == Challenge.employee_id)
            today = Challenge.drawn_at > self.town.at("00:00")
            return len((await session.scalars(query.where(Employee.name == self.names[who], today))).all())


def _nuaa(label: str) -> Mapping[str, list[bytes]]:
    root = Path(os.environ["PRESENSI_EVAL_DATA"], "nuaa")
    found = defaultdict[str, list[bytes]](list)
    with (root / "manifest.csv").open(newline="") as manifest:
        for row in csv.DictReader(manifest):
            if row["label"] == label:
                found[row["group"]].append((root / row["file"]).read_bytes())
    return found


async def _of_clip(examiner: Examiner) -> tuple[list[bytes], list[bytes]]:
    """Every third frame that shows a straight or a clearly turned face of good quality."""
    capture = cv2.VideoCapture(str(Path(os.environ["PRESENSI_EVAL_DATA"], "videos", CLIP)))
    straight, turned, number = list[bytes](), list[bytes](), 0
    while (read := capture.read())[0]:
        number += 1
        if number % 3:
            continue
        jpeg = cv2.imencode(".jpg", read[1], [cv2.IMWRITE_JPEG_QUALITY, 92])[1].tobytes()
        found = await examiner.examine(jpeg, ["sface"], QualityLimits(), Look.ONCE)
        yaw = abs(found.pose.yaw) if found.pose else 0.0
        if found.face and not found.problems and yaw < NEUTRAL_DEG:
            straight.append(jpeg)
        elif yaw > TURNED_DEG:
            turned.append(jpeg)
    capture.release()
    return straight, turned


async def _templates(examiner: Examiner, pictures: Sequence[bytes]) -> list[Embedding]:
    found = [await examiner.examine(one, ["sface"], QualityLimits(), Look.TWICE) for one in pictures]
    return [embedding for one in found for embedding in one.embeddings]


async def _enrol(database: Database, name: str, embeddings: Sequence[Embedding], town: Town) -> None:
    """As an operator did long ago."""
    now = town.clock.now()
    async with database.write(Priority.STEP) as session:
        employee = (await session.scalars(select(Employee).where(Employee.name == name))).one()
        message = Inbound(
            channel="telegram", our_account="main", external_id=f"enrol {name}", received_at=now, status="done"
        )
        session.add(message)
        await session.flush()
        media = Media(employee_id=employee.id, inbound_id=message.id, file=name, sha256=name, size=1, created_at=now)
        enrolment = Enrolment(employee_id=employee.id, enrolled_by=employee.id, enrolled_at=now, version=1)
        session.add_all([media, enrolment])
        await session.flush()
        session.add_all(sealed_templates(enrolment, media.id, list(embeddings), town.service.keyring))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def room(
    sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, model_cache: Path
) -> AsyncIterator[Room]:
    folder = tmp_path_factory.mktemp("room")
    shutil.copy(sqlite_template, folder / "presensi.sqlite3")
    settings = _settings_in(folder, new_key("k1"), model_cache)
    url = f"sqlite:///{folder / 'presensi.sqlite3'}"
    await found_regency(url, settings().keyring(), MONDAY)
    chance = Chance(20261123)
    async with open_town(settings, url, MONDAY, chance) as town:
        async with Examiner(models=None, cache=model_cache) as examiner:
            straight, turned = await _of_clip(examiner)
            faces = Faces(_nuaa("live"), _nuaa("print"), straight, turned)
            known = {who: faces.live[who][:SET] for who in (*PRINTED, REUSING, FORWARDING)}
            enrolled = {who: await _templates(examiner, set_) for who, set_ in known.items()}
            enrolled[HONEST] = await _templates(examiner, faces.straight[:SET])
        async with town.database.read() as session:
            works = select(Employee.name, Agency.code).join(Employment, Employment.employee_id == Employee.id)
            posts = (await session.execute(works.join(Agency, Agency.id == Employment.agency_id))).all()
        names = dict(zip(enrolled, (name for name, _ in posts), strict=False))
        offices = {who: OFFICES[code] for who, (_, code) in zip(enrolled, posts, strict=False)}
        for who, name in names.items():
            await _enrol(town.database, name, enrolled[who], town)
        yield Room(town, chance, faces, {who: await town.employee(name) for who, name in names.items()}, names, offices)


def _recompressed(picture: bytes, dice: random.Random) -> bytes:
    """Smaller, brighter and compressed anew, as a picture gets that is passed on."""
    with Image.open(io.BytesIO(picture)) as opened:
        smaller = opened.convert("RGB").resize((opened.width * 4 // 5, opened.height * 4 // 5))
    buffer = io.BytesIO()
    ImageEnhance.Brightness(smaller).enhance(dice.uniform(0.85, 1.15)).save(buffer, "JPEG", quality=60)
    return buffer.getvalue()


async def _strict(room: Room) -> None:
    """From this morning on every check is enforced, whatever agency somebody is of."""
    for rule in STRICT:
        await room.town.rule_for_all(rule)


async def _tries(room: Room, who: str, first: bytes, second: bytes) -> None:
    """Both pictures as they were asked for, and once more when one more answer is asked for."""
    talk = room.talks[who]
    await talk.says("Masuk")
    await talk.hears("kirim 2 foto")
    await talk.sends_album([first, second])
    await talk.is_at(room.offices[who], metres=20, bearing=90)
    await talk.quiet()
    await talk.sends_album([first, second])
    await talk.quiet()


@pytest.mark.parametrize("seed", SEEDS)
async def test_none_of_the_eight_is_accepted_and_whoever_is_there_passes(room: Room, seed: int) -> None:
    dice = random.Random(seed)
    await room.town.next_morning()
    # More than a day after the draws of the seed before, which are a risk until then.
    room.town.clock.forward(minutes=9 * seed)
    await _strict(room)
    for who in PRINTED:
        await _tries(room, who, *dice.sample(room.faces.prints[who], 2))
    last_week = dice.choice(room.faces.live[REUSING])
    await _tries(room, REUSING, _recompressed(last_week, dice), _recompressed(last_week, dice))
    await room.talks[FORWARDING].says("Masuk")
    await room.talks[FORWARDING].hears("kirim 2 foto")
    await room.talks[FORWARDING].films(b"a colleague's video", forwarded_from="Grace")
    await room.talks[FORWARDING].hears("yang diteruskan tidak dapat dipakai")

    honest = room.talks[HONEST]
    room.chance.turn = (Action.LOOK_LEFT if seed % 2 else Action.LOOK_RIGHT,)
    await honest.says("Masuk")
    await honest.hears("kirim 2 foto", "menengok ke")
    room.chance.turn = None
    await honest.sends_album([dice.choice(room.faces.straight[SET:]), dice.choice(room.faces.turned)])
    await honest.is_at(room.offices[HONEST], metres=20, bearing=90)
    await honest.quiet()

    at_first_try = await room.punched() == {HONEST}
    FIRST_TRIES.append(at_first_try)
    if not at_first_try:
        room.chance.turn = (Action.LOOK_RIGHT if seed % 2 else Action.LOOK_LEFT,)
        await honest.later(minutes=4)
        await honest.sends_album([dice.choice(room.faces.straight[SET:]), dice.choice(room.faces.turned)])
        room.chance.turn = None
    await honest.later(minutes=4)
    await honest.later(minutes=4)
    assert await room.punched() == {HONEST}, room.talks[HONEST].shown[-4:]
    await room.forgets()
    for who in (*PRINTED, REUSING):
        assert "accepted" not in await room.outcomes(who)
        assert await room.challenges(who) >= 1
        told = " ".join(room.talks[who].shown).lower()
        assert not any(word in told for word in ("serang", "palsu", "curiga", "tiruan", "skor"))


async def test_whoever_is_there_passes_at_the_first_try_nearly_always() -> None:
    assert len(FIRST_TRIES) == len(SEEDS), "every seed before this"
    assert sum(FIRST_TRIES) >= 18
