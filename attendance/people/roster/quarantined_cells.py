"""The cells of a damaged row, sealed for the line of the file they stood on."""

import json
from collections.abc import Mapping

from attendance.people.tables import QuarantinedRow
from attendance.vault.keyring import Keyring


def seal_cells(file_sha256: str, line: int, cells: Mapping[str, str], keyring: Keyring) -> bytes:
    """`cells` by column of the roster."""
    return keyring.seal(json.dumps(dict(cells), ensure_ascii=False).encode(), *_bound(file_sha256, line))


def open_cells(row: QuarantinedRow, keyring: Keyring) -> Mapping[str, str]:
    """What `seal_cells` sealed; nothing of a row that was emptied. Raises KeyUnknown or SealBroken."""
    if row.sealed is None:
        return {}
    cells: dict[str, str] = json.loads(keyring.unseal(row.sealed, *_bound(row.file_sha256, row.line)))
    return cells


def _bound(file_sha256: str, line: int) -> tuple[str, ...]:
    return ("quarantined_row", file_sha256, str(line))
