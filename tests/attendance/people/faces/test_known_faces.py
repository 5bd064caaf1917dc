import numpy as np
import pytest

from attendance.people.faces.known_faces import KnownFaces
from tests.attendance.people.painting import embedding_of


def known(**people: list[float]) -> KnownFaces:
    """`a1`: an enrolment of person a, numbered 1; the degrees of its templates."""
    rows = [(name, degrees) for name, angles in people.items() for degrees in angles]
    return KnownFaces(
        np.stack([embedding_of(degrees).vector for _, degrees in rows], axis=1),
        np.array([ord(name[0]) for name, _ in rows], np.int64),
        np.array([int(name[1:]) for name, _ in rows], np.int64),
    )


def probes(*degrees: float) -> np.ndarray:
    return np.stack([embedding_of(one).vector for one in degrees])


def found(faces: KnownFaces, *degrees: float, of: str = "z", at_least: float = 0.5) -> list[tuple[str, int]]:
    return [(chr(one.employee_id), one.enrolment_id) for one in faces.alike(probes(*degrees), ord(of), at_least)[0]]


OFFICE = known(a1=[0, 10, 20], b2=[100, 110], c3=[30], a4=[200])


def test_whoever_is_alike_enough_is_found_the_most_alike_first():
    assert found(OFFICE, 22) == [("a", 1), ("c", 3)]
    assert found(OFFICE, 27) == [("c", 3), ("a", 1)]
    assert found(OFFICE, 105) == [("b", 2)]
    assert found(OFFICE, 280) == []


def test_nobody_is_a_duplicate_of_himself():
    others, own = OFFICE.alike(probes(195), ord("a"), 0.5)
    assert others == []
    assert own == pytest.approx(np.cos(np.radians(5)))
    assert OFFICE.alike(probes(195), ord("b"), 0.5)[1] == pytest.approx(np.cos(np.radians(85)))


def test_somebody_who_is_not_enrolled_has_no_likeness_of_his_own():
    assert OFFICE.alike(probes(15), ord("z"), 0.5)[1] is None


def test_the_likeness_of_two_sets_is_the_mean_over_the_pictures_of_the_best_template():
    ((one, *_), _) = OFFICE.alike(probes(10, 50), ord("z"), 0.5)
    assert one.likeness == pytest.approx((np.cos(np.radians(20)) + np.cos(np.radians(20))) / 2)
    assert one.employee_id == ord("c")


def test_the_threshold_itself_is_alike_enough():
    likeness = OFFICE.alike(probes(140), ord("z"), 0.5)[0][0].likeness
    assert found(OFFICE, 140, at_least=likeness) == [("b", 2)]
    assert found(OFFICE, 140, at_least=np.nextafter(likeness, 2)) == []


def test_what_has_ended_is_left_out():
    assert found(OFFICE.without([1, 3]), 15) == []
    assert found(OFFICE.without([3]), 22) == [("a", 1)]
    assert OFFICE.without([77]) is OFFICE


def test_parts_are_joined_in_their_order_and_empty_ones_are_nothing():
    nobody = KnownFaces.joined([])
    assert nobody.alike(probes(0), 1, -1.0) == ([], None)
    joined = KnownFaces.joined([nobody, known(a1=[0]), nobody, known(b2=[100])])
    assert list(joined.employees) == [ord("a"), ord("b")]
    assert found(joined, 95) == [("b", 2)]


def test_the_search_is_exact():
    dice = np.random.default_rng(5)
    vectors = dice.standard_normal((600, 16)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    numbers = np.repeat(np.arange(200), 3)
    faces = KnownFaces(np.ascontiguousarray(vectors[:597].T), numbers[:597], numbers[:597])
    others, _ = faces.alike(vectors[597:], 9999, -1.0)
    for one in others:
        mine = vectors[:597][numbers[:597] == one.enrolment_id]
        assert one.likeness == pytest.approx((vectors[597:] @ mine.T).max(axis=1).mean(), abs=1e-6)
    assert len(others) == 199


def test_a_template_that_was_added_later_belongs_to_its_enrolment_all_the_same():
    faces = known(a1=[0, 10], b2=[100], c3=[30])
    added = KnownFaces.joined([faces, KnownFaces(probes(60).T.copy(), faces.employees[:1], faces.enrolments[:1])])
    assert found(added, 62) == [("a", 1), ("c", 3), ("b", 2)]
    others, own = added.alike(probes(62), ord("a"), 0.5)
    assert [one.enrolment_id for one in others] == [3, 2]
    assert own == pytest.approx(np.cos(np.radians(2)))
