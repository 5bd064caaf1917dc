"""What fluent.runtime passes over in silence is an error of the catalogue here."""

import pytest

from texts.catalogue import LANGUAGES, TextError, catalogue, compile_catalogue


@pytest.mark.parametrize(
    ("source", "said"),
    [
        pytest.param("a = { $x", "Junk", id="a brace left open"),
        pytest.param("this is no message", "Junk", id="no message at all"),
        pytest.param("a = 1\na = 2", "twice", id="the same key twice"),
        pytest.param("a =\n    .hint = x", "must have a text", id="an attribute and no text"),
        pytest.param("a = 1\n    .hint = x", "no attributes", id="an attribute beside the text"),
        pytest.param("-brand = presensi", "only messages", id="a term"),
        pytest.param("a = { -brand }", "term", id="a reference to a term"),
        pytest.param("b = 1\na = { b }", "refers to b", id="a reference to a message"),
        pytest.param("a = { CLOK($at) }", "CLOK", id="a function with a slip of the pen"),
        pytest.param("a = { DATETIME($at) }", "DATETIME", id="Fluent's own date, which knows no WITA"),
        pytest.param("a = { $x ->\n    [one] 1\n}", "Junk", id="a selection without default"),
    ],
)
def test_a_broken_catalogue_is_refused_when_it_is_read(source: str, said: str) -> None:
    with pytest.raises(TextError, match=said):
        compile_catalogue("id", {"broken.ftl": source})


def test_a_key_may_not_stand_in_two_files() -> None:
    with pytest.raises(TextError, match=r"two\.ftl: a is there twice"):
        compile_catalogue("id", {"one.ftl": "a = 1", "two.ftl": "a = 2"})


def test_arguments_are_found_wherever_they_stand() -> None:
    source = "a = { $x } { CLOCK($at) } { $kind ->\n    [one] { METRES($far) }\n   *[other] x\n    }"
    needs = compile_catalogue("id", {"a.ftl": source}).needs["a"]
    assert needs.variables == {"x", "at", "kind", "far"}
    assert needs.choices == {"kind": {"one", "other"}}


def test_an_unknown_language_is_an_error_and_no_silent_english() -> None:
    with pytest.raises(TextError, match="jv"):
        catalogue("jv")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogues_themselves_are_sound(language: str) -> None:
    assert len(catalogue(language).needs) > 100
