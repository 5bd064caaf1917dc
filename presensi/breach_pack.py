"""The pack of a leak: a summary, the letters to everybody concerned and to the agency, and the list of people."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import texts.render
from attendance.people.nip import mask_nip
from attendance.privacy.breach import IN, Concerned, Incident, Kind
from presensi.errors import CommandRefused

#: The language the letters are written in.
LANGUAGE = "id"


@dataclass(frozen=True)
class Pack:
    """What the files say; times in `zone`, questions to `contact`."""

    incident: Incident
    people: Sequence[Concerned]
    zone: ZoneInfo
    contact: str

    def write(self, folder: Path) -> None:
        """Files for the owner only; raises CommandRefused when there is no room for them."""
        try:
            (folder / "surat").mkdir(mode=0o700, parents=True)
            for name, text in self._files():
                _file(folder / name, text)
        except OSError as error:
            raise CommandRefused(
                f"{folder} cannot be written: {error.strerror}; name another folder with --out"
            ) from None

    def _files(self) -> Iterator[tuple[str, str]]:
        """Name and text of each, what is needed first before the rest."""
        yield "ringkasan.txt", self.summary()
        yield "surat-lembaga.txt", self.agency_letter()
        yield "orang.csv", table(self.incident, self.people)
        for one in self.people:
            yield f"surat/{_letter_name(one)}", self.letter(one)

    def summary(self) -> str:
        """For whoever handles it: numbers, the clock, what to do in which order."""
        return texts.render.render(LANGUAGE, "breach-summary", self._numbers())

    def agency_letter(self) -> str:
        """To the agency that the law names: the same in numbers."""
        return texts.render.render(LANGUAGE, "breach-agency-letter", self._numbers())

    def letter(self, one: Concerned) -> str:
        """To one of those concerned: what of theirs, when and how, what is done about it, whom to ask."""
        lines = [_counted(kind, count) for kind, count in sorted(one.counts.items()) if count]
        whom = {"name": one.name, "nip": mask_nip(one.nip) if one.nip else "-", "lines": "\n".join(lines)}
        return texts.render.render(LANGUAGE, "breach-letter", self._facts() | whom)

    def _numbers(self) -> dict[str, texts.render.Value]:
        totals = {kind: sum(one.counts.get(kind, 0) for one in self.people) for kind in Kind}
        lines = [_counted(kind, count) for kind, count in totals.items() if count]
        return self._facts() | {"total": len(self.people), "lines": "\n".join(lines)}

    def _facts(self) -> dict[str, texts.render.Value]:
        return {
            "what": self.incident.what,
            "since": self.incident.since.astimezone(self.zone),
            "until": self.incident.until.astimezone(self.zone),
            "at": self.incident.discovered_at.astimezone(self.zone),
            "due": self.incident.due_at.astimezone(self.zone),
            "sealed": "no" if self.incident.keys_too else "yes",
            "contact": self.contact,
        }


def table(incident: Incident, found: Sequence[Concerned]) -> str:
    """One row for each person; no cell begins as a formula does."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, quoting=csv.QUOTE_ALL)
    kinds = IN[incident.data]
    writer.writerow(["surat", "nip", "nama", "opd", *(kind.value for kind in kinds)])
    for one in found:
        counts = [one.counts.get(kind, 0) for kind in kinds]
        writer.writerow([_letter_name(one), _cell(one.nip), _cell(one.name), _cell(one.agency), *counts])
    return sheet.getvalue()


def _letter_name(one: Concerned) -> str:
    return f"{one.employee_id:06d}.txt"


def _counted(kind: Kind, count: int) -> str:
    return texts.render.render(LANGUAGE, f"breach-kind-{kind.value}", {"count": count})


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


def _file(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text + "\n")
