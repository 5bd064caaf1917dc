"""The texts themselves: whole, alike in both languages, short, without jargon, and used."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.texts.samples import SAMPLES, sayings
from texts.catalogue import LANGUAGES, catalogue
from texts.render import render

ROOT = Path(__file__).parents[2]
KEYS = sorted(catalogue("id").needs)
REFUSED = (
    r"(challenge|checkin|doubt|pin|witness)-refused-|pin-(wrong|locked)|start-code-|quality-|image-|enrolment-photo-bad"
)
REFUSALS = [key for key in KEYS if re.match(REFUSED, key)]
BUTTONS = [key for key in KEYS if "-button-" in key] + [
    "checkin-early-out-yes",
    "checkin-early-out-no",
    "enrolment-undo",
    "enrolment-notice-refused",
    "enrolment-notice-understood",
    "start-notice-accept",
    "start-notice-refuse",
    "privacy-continue",
    "privacy-no",
    "privacy-yes",
    "witness-no",
    "witness-yes",
]

#: Telegram's limit of a text message; a caption and WhatsApp's interactive body have 1,024.
MESSAGE_LIMIT = 4_096
DIALOGUES = "|".join(sorted({key.split("-")[0] for key in catalogue("id").needs}))

#: WhatsApp's limit of a reply button, the smallest among the channels.
BUTTON_LIMIT = 20

JARGON = (
    r"admin|akurasi|app|bot|chat|database|download|embedding|error|file|gagal|geofence|gps|id|invalid|klik|liveness|log|login"
    r"|null|radius|request|score|selfie|server|sesi|session|sistem|skor|submit|template|threshold|timeout|token|update"
    r"|upload|url|user|username|verifikasi"
)

REMEDY = re.compile(
    r"\b(ambil|ambang|bersihkan|cari|dekatkan|geser|gunakan|hadap|hadapkan|hubungi|jalan|jauhi|kirim|mintalah|minta|nyalakan"
    r"|pastikan|periksa|tegakkan|tekan|temui)\b",
    re.IGNORECASE,
)


#: Said by nothing yet: whoever wires one takes it from here, whoever decides against it takes it from the texts.
WRITTEN_AHEAD = {
    "checkin-expired",
    "checkin-refused-late-part",
    "general-group-chat-refused",
    "general-too-many-messages",
    "menu-choose",
    "start-notice-needed",
}


def _everything_said(language: str) -> list[tuple[str, str]]:
    return [(key, render(language, key, args)) for key in KEYS for args in sayings(language, key)]


def test_both_languages_have_the_same_keys_with_the_same_arguments() -> None:
    indonesian, english = (catalogue(language).needs for language in ("id", "en"))
    assert indonesian == english


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_stands_in_the_file_of_its_dialogue(language: str) -> None:
    for file in (ROOT / "texts" / language).glob("*.ftl"):
        keys = re.findall(r"^([a-z][a-z-]*) =", file.read_text("utf-8"), re.MULTILINE)
        allowed = {"reason", "quality", "image"} if file.stem == "reasons" else {file.stem}
        assert {key.split("-")[0] for key in keys} <= allowed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_renders_in_every_variant_without_a_trace_of_fluent(language: str) -> None:
    for key, text in _everything_said(language):
        assert text.strip() == text, key
        assert text, key
        assert not re.search(r"[{}]|\$[a-z]| {2,}| \.| ,", text), key
        assert len(text) <= MESSAGE_LIMIT, key


def test_every_sample_is_an_argument_of_some_text() -> None:
    named = frozenset[str]().union(*(needs.variables for needs in catalogue("id").needs.values()))
    assert named == SAMPLES.keys()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", BUTTONS)
def test_a_button_is_short_and_needs_no_arguments(language: str, key: str) -> None:
    assert len(render(language, key)) <= BUTTON_LIMIT


def test_no_two_buttons_of_the_keyboard_share_a_caption() -> None:
    captions = [render(language, key) for language in LANGUAGES for key in BUTTONS if key.startswith("menu-")]
    assert len(captions) == len(set(captions))


def test_indonesian_texts_are_free_of_jargon() -> None:
    jargon = re.compile(rf"\b({JARGON})\b", re.IGNORECASE)
    assert [(key, found[0]) for key, text in _everything_said("id") if (found := jargon.search(_words(text)))] == []


def _words(text: str) -> str:
    """Without addresses and commands, which are not Indonesian."""
    return re.sub(r"https?://\S+|\S+@\S+|/\w+", "", text)


@pytest.mark.parametrize("key", REFUSALS)
def test_a_refusal_names_a_remedy(key: str) -> None:
    for args in sayings("id", key):
        sentences = re.split(r"(?<=[.!?]) ", render("id", key, args | {"advice": ""}))
        assert any(REMEDY.search(sentence) for sentence in sentences)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_tells_a_score_or_a_percentage(language: str) -> None:
    """But for the share of people who are enrolled, which is no likeness."""
    told = [(key, text) for key, text in _everything_said(language) if not key.startswith("campaign-")]
    assert [key for key, text in told if "%" in text or re.search(r"\b0[.,]\d", text)] == []


def test_a_prompt_and_an_answer_name_the_buttons_as_they_are_labelled() -> None:
    for language in LANGUAGES:
        for caption in ("menu-button-in", "menu-button-out", "menu-button-location"):
            assert render(language, caption) in render(language, "general-help", {"commands": ""})
        assert render(language, "start-notice-accept") in render(language, "start-notice-needed")


def _sources() -> list[str]:
    packages = ("presensi", "demo", "bot", "admin", "attendance", "recognition", "geofence")
    return [file.read_text("utf-8") for package in packages for file in (ROOT / package).rglob("*.py")]


def _code() -> str:
    return "\n".join(_sources())


def test_every_key_that_the_code_names_exists() -> None:
    members_of_enums = re.compile(r"^ +[A-Z_]+ = .*$", re.MULTILINE)
    code = members_of_enums.sub("", _code())
    named = set(re.findall(rf"[\"']((?:{DIALOGUES})-[a-z]+(?:-[a-z]+)*)[\"']", code))
    assert named - set(KEYS) == set()


def test_every_beginning_of_a_key_that_the_code_builds_on_exists() -> None:
    for beginning in _beginnings(_code()):
        assert any(key.startswith(beginning) for key in KEYS), beginning


def test_no_text_is_left_over_that_nothing_says() -> None:
    code = _code()
    assert {key for key in KEYS if not (_named(key, code) or _built(key, code))} <= WRITTEN_AHEAD


def test_whoever_says_something_gives_the_arguments_that_the_text_needs() -> None:
    """Wherever key and arguments are written down in one place; the rest is found when it is rendered."""
    needs = catalogue("id").needs
    said = [saying for tree in map(ast.parse, _sources()) for node in ast.walk(tree) for saying in _sayings_at(node)]
    assert len(said) > 20
    assert [(key, needs[key].variables - names) for key, names in said if needs[key].variables - names] == []


def _sayings_at(node: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Key and names of the arguments of a Say("key", {...}) or Line("key")."""
    match node:
        case ast.Call(func=ast.Name(id="Say" | "Line"), args=[ast.Constant(value=str(key)), *rest]):
            given = rest[0] if rest else next((k.value for k in node.keywords if k.arg == "args"), ast.Dict([], []))
            if isinstance(given, ast.Dict) and all(isinstance(name, ast.Constant) for name in given.keys):
                yield key, {name.value for name in given.keys if isinstance(name, ast.Constant)}


def _beginnings(code: str) -> set[str]:
    """What stands before the brace of an f-string that is a key: `checkin-refused-` of f"checkin-refused-{name}"."""
    return set(re.findall(rf"f[\"']((?:{DIALOGUES})-[a-z-]*){{", code))


def _named(key: str, code: str) -> bool:
    return bool(re.search(rf"[\"']{key}[\"']", code))


def _built(key: str, code: str) -> bool:
    """An f-string begins like the key, and the rest or its last word is a literal, such as the value of an enum."""
    rests = [key.removeprefix(beginning) for beginning in _beginnings(code) if key.startswith(beginning)]
    literals = code.replace("_", "-")
    return any(_named(rest, literals) or re.search(rf"[\"'-]{_last(rest)}[\"']", literals) for rest in rests)


def _last(rest: str) -> str:
    return rest.rsplit("-", 1)[-1]
