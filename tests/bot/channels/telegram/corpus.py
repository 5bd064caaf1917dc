"""Raw updates in tests/data/telegram, one file each."""

from pathlib import Path

from attendance.records.inbound import Envelope
from bot.channels.telegram.envelope import envelope

CORPUS = Path(__file__).parents[3] / "data" / "telegram"


def names() -> set[str]:
    return {file.stem for file in CORPUS.glob("*.json")}


def sent(name: str) -> bytes:
    """The bytes as the platform sends them."""
    return (CORPUS / f"{name}.json").read_bytes()


def stored_as(name: str) -> Envelope:
    """What is stored of it: `raw` is the same update, written anew."""
    return envelope("main", sent(name))
