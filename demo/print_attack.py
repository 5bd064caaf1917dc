"""Seluma in Dinas Ketat: somebody who holds an employee's phone holds a printed photo of him before its camera."""

import asyncio
from dataclasses import dataclass

from sqlalchemy import select

from attendance.people.faces.templates import current_enrolment_id, load_templates, sealed_templates
from attendance.people.tables import ChatAccount, Enrolment, FaceTemplate
from attendance.records.database import Priority
from bot.dialogues.commands import COMMANDS
from demo.people import Cast, Member
from demo.places import Place
from demo.playing import PlayFailed, answer_to, bind, say
from demo.prints import SECONDS, SIDE, filmed, printed
from demo.stage import Stage
from demo.telegram.chats import Message

#: Whose printed photo it is, one after the other: first the head of the agency, as in Seluma.
VICTIMS = ("La Ode Safiuddin", "Nurhayati", "Ketut Sudana", "Abdul Karim")

#: Whose sample face they are lent, since the roster has more people than there are sample faces.
FACE_OF = "Eileen Marwah"

#: What the sheet is tried with: an answer as asked, and again until a human has it.
_MOST_ANSWERS = 12


@dataclass(frozen=True)
class Attack:
    """Who is attacked, and the command with which the admin sees what came of it, where there is one."""

    victim: Member
    command: str | None


async def prepare(stage: Stage, cast: Cast) -> Attack:
    """The next victim, with an account and a face on record; when all have had their turn the first again."""
    victims = [cast.named(name) for name in VICTIMS]
    bound = await _bound(stage)
    victim = next((one for one in victims if one.id not in bound), victims[0])
    if victim.id not in bound:
        await _lend_face(stage, cast.named(FACE_OF), victim)
        await bind(victim.phone, cast.codes[victim.id])
    known = {command.name.value for command in COMMANDS}
    return Attack(victim, "/curiga" if "curiga" in known else None)


async def attack(victim: Member, office: Place, seed: int) -> Message:
    """Everything that a sheet of paper can do: held straight, swung as if a head turned, and filmed; the last answer.

    Raises PlayFailed when an answer does not come.
    """
    phone = victim.phone
    answer, film = await say(phone, "Masuk"), b""
    await phone.location(*office.around(20, 90), horizontal_accuracy=15)
    for number in range(_MOST_ANSWERS):
        straight, swung = (printed("astronaut", seed, turned=turned) for turned in (0.0, (-1) ** number * 0.8))
        if "video" in answer.text:
            film = film or await asyncio.to_thread(filmed, "astronaut", seed)
            await phone.video_note(film, SECONDS, SIDE)
        else:
            # A prompt asks for two photos by number, and so does an answer after which both are due again.
            await (phone.album([straight, swung]) if "(1)" in answer.text else phone.photo(swung))
        try:
            answer = await answer_to(phone)
        except TimeoutError:
            raise PlayFailed("nobody answered the printed photo") from None
        if not any(key.asks == "location" for row in phone.keyboard for key in row):
            # The keyboard of a check-in is gone: it is with a human.
            break
    return answer


async def _bound(stage: Stage) -> frozenset[int]:
    accounts = select(ChatAccount.employee_id).where(ChatAccount.employee_id.is_not(None))
    async with stage.database.read() as session:
        return frozenset(id_ for id_ in await session.scalars(accounts) if id_ is not None)


async def _lend_face(stage: Stage, of: Member, to: Member) -> None:
    """The templates of somebody who is enrolled, on record for somebody else too.

    Dinas Ketat demands pictures in different poses, which the variations of one portrait are not.
    """
    keyring, now = stage.service.keyring, stage.clock.now()
    async with stage.database.write(Priority.STEP) as session:
        templates = await load_templates(session, of.id, keyring)
        enrolled = await current_enrolment_id(session, of.id)
        media_id = await session.scalar(
            select(FaceTemplate.media_id).where(FaceTemplate.enrolment_id == enrolled).limit(1)
        )
        if media_id is None or await current_enrolment_id(session, to.id) is not None:
            return
        enrolment = Enrolment(employee_id=to.id, enrolled_by=of.id, enrolled_at=now, version=1)
        session.add(enrolment)
        await session.flush()
        session.add_all(sealed_templates(enrolment, media_id, templates.embeddings, keyring))
