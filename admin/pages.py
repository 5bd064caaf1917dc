"""The pages as templates, and those that are shown without a session."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from admin.headers import GATE_STYLE, SECURITY_HEADERS
from attendance.people.access.console import LinkProblem

_TEMPLATES = Environment(
    loader=PackageLoader("admin"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)

_LINK_PROBLEMS = {
    LinkProblem.USED: ("Tautan sudah dipakai", "Setiap tautan hanya membuka halaman ini satu kali."),
    LinkProblem.EXPIRED: ("Tautan kedaluwarsa", "Setiap tautan hanya berlaku beberapa menit."),
}


def render(template: str, **values: Any) -> str:
    """The HTML of a template of admin/templates; every value is escaped, a missing one is an error."""
    return _TEMPLATES.get_template(template).render(values)


def closed(problem: LinkProblem = LinkProblem.UNKNOWN) -> HTMLResponse:
    """401. An unknown link and a path without a session get the same answer."""
    title, text = _LINK_PROBLEMS.get(problem, ("Halaman ini terkunci", "Hanya petugas yang dapat membukanya."))
    return _gate(401, title, text, ask_bot=True)


def enter() -> HTMLResponse:
    """One button: the preview of a chat app opens links and must not use them up."""
    return HTMLResponse(render("enter.html", title="Konsol presensi", style=GATE_STYLE))


def left() -> HTMLResponse:
    """After leaving."""
    return _gate(200, "Anda sudah keluar", "Sesi ini sudah ditutup.", ask_bot=True)


def refused() -> HTMLResponse:
    """403 for a form that another site sent."""
    return _gate(403, "Permintaan ditolak", "Formulir ini tidak dikirim dari halaman konsol. Muat ulang halamannya.")


def not_found() -> HTMLResponse:
    """404, told only within a session."""
    return _gate(404, "Halaman tidak ada", "Alamat itu tidak dikenal. Buka /konsol untuk daftar kehadiran.")


def broken() -> HTMLResponse:
    """500 without a word about the cause; sets its headers itself, since it is made outside the gate."""
    answer = _gate(500, "Ada gangguan pada layanan", "Muat ulang halaman ini sebentar lagi.")
    answer.headers.update(SECURITY_HEADERS)
    return answer


def _gate(status: int, title: str, text: str, *, ask_bot: bool = False) -> HTMLResponse:
    page = render("gate.html", title=title, text=text, ask_bot=ask_bot, style=GATE_STYLE)
    return HTMLResponse(page, status)
