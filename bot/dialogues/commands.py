"""The one table of commands: who may use which. The dialogues, the help and the platform's menu all read it.

A command that a person may not use is as if it did not exist: not shown, and answered as any unknown one. Whether the
role covers whatever the command is aimed at is for the use case, which looks again when it writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from types import MappingProxyType

import texts.render
from attendance.people.access.roles import Action
from attendance.people.person import Person
from bot.events import Inbound, Text


class Standing(IntEnum):
    """How far a person has come; each includes those before it."""

    STRANGER = 0
    ACKNOWLEDGED = 1
    """Bound to an employee, with the notice in force read."""
    TRUSTED = 2
    """By a code, or since the face has matched: whoever has come by a number alone decides nothing for its owner."""
    VERIFIED = 3
    """Their face has matched from this account: what is on record about them may be told."""


class Name(StrEnum):
    """The Indonesian word, which is also the end of the description's key: `command-status`."""

    MASUK = "masuk"
    PULANG = "pulang"
    RIWAYAT = "riwayat"
    STATUS = "status"
    REKAM = "rekam"
    REKAM_SAYA = "rekam_saya"
    KONFIRMASI = "konfirmasi"
    GANDA = "ganda"
    CURIGA = "curiga"
    KONSOL = "konsol"
    KAMPANYE = "kampanye"
    PERAN = "peran"
    PERIKSA = "periksa"
    PIN = "pin"
    LUPA_PIN = "lupa_pin"
    SAKSI = "saksi"
    LEPAS = "lepas"
    TANGGUHKAN = "tangguhkan"
    DATA_SAYA = "data_saya"
    TARIK_PERSETUJUAN = "tarik_persetujuan"
    BATAL = "batal"
    BAHASA = "bahasa"
    BANTUAN = "bantuan"
    START = "start"


@dataclass(frozen=True, slots=True)
class Command:
    """`needs`: what some role of the person must allow somewhere. `argument`: what follows the word, as help shows it.

    `listed`: in the help and the platform's menu; the others have a key on the keyboard, or are typed by nobody.
    """

    name: Name
    aliases: tuple[str, ...] = ()
    needs: Action | None = None
    standing: Standing = Standing.ACKNOWLEDGED
    argument: str = ""
    listed: bool = True

    @property
    def key(self) -> str:
        """Of its description."""
        return f"command-{self.name.replace('_', '-')}"

    @property
    def shown(self) -> str:
        """As one types it."""
        return f"/{self.name} {self.argument}".rstrip()

    def is_for(self, person: Person) -> bool:
        """Whether it exists for this person; one that waits for their first match does, and says so."""
        reached = _standing(person) >= min(self.standing, Standing.ACKNOWLEDGED)
        return reached and (self.needs is None or person.may_anywhere(self.needs))

    def waits_for(self, person: Person) -> bool:
        """Whether the face must match first, or a code must be brought."""
        return Standing.ACKNOWLEDGED <= _standing(person) < self.standing


#: In the order of the help and the menu.
COMMANDS = (
    Command(Name.MASUK, ("in",), listed=False),
    Command(Name.PULANG, ("out",), listed=False),
    Command(Name.RIWAYAT, ("history",), standing=Standing.VERIFIED, listed=False),
    Command(Name.STATUS, standing=Standing.VERIFIED),
    Command(Name.REKAM, ("enrol",), needs=Action.ENROL, argument="NIP"),
    Command(Name.REKAM_SAYA, ("enrol_me",), standing=Standing.TRUSTED),
    Command(Name.KONFIRMASI, ("confirm",), needs=Action.CONFIRM_ENROLMENT),
    Command(Name.GANDA, ("duplicates",), needs=Action.DECIDE_DUPLICATE),
    Command(Name.CURIGA, ("suspicions",), needs=Action.SEE_SUSPICIONS),
    Command(Name.KAMPANYE, ("campaign",), needs=Action.SEE_CAMPAIGN),
    Command(Name.KONSOL, ("console",), needs=Action.SEE_ATTENDANCE),
    Command(Name.PERAN, ("role",), needs=Action.GRANT_ROLE, argument="NIP"),
    Command(Name.PERIKSA, ("doubt",), needs=Action.REPORT_DOUBT, argument="NIP"),
    Command(Name.PIN, standing=Standing.TRUSTED, listed=False),
    Command(Name.LUPA_PIN, ("forgot_pin",), needs=Action.ENROL, argument="NIP"),
    Command(Name.SAKSI, ("witness",), listed=False),
    Command(Name.TANGGUHKAN, ("suspend",), needs=Action.MANAGE_ACCOUNT, argument="NIP"),
    Command(Name.LEPAS, ("release",), needs=Action.MANAGE_ACCOUNT, argument="NIP"),
    Command(Name.DATA_SAYA, ("my_data",), standing=Standing.VERIFIED),
    Command(Name.TARIK_PERSETUJUAN, ("withdraw",)),
    Command(Name.BATAL, ("cancel",), standing=Standing.STRANGER),
    Command(Name.BAHASA, ("language",), standing=Standing.STRANGER),
    Command(Name.BANTUAN, ("help",), standing=Standing.STRANGER),
    Command(Name.START, listed=False),
)

_BY_WORD: Mapping[str, Command] = MappingProxyType(
    {word: command for command in COMMANDS for word in (command.name.value, *command.aliases)}
)

# What the keyboard says instead.
_KEYS: Mapping[str, Name] = MappingProxyType(
    {"menu-button-in": Name.MASUK, "menu-button-out": Name.PULANG, "menu-button-history": Name.RIWAYAT}
)


@dataclass(frozen=True, slots=True)
class Asked:
    """A slash command or a pressed key; without a `command` it is one that nobody knows."""

    command: Command | None
    argument: str = ""


def asked_in(event: Inbound) -> Asked | None:
    """None for whatever is no command."""
    if not isinstance(event, Text):
        return None
    key = texts.render.recognised(event.text, _KEYS)
    if key is not None:
        return Asked(_BY_WORD[_KEYS[key]])
    if not event.text.startswith("/"):
        return None
    word, _, argument = event.text.removeprefix("/").partition(" ")
    # In groups Telegram writes /status@the_bot; some apps do so in private chats too.
    return Asked(_BY_WORD.get(word.partition("@")[0].lower()), argument.strip())


def offered(person: Person) -> tuple[Command, ...]:
    """What the help and the menu show this person."""
    return tuple(command for command in COMMANDS if command.listed and command.is_for(person))


def _standing(person: Person) -> Standing:
    if not (person.is_bound and person.acknowledged):
        return Standing.STRANGER
    if person.verified:
        return Standing.VERIFIED
    return Standing.TRUSTED if person.trusted else Standing.ACKNOWLEDGED
