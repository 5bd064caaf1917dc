"""The words of the console; its readers are officials of the regency, so it speaks Indonesian only."""

from collections.abc import Mapping
from types import MappingProxyType

from attendance.reports.live import LiveRow
from attendance.time.day import DayStatus
from texts import words

LANGUAGE = "id"

STATUS: Mapping[DayStatus, str] = MappingProxyType(
    {
        DayStatus.PRESENT: "Hadir",
        DayStatus.LATE: "Terlambat",
        DayStatus.PENDING: "Ditinjau",
        DayStatus.NOT_YET: "Belum",
        DayStatus.ABSENT: "Tidak hadir",
        DayStatus.LEAVE: "Cuti",
        DayStatus.DUTY: "Dinas luar",
        DayStatus.EXEMPT: "Dibebaskan",
        DayStatus.FLEXIBLE: "Fleksibel",
        DayStatus.INCIDENT: "Gangguan layanan",
        DayStatus.NOT_SCHEDULED: "Tanpa jadwal",
    }
)


def status_of(row: LiveRow) -> str:
    """ "Hadir", "Terlambat 12 menit"."""
    word = STATUS[row.status]
    return f"{word} {words.duration(row.late_minutes, LANGUAGE)}" if row.status is DayStatus.LATE else word
