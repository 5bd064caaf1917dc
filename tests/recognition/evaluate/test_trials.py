"""Lists of pictures: who is compared with whom, and what is wrong with a list in one sentence."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recognition.evaluate import trials as lists
from recognition.evaluate.trials import ListRefused, Pictures, best_of, every_two, read_identities, read_pairs

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""The machine may be busy with other tests."""


def written(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    file = folder / "list.csv"
    file.write_bytes(text.encode(encoding))
    return file


def of_people(*people: int) -> Pictures:
    numbers = np.array(people)
    return Pictures(tuple(f"{index}.jpg" for index in range(len(people))), numbers, {})


def test_every_two_pictures_are_compared_once(tmp_path: Path) -> None:
    pictures = read_identities(written(tmp_path, "file,identity\na,Ani\nb,Budi\nc,Ani\nd,Citra\n"))
    trials = every_two(pictures)
    told = list(zip(trials.enrolled[trials.left, 0].tolist(), trials.probe.tolist(), strict=True))
    assert told == list(combinations(range(4), 2))
    assert [pair for pair, same in zip(told, trials.same, strict=True) if same] == [(0, 2)]


def test_a_group_holds_the_trials_among_its_own_people(tmp_path: Path) -> None:
    text = "file,identity,group,gender\na,Ani,x,female\nb,Budi,x,male\nc,Ani,x,female\nd,Citra,y,female\ne,Dedi,,male\n"
    trials = every_two(read_identities(written(tmp_path, text)))
    pairs = np.stack([trials.left, trials.probe], axis=1)
    found = {name: pairs[among].tolist() for name, among in trials.groups.items()}
    assert found == {
        "x": [[0, 1], [0, 2], [1, 2]],
        "x/female": [[0, 2]],
        "x/male": [],
        "y": [],
        "y/female": [],
    }


def test_pairs_are_compared_as_they_are_listed(tmp_path: Path) -> None:
    text = "file_a,file_b,same,group,note\nb,a,1,x,\nb,c,0,,hello\nc,d,1,x,\n"
    pictures, trials = read_pairs(written(tmp_path, text))
    assert pictures.files == ("b", "a", "c", "d")
    assert [pictures.files[left] for left in trials.left] == ["b", "b", "c"]
    assert [pictures.files[probe] for probe in trials.probe] == ["a", "c", "d"]
    assert trials.same.tolist() == [True, False, True]
    assert {name: among.tolist() for name, among in trials.groups.items()} == {"x": [True, False, True]}


def test_pictures_that_are_the_same_by_some_line_are_of_one_person(tmp_path: Path) -> None:
    text = "file_a,file_b,same\na,b,1\nb,c,1\nd,e,1\nc,d,0\n"
    pictures, _ = read_pairs(written(tmp_path, text))
    people = dict(zip(pictures.files, pictures.people.tolist(), strict=True))
    assert people["a"] == people["b"] == people["c"] != people["d"] == people["e"]


@unhurried
@given(st.lists(st.integers(0, 4), min_size=2, max_size=14), st.integers(1, 3), st.data())
def test_the_first_usable_pictures_are_enrolled_and_never_compared_with_themselves(
    people: list[int], count: int, data: st.DataObject
) -> None:
    pictures = of_people(*people)
    usable = np.array(data.draw(st.lists(st.booleans(), min_size=len(people), max_size=len(people))))
    own = {person: [i for i, one in enumerate(people) if one == person and usable[i]] for person in set(people)}
    enrolled = {person: found[:count] for person, found in own.items() if len(found) >= count}
    expected = {
        (tuple(templates), probe, people[probe] == person)
        for person, templates in enrolled.items()
        for probe in range(len(people))
        if probe not in templates
    }
    if not any(same for _, _, same in expected):
        with pytest.raises(ListRefused, match="nobody has"):
            best_of(pictures, count, usable)
        return
    trials = best_of(pictures, count, usable)
    told = [
        (tuple(trials.enrolled[left].tolist()), int(probe), bool(same))
        for left, probe, same in zip(trials.left, trials.probe, trials.same, strict=True)
    ]
    assert len(told) == len(expected)
    assert set(told) == expected


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "has no column file and no column identity"),
        ("file,person\na,Ani\n", "has no column identity"),
        ("file,identity\n", "has no lines"),
        ("file,identity\na,Ani\nb,\n", "line 3: the column identity is empty"),
        ("file,identity\na,Ani\na,Budi\n", "listed twice"),
        ("file,identity\na,Ani\nb,Ani\n", "all pictures are of one identity"),
        ("file,identity\na,Ani\nb,Budi\n", "no identity has two pictures"),
    ],
)
def test_what_is_wrong_with_a_list_of_identities_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ListRefused, match=sentence):
        read_identities(written(tmp_path, text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("file_a,file_b\na,b\n", "has no column same"),
        ("file_a,file_b,same\na,b,yes\n", "the column same is 1 or 0, not 'yes'"),
        ("file_a,file_b,same\na,b,1\n", "lines with same=1 and lines with same=0"),
        ("file_a,file_b,same\na,b,1\nb,c,1\na,c,0\n", "other lines say are the same person"),
    ],
)
def test_what_is_wrong_with_a_list_of_pairs_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    with pytest.raises(ListRefused, match=sentence):
        read_pairs(written(tmp_path, text))


def test_a_list_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListRefused, match="cannot be read"):
        read_identities(tmp_path / "none.csv")
    with pytest.raises(ListRefused, match="no CSV file in UTF-8"):
        read_identities(written(tmp_path, "file,identity\nä,Ani\n", encoding="utf-16"))


def test_a_list_out_of_a_spreadsheet_may_begin_with_a_mark(tmp_path: Path) -> None:
    file = written(tmp_path, "file,identity\na, Ani\nb,Ani\nc,Budi\n", encoding="utf-8-sig")
    assert read_identities(file).people.tolist() == [0, 0, 1]


def test_more_pictures_than_memory_holds_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_PICTURES", 2)
    with pytest.raises(ListRefused, match="3 pictures are too many"):
        read_identities(written(tmp_path, "file,identity\na,Ani\nb,Ani\nc,Budi\n"))
