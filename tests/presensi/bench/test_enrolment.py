"""The drive: every person is enrolled once with a whole set, whatever pictures are refused on the way."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from attendance.people.nip import parse_nip
from demo.portraits import portrait
from presensi.bench.albums import sitters
from presensi.bench.drive import Outcome, nip_of
from presensi.bench.enrolment import Drive, Session, figures_of, measure
from presensi.errors import CommandRefused
from recognition.examination import Examiner

ALL_THERE = Outcome(enrolled=1, held=0, lost=0, doubled=0, few=0)


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
    figures = figures_of(await measure(people=2, operators=2, pace=0.0, folder=faces))
    assert (figures["enrolled"], figures["held"], figures["lost"], figures["doubled"]) == (2, 0, 0, 0)
    assert (figures["incomplete"], figures["second_person_presses"]) == (0, 2)
    assert figures["pictures_refused"] >= 2
    assert 4 <= figures["operator_actions_max"] <= 5  # /rekam, the notice, the album, one in the place of nobody's
    assert 0 < figures["our_seconds_p50"] <= figures["our_seconds_max"] < 30


def test_nips_are_well_formed_and_everybody_has_his_own() -> None:
    nips = [nip_of(number) for number in range(2500)]
    assert len(set(nips)) == 2500
    assert [parse_nip(nip, date(2026, 11, 23)) for nip in nips[::100]] == nips[::100]


@pytest.mark.parametrize(
    ("session", "outcome", "wanted"),
    [
        (Session("1", actions=5, our_s=5.0, answered=True), ALL_THERE, True),
        (Session("1", actions=6, our_s=1.0, answered=True), ALL_THERE, False),
        (Session("1", actions=3, our_s=5.1, answered=True), ALL_THERE, False),
        (Session("1", actions=3, our_s=1.0, answered=False), ALL_THERE, False),
        (Session("1", actions=3, our_s=1.0, answered=True), replace(ALL_THERE, enrolled=0, lost=1), False),
        (Session("1", actions=3, our_s=1.0, answered=True), replace(ALL_THERE, doubled=1), False),
    ],
)
def test_it_is_as_wanted_when_nobody_is_lost_and_none_cost_too_much(
    session: Session, outcome: Outcome, wanted: bool
) -> None:
    drive = Drive([session], outcome, confirmations=1, left_out=0, seconds=1.0, cpu_s=1.0)
    assert figures_of(drive)["as_wanted"] is wanted


async def test_people_of_whom_no_set_would_be_whole_are_left_out_and_not_asked_for(
    faces: Path, model_cache: Path
) -> None:
    hidden = faces / "nobody"
    hidden.mkdir()
    for number in (1, 2, 3):
        Image.new("RGB", (400, 500), (120, 140, 160)).save(hidden / f"{number}.jpg")
    Image.new("RGB", (400, 500), (120, 140, 160)).save(faces / "hopper" / "4.jpg")
    (hidden / "4.jpg").write_bytes(portrait("astronaut", 1))
    async with Examiner(models=None, cache=model_cache) as examiner:
        found, left_out = await sitters(faces, 2, examiner)
        assert ([one.good for one in found], left_out) == ([2, 2], 1)
        with pytest.raises(CommandRefused, match="of 2 people, not of 3"):
            await sitters(faces, 3, examiner)
