"""Whose face a picture shows: the sender's, unless an operator took it of somebody else."""

from sqlalchemy import ColumnElement, Select, select

from attendance.people.tables import FaceTemplate
from attendance.records.tables import Media


def shows(employee_id: int) -> ColumnElement[bool]:
    """The pictures of a person, whoever sent them: their selfies, those taken of them, those of their templates."""
    own = (
        Media.shows_id.is_(None)
        & (Media.employee_id == employee_id)
        & Media.id.not_in(_of_templates(employee_id, other=True))
    )
    return own | (Media.shows_id == employee_id) | Media.id.in_(_of_templates(employee_id, other=False))


def _of_templates(employee_id: int, *, other: bool) -> Select[int]:
    whose = FaceTemplate.employee_id != employee_id if other else FaceTemplate.employee_id == employee_id
    return select(FaceTemplate.media_id).where(whose)
