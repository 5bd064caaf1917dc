"""Whoever has a twin on record is compared with the twin too, so that deciding knows who is nearer."""

from collections.abc import Sequence

from attendance.checkin.evidence import FaceFinding
from attendance.people.faces.templates import Templates
from recognition.embedding import Embedding
from recognition.examination import Examiner


def beside_look_alikes(
    examiner: Examiner, rivals: Sequence[Templates] | None, probe: Embedding, finding: FaceFinding
) -> FaceFinding:
    """The finding with the best similarity of the probe to a registered look-alike; `rivals` is None without any.

    Look-alikes without templates of the probe's engine leave `rival_similarity` None; the higher threshold stays.
    """
    if rivals is None:
        return finding
    enrolled = [template for rival in rivals for template in rival.of(probe)]
    similarity = examiner.similarity(probe, enrolled) if enrolled else None
    return finding.model_copy(update={"look_alike": True, "rival_similarity": similarity})
