"""`presensi`: the list of commands. Each lives in a file of its own and is imported when it is called."""

import sys
from collections.abc import Sequence
from importlib.metadata import version
from typing import NoReturn

from cyclopts import App, CycloptsError

app = App(
    name="presensi",
    help="Face and location attendance for Indonesian civil servants, inside Telegram and WhatsApp.",
    version=lambda: version("presensi"),
    error_formatter=lambda error: f"presensi: {' '.join(str(error).split())}",
    exit_on_error=False,
)
app.command(
    "demo.main:demo", name="demo", help="Play an employee and an admin in the browser, without token or account."
)
app.command("presensi.run:run", name="run", help="Run the service with the settings of .env.")
app.command("presensi.check:check", name="check", help="Say what is missing or wrong, one line per item.")
app.command("presensi.migrate:migrate", name="migrate", help="Bring the database to the schema of this program.")
app.command("presensi.keys:app", name="keys", help="Keys under which faces and pictures are sealed.")
app.command("presensi.models:app", name="models", help="Weights of the liveness models.")
app.command("presensi.import_:import_", name="import", help="Read agencies, employees, sites and rules from files.")
app.command("presensi.quarantine:app", name="quarantine", help="Damaged rows of rosters, until they come in right.")
app.command("presensi.invite:invite", name="invite", help="Make a one-time code that binds a chat account.")
app.command("presensi.evaluate.commands:app", name="evaluate", help="Measure error rates on pictures of your own.")
app.command("presensi.breach:breach", name="breach", help="Declare a data leak: who, what, when, letters, deadline.")
app.command(
    "presensi.bench.commands:app", name="bench", help="Measure the speed of recognition and of whole check-ins."
)

#: What the operator can set right, as against exit status 1: something that was looked at is not in order.
EXPECTED_ERROR = 2


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run one command. An expected error is one line on stderr and exit status 2, never a traceback."""
    try:
        status = app(
            sys.argv[1:] if arguments is None else arguments, result_action="return_int_as_exit_code_else_zero"
        )
    except CycloptsError:
        status = EXPECTED_ERROR  # cyclopts has said why
    except Exception as error:
        from presensi.errors import explain

        sentence = explain(error)
        if sentence is None:
            raise
        print(f"presensi: {sentence}", file=sys.stderr)
        status = EXPECTED_ERROR
    sys.exit(status)
