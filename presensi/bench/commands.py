"""The commands of `presensi bench`. What they measure is imported when they are called."""

from cyclopts import App

from presensi.output import print_json

app = App(name="bench", help="Measure the speed of recognition and of whole check-ins.")
app.command(
    "presensi.bench.checkins:checkins", name="checkins", help="Whole check-ins through the emulator at a steady rate."
)
app.command(
    "presensi.bench.duplicates:duplicates",
    name="duplicates",
    help="The search of a face among those of a whole regency.",
)
app.command("presensi.bench.roster:roster", name="roster", help="Large rosters imported beside a service at work.")


app.command(
    "presensi.bench.enrolment:enrolment",
    name="enrolment",
    help="An enrolment drive by chat, several operators at once.",
)


@app.command
def recognition(*, json: bool = False) -> None:
    """CPU time of one selfie from JPEG bytes to embedding, here and in face_recognition as its README uses it.

    Parameters
    ----------
    json
        Print one JSON object as the last line.
    """
    from presensi.bench.recognition import measure

    measured = measure()
    for name, value in measured.items():
        print(f"{name}: {value}")
    if json:
        print_json(measured)
