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


#: Late by the rule, but nobody knows by how much: there is a check-out and no check-in.
_NO_CHECK_IN = "Tanpa presensi masuk"


def status_of(row: LiveRow) -> str:
    """ "Hadir", "Terlambat 12 menit"."""
    if row.status is not DayStatus.LATE:
        return STATUS[row.status]
    if row.in_at is None:
        return _NO_CHECK_IN
    return f"{STATUS[row.status]} {words.duration(row.late_minutes, LANGUAGE)}"
