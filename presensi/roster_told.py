"""What an import of the roster changes, in lines for the terminal."""

from pathlib import Path

from attendance.people.roster.bringing_in import RosterReport
from attendance.people.roster.differences import Change, Difference

#: Newcomers have nothing to compare; --json has them all.
MOST_NEWCOMERS = 20


def tell_roster(file: Path, report: RosterReport, *, in_full: bool) -> None:
    """Everything that changes with `in_full`, else only what nobody should overlook."""
    if report.agencies:
        print(f"{file}: agencies that are new or change: {', '.join(report.agencies)}")
    if in_full:
        _tell_differences(file, report)
    if report.missing:
        print(f"{file}: {len(report.missing)} employed in these agencies are not in the list")
        for one in report.missing if in_full else ():
            print(f"{file}: missing: {one.name} ({one.nip}), {one.agency}")
    if report.quarantined or report.released:
        print(f"{file}: quarantine: {report.quarantined} more, {report.released} settled (presensi quarantine)")


def _tell_differences(file: Path, report: RosterReport) -> None:
    new = [one for one in report.differences if one.kind == "new"]
    for one in new[:MOST_NEWCOMERS]:
        place = " / ".join(change.after for change in one.changes if change.what in ("agency", "unit") and change.after)
        print(f"{file}:{one.line}: new: {one.name} ({one.nip}), {place}, from {one.first_day}")
    if len(new) > MOST_NEWCOMERS:
        print(f"{file}: and {len(new) - MOST_NEWCOMERS} more who are new (--json lists them)")
    for one in report.differences:
        if one.kind == "changed":
            print(f"{file}:{one.line}: {_changed(one)}")


def _changed(one: Difference) -> str:
    changes = "; ".join(_change(change) for change in one.changes)
    return f"from {one.first_day}: {one.name} ({one.nip}): {changes}"


def _change(change: Change) -> str:
    return f"{change.what} {change.before or 'none'} -> {change.after or 'none'}"
