"""Where the roles of somebody allow something, as a condition on employments."""

from sqlalchemy import ColumnElement, or_

from attendance.people.access.roles import Action
from attendance.people.person import Person
from attendance.people.tables import Employment


def reach_of(actor: Person, action: Action) -> ColumnElement[bool] | None:
    """None for the whole regency; what nobody is within when there is no such role."""
    grants = [grant for grant in actor.roles if grant.allows(action)]
    if any(grant.agency_id is None and grant.unit_id is None for grant in grants):
        return None
    agencies = [grant.agency_id for grant in grants if grant.unit_id is None]
    units = [grant.unit_id for grant in grants if grant.unit_id is not None]
    return or_(Employment.agency_id.in_(agencies), Employment.unit_id.in_(units))
