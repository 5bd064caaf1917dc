"""The drive: every person is enrolled once with a whole set, whatever pictures are refused on the way."""

from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from attendance.people.nip import parse_nip
from demo.portraits import portrait
from presensi.bench.drive import nip_of
from presensi.bench.enrolment import measure, sitters
from presensi.errors import CommandRefused


@pytest.fixture
def faces(tmp_path: Path) -> Path:
    """Two people of three pictures each, of which one shows nobody: another is taken in its place."""
    for person in ("astronaut", "hopper"):
        folder = tmp_path / "faces" / person
        folder.mkdir(parents=True)
        for number in (1, 3):
            (folder / f"{number}.jpg").write_bytes(portrait(person, number))
        Image.new("RGB", (400, 500), (120, 140, 160)).save(folder / "2.jpg")
    return tmp_path / "faces"


async def test_each_is_enrolled_once_with_three_pictures_and_few_actions(faces: Path) -> None:
    figures = await measure(people=2, operators=2, pace=0.0, folder=faces)
    assert (figures["enrolled"], figures["held"], figures["lost"], figures["doubled"]) == (2, 0, 0, 0)
    assert (figures["incomplete"], figures["second_person_presses"]) == (0, 2)
    assert figures["pictures_refused"] >= 2
    assert 4 <= figures["operator_actions_max"] <= 5  # /rekam, the notice, the album, one in the place of nobody's


def test_nips_are_well_formed_and_everybody_has_his_own() -> None:
    nips = [nip_of(number) for number in range(2500)]
    assert len(set(nips)) == 2500
    assert [parse_nip(nip, date(2026, 11, 23)) for nip in nips[::100]] == nips[::100]


def test_people_without_a_whole_set_are_not_asked_for(faces: Path) -> None:
    with pytest.raises(CommandRefused, match="2 people, 3 are needed"):
        sitters(faces, 3)
