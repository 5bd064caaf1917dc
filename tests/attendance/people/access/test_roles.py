import pytest

from attendance.people.access.roles import ALLOWED, Action, Grant, Role, may, may_anywhere
from attendance.rules.resolve import NOBODY, PersonScope

BUDI = PersonScope(employee_id=1, unit_id=20, agency_id=300)
ENROL, SEE = Action.ENROL, Action.SEE_ATTENDANCE


@pytest.mark.parametrize(
    ("grants", "action", "target", "allowed"),
    [
        ([], SEE, BUDI, False),
        ([Grant(Role.ADMIN)], ENROL, BUDI, True),
        ([Grant(Role.ADMIN)], ENROL, NOBODY, True),
        ([Grant(Role.ADMIN, agency_id=300)], ENROL, BUDI, True),
        ([Grant(Role.ADMIN, agency_id=301)], ENROL, BUDI, False),
        ([Grant(Role.ADMIN, agency_id=300)], ENROL, NOBODY, False),
        ([Grant(Role.OPERATOR, agency_id=300)], ENROL, BUDI, True),
        ([Grant(Role.OPERATOR, unit_id=20)], ENROL, BUDI, True),
        ([Grant(Role.OPERATOR, unit_id=21)], ENROL, BUDI, False),
        ([Grant(Role.OPERATOR, agency_id=300, unit_id=21)], ENROL, BUDI, False),
        ([Grant(Role.OPERATOR, unit_id=20)], ENROL, PersonScope(1, None, 300), False),
        ([Grant(Role.HEAD, agency_id=300)], ENROL, BUDI, False),
        ([Grant(Role.HEAD, agency_id=300)], SEE, BUDI, True),
        ([Grant(Role.INSPECTOR)], SEE, BUDI, True),
        ([Grant(Role.HEAD, agency_id=300), Grant(Role.OPERATOR, agency_id=301)], ENROL, BUDI, False),
    ],
)
def test_one_grant_must_both_allow_the_action_and_cover_the_target(grants, action, target, allowed):
    assert may(grants, action, target) is allowed


def test_every_role_is_told_what_it_may():
    assert set(ALLOWED) == set(Role)


def test_an_action_is_offered_to_whoever_may_do_it_somewhere():
    assert may_anywhere([Grant(Role.OPERATOR, unit_id=21)], ENROL)
    assert not may_anywhere([Grant(Role.HEAD)], ENROL)
