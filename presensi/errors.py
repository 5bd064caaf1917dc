"""Errors that an operator can set right: what is wrong, and the command or setting that helps."""

from attendance.people.roster.edition_writing import EditionLost
from attendance.records.database import AddressRefused, DatabaseUnreachable
from attendance.records.single import AlreadyRunning
from attendance.vault.keyring import KeysRefused
from attendance.vault.probe import KeysWrong
from bot.channels.telegram.errors import SendError, TokenRefused
from bot.settings import SettingMissing, SettingsRefused
from migrations.schema import SchemaNew, SchemaOld
from recognition.models.files import ModelError


class CommandRefused(Exception):
    """What was asked for on the command line cannot be done; the text says why and what to do instead."""


#: An error whose text already ends with its remedy has none here.
_REMEDIES: dict[type[Exception], str] = {
    CommandRefused: "",
    SettingsRefused: "set it right in .env or the environment",
    SettingMissing: "",
    AddressRefused: "set DATABASE_URL right",
    DatabaseUnreachable: "set DATABASE_URL right, or start the server",
    AlreadyRunning: "",
    EditionLost: "",
    KeysRefused: "`presensi keys new` prints a usable value",
    KeysWrong: "put the key back into PRESENSI_KEYS; new keys go before it, not in its place",
    SchemaOld: "run: presensi migrate",
    SchemaNew: "install the program that wrote it",
    ModelError: "",
    SendError: "check the network and PRESENSI_TELEGRAM_API",
    TokenRefused: "copy it again from @BotFather into PRESENSI_TELEGRAM_TOKENS",
}


def explain(error: Exception) -> str | None:
    """One line with what is wrong and the remedy; None for an error nobody foresaw.

    Of a group all members must be foreseen: what ran side by side ends together when one of it breaks.
    """
    if isinstance(error, ExceptionGroup):
        sentences = [explain(member) for member in error.exceptions]
        return None if None in sentences else "; ".join(dict.fromkeys(filter(None, sentences)))
    for kind, remedy in _REMEDIES.items():
        if isinstance(error, kind):
            sentence = " ".join(str(error).split())
            return f"{sentence}; {remedy}" if remedy else sentence
    return None
