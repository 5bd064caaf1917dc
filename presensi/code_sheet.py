"""One-time codes on paper: a page of cards to cut out, each with its QR code, or a CSV for a mail merge. Pure."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape

import segno


@dataclass(frozen=True)
class Invited:
    """One card. `nip` is masked: paper lies about."""

    name: str
    nip: str
    position: str
    code: str


@dataclass(frozen=True)
class CodeSheet:
    """All cards of one place. `ends` is aware, in the zone of the regency; `bots`: usernames, the first is linked."""

    place: str
    ends: datetime
    bots: Sequence[str]
    invited: Sequence[Invited]

    def link(self, code: str) -> str:
        """Opens the chat and sends the code; without a known bot the code alone."""
        return f"https://t.me/{self.bots[0]}?start={code}" if self.bots else code


_STYLE = """
body { font-family: sans-serif; margin: 10mm; color: #000 }
h1 { font-size: 14pt } p { margin: 1mm 0; font-size: 9pt }
main { display: grid; grid-template-columns: 1fr 1fr; gap: 4mm }
article { border: 0.3mm dashed #888; padding: 4mm; display: flex; gap: 4mm; break-inside: avoid }
svg { width: 32mm; height: 32mm; flex: none }
b { font-size: 11pt } code { font-size: 13pt; letter-spacing: 0.3mm }
"""


def as_html(sheet: CodeSheet) -> str:
    """A page without anything from outside, A4 when printed."""
    cards = "\n".join(_card(sheet, one) for one in sheet.invited)
    title = f"Kode presensi {escape(sheet.place)}"
    return (
        f'<!doctype html>\n<html lang="id"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>\n'
        f"<h1>{title}</h1>\n<main>\n{cards}\n</main>\n</html>\n"
    )


def as_csv(sheet: CodeSheet) -> str:
    """Columns name, nip, position, code, link, expires_at."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(("name", "nip", "position", "code", "link", "expires_at"))
    for one in sheet.invited:
        told = (one.name, one.nip, one.position, one.code, sheet.link(one.code), sheet.ends.isoformat())
        rows.writerow(map(_inert, told))
    return out.getvalue()


def _card(sheet: CodeSheet, one: Invited) -> str:
    picture = segno.make(sheet.link(one.code), error="m", micro=False).svg_inline(omitsize=True, border=2)
    how = f"Pindai kode ini, atau kirim kode kepada @{escape(sheet.bots[0])}" if sheet.bots else "Kirim kode ini"
    return (
        f"<article>{picture}<div><b>{escape(one.name)}</b><p>{escape(one.position)}<br>NIP {escape(one.nip)}</p>"
        f"<code>{one.code}</code><p>{how} di Telegram, paling lambat {sheet.ends:%d-%m-%Y %H:%M %Z}. Hanya untuk Anda,"
        f" hanya sekali.</p></div></article>"
    )


def _inert(value: str) -> str:
    """A spreadsheet computes what begins like a formula."""
    return f"'{value}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else value
