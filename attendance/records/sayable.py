"""What a file or a command may give as a name: words that can be shown, said and stored anywhere."""

import unicodedata

#: Two are said in one message, which Telegram ends at 4096 characters.
LONGEST = 200


def unsayable(text: str) -> str | None:
    """Why not, to be read after what the text is; None for a text that can be said.

    Refused are characters that nobody sees: controls (PostgreSQL takes no NUL), line ends, the marks that turn the
    direction of writing, and codes that stand for no character.
    """
    if len(text) > LONGEST:
        return f"is longer than {LONGEST} characters"
    if text.isprintable():
        return None
    unseen = next((character for character in text if _is_unseen(character)), None)
    return None if unseen is None else f"holds U+{ord(unseen):04X}, which cannot be shown; type it anew"


def _is_unseen(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")
