"""`presensi check`."""

import dataclasses

from bot.clock import SystemClock
from bot.settings import Settings, SettingsRefused
from presensi.checks.finding import Finding
from presensi.checks.platform import check_accounts, check_mode
from presensi.checks.storage import check_disk, check_records
from presensi.checks.weights import check_models
from presensi.output import print_json


async def check(*, json: bool = False) -> int:
    """Look at settings, database, keys, bot accounts, clock, models and disk. Exit status 1 when something fails.

    Parameters
    ----------
    json
        Print one JSON object as the last line.
    """
    findings = await _findings()
    for finding in findings:
        print(finding)
    failed = any(finding.level == "fail" for finding in findings)
    if json:
        print_json({"ok": not failed, "items": [dataclasses.asdict(finding) for finding in findings]})
    return int(failed)


async def _findings() -> list[Finding]:
    try:
        settings = Settings.load()
    except SettingsRefused as error:
        return [Finding("fail", "settings", str(error), "set it right in .env or the environment")]
    return [
        Finding("ok", "settings", "they can be read"),
        *await check_records(settings),
        *await check_accounts(settings, SystemClock().now()),
        check_mode(settings),
        *await check_models(settings),
        *check_disk(settings),
    ]
