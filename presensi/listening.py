"""The socket of the web application, opened before anything is asked of the platform."""

import errno
import socket

from bot.settings import Settings
from presensi.errors import CommandRefused

#: As many as uvicorn lets wait; they are served once the models are loaded.
_BACKLOG = 2048


def listening_socket(settings: Settings) -> socket.socket:
    """Listen at PRESENSI_HOST and PRESENSI_PORT. Raises CommandRefused."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        raise CommandRefused(_sentence(error, settings)) from None


def _sentence(error: OSError, settings: Settings) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {settings.port} is in use; stop what listens there, or set PRESENSI_PORT to another"
    why = error.strerror or type(error).__name__
    return (
        f"port {settings.port} of {settings.host} cannot be opened ({why}); set PRESENSI_HOST and PRESENSI_PORT right"
    )
