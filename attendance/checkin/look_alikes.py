"""Whoever has a twin on record is compared with the twin too, so that deciding knows who is nearer."""

from attendance.checkin.evidence import FaceFinding
from attendance.people.look_alikes import load_rivals
from attendance.people.portraits import Darkroom
from attendance.vault.keyring import Keyring
from recognition.embedding import Embedding


async def beside_look_alikes(
    room: Darkroom, keyring: Keyring, employee_id: int, probe: Embedding, finding: FaceFinding
) -> FaceFinding:
    """The finding with the best similarity of the probe to anybody who is registered as a look-alike.

    Look-alikes without templates of the probe's engine leave `rival_similarity` None; the higher threshold stays.
    """
    async with room.database.read() as session:
        rivals = await load_rivals(session, employee_id, keyring)
    if rivals is None:
        return finding
    enrolled = [template for rival in rivals for template in rival.of(probe)]
    similarity = room.examiner.similarity(probe, enrolled) if enrolled else None
    return finding.model_copy(update={"look_alike": True, "rival_similarity": similarity})
