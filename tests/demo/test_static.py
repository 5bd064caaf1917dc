"""The files of the page, read as text: two languages, and nothing from elsewhere."""

import re
from pathlib import Path

from demo.page.problems import ProblemKey


def keys_of(words: str, language: str) -> set[str]:
    block = re.search(rf"^  {language}: {{$(.+?)^  }},$", words, re.DOTALL | re.MULTILINE)
    assert block is not None
    return set(re.findall(r'(?:^|[{,])\s*"?([a-z][\w-]*)"?:(?= ["\[])', block[1], re.MULTILINE))


def test_the_page_speaks_both_languages_and_has_a_sentence_for_every_problem(static: Path) -> None:
    words = (static / "words.js").read_text("utf-8")
    indonesian, english = keys_of(words, "id"), keys_of(words, "en")
    assert indonesian == english
    assert {f"p-{key}" for key in ProblemKey} <= indonesian
    used = set(
        re.findall(r'data-t(?:-label|-title|-html|-placeholder)?="([^"]+)"', (static / "index.html").read_text("utf-8"))
    )
    for script in static.glob("*.js"):
        used |= set(re.findall(r'\bt\("([\w-]+)"', script.read_text("utf-8")))
    assert used <= indonesian, used - indonesian


def test_no_file_of_the_page_names_another_host(static: Path) -> None:
    for file in static.iterdir():
        foreign = set(re.findall(r"https?://[\w.-]+", file.read_text("utf-8"))) - {"http://www.w3.org"}
        assert not foreign, (file.name, foreign)
