"""What every test may ask for; the fixtures themselves are in tests/fixtures."""

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.evaluation",
    "tests.fixtures.judge",
    "tests.fixtures.sealing",
    "tests.fixtures.log_guard",
    "tests.fixtures.service_process",
    "tests.fixtures.town",
]
