"""Logging of the demonstration: errors on stderr, and nothing else."""

import logging


def keep_quiet() -> None:
    """No warnings: on a busy laptop the service would name every slow transaction between the demo's own lines."""
    logging.basicConfig(level=logging.ERROR, format="%(levelname)s %(name)s: %(message)s")
