"""`presensi keys`."""

from typing import Annotated

from cyclopts import App, Parameter

from attendance.vault.keyring import Keyring, new_key

app = App(name="keys")


@app.command
def new(*, key_id: Annotated[str, Parameter("--id")] = "k1") -> None:
    """Print a fresh key for PRESENSI_KEYS.

    Parameters
    ----------
    key_id
        Name of the key, 1 to 32 characters of a-z, 0-9 and -. Every key needs its own.
    """
    entry = new_key(key_id)
    Keyring.parse(entry)
    print(entry)
