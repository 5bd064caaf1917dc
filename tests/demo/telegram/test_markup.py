"""parse_mode HTML, as parse_html of tdlib reads it."""

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo.telegram import Phone
from demo.telegram.errors import ApiError
from demo.telegram.markup import Formatted, commands, parse
from demo.telegram.methods.outgoing import stripped
from demo.telegram.wire import utf16_length
from tests.demo.telegram.conftest import Ask


@pytest.mark.parametrize(
    ("html", "text", "entities"),
    [
        ("polos", "polos", []),
        ("<b>a</b><i>b</i><u>c</u><s>d</s>", "abcd", ["bold 0 1", "italic 1 1", "underline 2 1", "strikethrough 3 1"]),
        ("<b>satu <i>dua</i></b>", "satu dua", ["bold 0 8", "italic 5 3"]),
        ("a &lt;b&gt; &amp; &quot;c&quot; &#233; &#x1F600; &nbsp;", 'a <b> & "c" é 😀 &nbsp;', []),
        ("😀<b>x</b>", "😀x", ["bold 2 1"]),
        ("<a href='https://x.id/?a=1&amp;b=2'>peta</a>", "peta", ["text_link 0 4 https://x.id/?a=1&b=2"]),
        ("<blockquote expandable>q</blockquote>", "q", ["expandable_blockquote 0 1"]),
        ('<span class="tg-spoiler">r</span><code>k</code>', "rk", ["spoiler 0 1", "code 1 1"]),
        ("<B>besar</B>", "besar", ["bold 0 5"]),
        ("<b></b>kosong", "kosong", []),
        ('<tg-emoji emoji-id="53">👍</tg-emoji>', "👍", ["custom_emoji 0 2 53"]),
    ],
)
def test_markup_becomes_text_and_entities(html: str, text: str, entities: list[str]) -> None:
    formatted = parse(html, "HTML")
    assert formatted.text == text
    assert [" ".join(str(value) for value in entity.values()) for entity in formatted.entities] == entities


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("a < b", "Unclosed start tag at byte offset 2"),
        ("é <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_bad_markup_is_refused_with_its_place(html: str, reason: str) -> None:
    with pytest.raises(ApiError) as refused:
        parse(html, "HTML")
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_without_a_mode_markup_is_text() -> None:
    assert parse("<b>x</b>", "") == Formatted("<b>x</b>")


@given(st.text())
def test_escaped_text_comes_back_as_it_was_with_one_entity_over_all_of_it(text: str) -> None:
    formatted = parse(f"<b>{escape(text, quote=False)}</b>", "HTML")
    assert formatted.text == text
    assert [entity["length"] for entity in formatted.entities] == ([utf16_length(text)] if text else [])


@given(st.text(alphabet="<>/&;bi# a=\"'é😀"))
def test_any_text_is_read_or_refused_in_telegrams_words(html: str) -> None:
    refused = ""
    try:
        formatted = parse(html, "HTML")
    except ApiError as error:
        refused, formatted = error.description, Formatted("")
    assert refused == "" or refused.startswith("Bad Request: can't parse entities: ")
    assert all(entity["offset"] + entity["length"] <= utf16_length(formatted.text) for entity in formatted.entities)


@pytest.mark.parametrize("mode", ["MarkdownV2", "yaml"])
def test_other_modes_are_refused(mode: str) -> None:
    with pytest.raises(ApiError, match="parse_mode"):
        parse("x", mode)


def test_white_space_at_the_ends_goes_and_entities_move_with_the_text() -> None:
    formatted = stripped(parse("\n <b> tebal </b> <i> </i>\n", "HTML"))
    assert formatted.text == "tebal"
    assert formatted.entities == ({"type": "bold", "offset": 0, "length": 5},)


def test_commands_are_found_where_they_stand_alone() -> None:
    found = commands("😀 /status dan /bantuan@presensi_bot, bukan a/b atau https://x.id/y")
    assert [(entity["offset"], entity["length"]) for entity in found] == [(3, 7), (15, 21)]


async def test_entities_may_be_given_instead_of_markup(started: Phone, ask: Ask) -> None:
    bold = {"type": "bold", "offset": 2, "length": 5}
    sent = (await ask("sendMessage", chat_id=7001, text="  tebal", entities=[bold]))["result"]
    assert sent["text"] == "tebal"
    assert sent["entities"] == [bold | {"offset": 0}]
