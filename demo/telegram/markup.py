"""parse_mode HTML: text and entities, or the refusal Telegram gives.

After parse_html of tdlib's MessageEntity.cpp: byte offsets in the messages, the tag names, the character references.
"""

import re
from dataclasses import dataclass, field

from demo.telegram.errors import bad_request
from demo.telegram.wire import Payload, utf16_length

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
REFERENCES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAG = re.compile(r"<(/?)([^\s<>/]*)([^<>]*)>")
REFERENCE = re.compile(r"&(#x[0-9a-fA-F]+|#[0-9]+|lt|gt|amp|quot);")
ATTRIBUTE = re.compile(r"""\s+([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,})?")


@dataclass(frozen=True, slots=True)
class Formatted:
    """Text as shown, and its entities with offsets in UTF-16 code units."""

    text: str
    entities: tuple[Payload, ...] = ()


@dataclass(slots=True)
class _Open:
    """A start tag waiting for its end."""

    name: str
    offset: int
    attributes: dict[str, str]


@dataclass(slots=True)
class _Parser:
    source: str
    text: str = ""
    entities: list[Payload] = field(default_factory=list)
    stack: list[_Open] = field(default_factory=list)

    def parse(self) -> Formatted:
        position = 0
        while (start := self.source.find("<", position)) >= 0:
            self.text += unescape(self.source[position:start])
            tag = TAG.match(self.source, start)
            if tag is None:
                raise cannot_parse(f"Unclosed start tag at byte offset {self._byte(start)}")
            self._tag(tag[1] == "/", tag[2].lower(), tag[3], start)
            position = tag.end()
        self.text += unescape(self.source[position:])
        if self.stack:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.stack[-1].name}"')
        return Formatted(self.text, tuple(sorted(self.entities, key=lambda entity: entity["offset"])))

    def _tag(self, closes: bool, name: str, rest: str, start: int) -> None:
        if closes:
            self._end(name, start)
        elif name not in TAGS:
            raise cannot_parse(f'Unsupported start tag "{name}" at byte offset {self._byte(start)}')
        else:
            self._begin(name, rest, start)

    def _begin(self, name: str, rest: str, start: int) -> None:
        attributes = {found[1]: unescape(found[2] or found[3] or found[4] or "") for found in ATTRIBUTE.finditer(rest)}
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {self._byte(start)}')
        self.stack.append(_Open(name, utf16_length(self.text), attributes))

    def _end(self, name: str, start: int) -> None:
        if not self.stack:
            raise cannot_parse(f"Unexpected end tag at byte offset {self._byte(start)}")
        opened = self.stack.pop()
        if name not in {"", opened.name}:
            expected = f'expected "</{opened.name}>", found "</{name}>"'
            raise cannot_parse(f"Unmatched end tag at byte offset {self._byte(start)}, {expected}")
        self._add(opened, utf16_length(self.text) - opened.offset)

    def _add(self, opened: _Open, length: int) -> None:
        link = opened.attributes.get("href", "")
        if length == 0 or (opened.name == "a" and not link):
            return
        entity: Payload = {"type": TAGS[opened.name], "offset": opened.offset, "length": length}
        if opened.name == "a":
            entity["url"] = link
        elif opened.name == "blockquote" and "expandable" in opened.attributes:
            entity["type"] = "expandable_blockquote"
        elif opened.name == "tg-emoji":
            entity["custom_emoji_id"] = opened.attributes.get("emoji-id", "")
        self.entities.append(entity)

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())


def cannot_parse(reason: str) -> Exception:
    """The refusal of bad markup."""
    return bad_request(f"can't parse entities: {reason}")


def unescape(text: str) -> str:
    """Replace the named references Telegram knows and the numeric ones; others stay as they are."""

    def character(found: re.Match[str]) -> str:
        name = found[1]
        if name in REFERENCES:
            return REFERENCES[name]
        code = int(f"0{name[1:]}", 0) if name.startswith("#x") else int(name[1:])
        return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else found[0]

    return REFERENCE.sub(character, text)


def parse(text: str, parse_mode: str) -> Formatted:
    """Text and entities under a parse_mode; of Telegram's modes only HTML is read here, and the refusal says so."""
    match parse_mode.lower():
        case "" | "none":
            return Formatted(text)
        case "html":
            return _Parser(text).parse()
        case "markdown" | "markdownv2":
            raise bad_request("this emulator reads parse_mode HTML only")
        case _:
            raise bad_request("unsupported parse_mode")


def commands(text: str) -> tuple[Payload, ...]:
    """The bot_command entities that the server finds by itself."""
    return tuple(
        {"type": "bot_command", "offset": utf16_length(text[: found.start()]), "length": utf16_length(found[0])}
        for found in COMMAND.finditer(text)
    )
