"""What every test may ask for; the fixtures themselves are in tests/fixtures."""

import signal

# A shell that runs the suite in the background has SIGINT ignored, and every process of a test would inherit that.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.evaluation",
    "tests.fixtures.judge",
    "tests.fixtures.sealing",
    "tests.fixtures.log_guard",
    "tests.fixtures.service_process",
    "tests.fixtures.town",
]
