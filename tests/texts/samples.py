"""One sample of every argument that the catalogues name, and every way to say each key."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

from texts.catalogue import catalogue
from texts.render import Value

_AT = datetime(2026, 11, 23, 7, 28, 41, tzinfo=ZoneInfo("Asia/Makassar"))

SAMPLES: Mapping[str, Value] = {
    "accuracy": 15.0,
    "action": "menengok ke kiri Anda, lalu membuka mulut lebar-lebar",
    "challenge": "Satu langkah lagi agar presensi Anda lengkap.",
    "next": "membuka mulut lebar-lebar",
    "rest": "Lalu tekan Bagikan lokasi.",
    "agencies": 42,
    "expected": 50,
    "ends": date(2026, 11, 28),
    "enrolled": 7120,
    "head": "Rekam wajah di 42 OPD",
    "operators": "Laju operator:",
    "missing": 2800,
    "pace": 18,
    "percent": 71,
    "self": True,
    "starts": date(2026, 11, 23),
    "unreachable": 1200,
    "waiting": 12,
    "wanted": 9932,
    "without_face": 3,
    "more": 4,
    "people": 6,
    "pieces": "• Siti, NIP *1001, Senin 07:21:04 WITA (gambar 1): mungkin cetakan atau layar",
    "others": 3,
    "seen": "Mungkin cetakan atau layar: 6.",
    "sites": "Kantor Dinas Kominfo",
    "traces": 8,
    "window": 7,
    "words": "mungkin cetakan atau layar",
    "advice": "Foto kurang tajam.",
    "backup": 35,
    "bits": 12,
    "live": 3,
    "decisions": 420,
    "due": _AT,
    "sealed": "yes",
    "since": _AT,
    "certificate": "HB-000012",
    "comparisons": 212,
    "digest": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "photos": 215,
    "punches": 410,
    "templates": 6,
    "whose": "Siti Nurhaliza Wulandari",
    "code": "4821",
    "body": "Pemberitahuan pelindungan data pribadi, versi 2026-11.",
    "agency": "Dinas Komunikasi dan Informatika Kabupaten Konawe Selatan",
    "at": _AT,
    "bearing": 225.0,
    "before": "Sudah direkam dengan 3 foto oleh Rahma Kasim.",
    "by": "Rahma Kasim",
    "command": "/status",
    "commands": "/status: presensi Anda hari ini\n/bantuan: petunjuk ini",
    "contact": "dpo@konaweselatankab.go.id",
    "controller": "Pemerintah Kabupaten Konawe Selatan",
    "count": 3,
    "date": date(2026, 11, 23),
    "days": "mulai Senin, 23 November 2026",
    "direction": "in",
    "distance": 142.34,
    "first": "menekan Masuk",
    "from": _AT,
    "hours": 72,
    "kept": 365,
    "known": "Baru: Siti, Dinas Kominfo, NIP *1001. 3 foto oleh Rahma.",
    "left": 85,
    "limit": 100.0,
    "lines": "Masuk: tercatat 07:28 WITA.\nPulang: belum ada.",
    "minutes": 12,
    "name": "Siti Nurhaliza Wulandari",
    "new": "Sudah ada: Budi, Dinas Kominfo, NIP *1001. 3 foto oleh Rahma.",
    "nip": "1990••••••••••1001",
    "number": 2,
    "operator": "Rahma Kasim",
    "pictures": "kirim 3 foto wajahnya.",
    "place": "di Kominfo Contoh",
    "progress": "Dinas Kominfo: 31 dari 40 pegawai sudah direkam. Anda hari ini: 12.",
    "quality": "Mutu foto baik.",
    "reason": "swapped",
    "reasons": "Titik lokasi Anda belum cukup pasti.",
    "role": "operator",
    "second": "mengirim /status",
    "site": "Kantor Dinas Kominfo",
    "status": "late",
    "today": 12,
    "told": "Masuk tercatat 07:28:41 WITA di Kantor Dinas Kominfo, 20 m dari titik tengahnya. Tepat waktu.",
    "total": 3,
    "undecided": 2,
    "unit": "Jaringan",
    "until": _AT,
    "url": "https://presensi.example.go.id/masuk/2b7e151628aed2a6abf7158809cf4f3c",
    "version": "2026-11",
    "what": "presensi Anda hari ini",
    "why": "Kiri dan kanan pada video itu tertukar, seperti gambar cermin.",
    "word": "raja",
}


def sayings(language: str, key: str) -> Iterator[dict[str, Value]]:
    """The arguments of `key` from SAMPLES, once for each combination of the words it selects by."""
    needs = catalogue(language).needs[key]
    selected = {name: sorted(words) for name, words in needs.choices.items()}
    for chosen in product(*selected.values()):
        words = {name: None if word == "unknown" else word for name, word in zip(selected, chosen, strict=True)}
        yield {name: SAMPLES[name] for name in needs.variables} | _without_other(words)


def _without_other(words: Mapping[str, str | None]) -> dict[str, Value]:
    """`other` stands for any value, so the sample stays."""
    return {name: word for name, word in words.items() if word != "other"}
