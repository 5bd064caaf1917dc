"""The commands of `presensi evaluate`. What they measure is imported when they are called."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import App, Parameter, validators

from presensi.output import print_json

app = App(name="evaluate", help="Measure error rates on pictures of your own.")

Templates = Annotated[int | None, Parameter(validator=validators.Number(gte=1, lte=20))]

Count = Annotated[int, Parameter(validator=validators.Number(gte=0, lte=1000))]


@app.command
async def verification(
    *,
    root: Path,
    pairs: Path | None = None,
    identities: Path | None = None,
    templates: Templates = None,
    one_to_n: bool = False,
    engine: list[Literal["sface", "dlib"]] | None = None,
    json: bool = False,
) -> None:
    """How often people are told apart: FAR, FRR, EER and TAR at FAR of the service as it is shipped.

    Parameters
    ----------
    root
        The folder under which the files of the list lie.
    pairs
        A CSV file with the columns file_a (enrolled), file_b (selfie), same (1 or 0) and, if you like, group.
    identities
        A CSV file with the columns file, identity and, if you like, group and gender; every two pictures are compared.
    templates
        Enrol the first so many pictures of each identity; the best counts, for impostors too.
    one_to_n
        Also the search for somebody who is enrolled already: FNIR at FPIR.
    engine
        Of these engines only; without it of both.
    json
        Print one JSON object as the last line.
    """
    from presensi.errors import CommandRefused
    from presensi.evaluate.lines import lines
    from presensi.evaluate.measuring import ENGINES, measured, read, see

    listed = read(root, pairs, identities)
    if pairs is not None and (templates is not None or one_to_n):
        raise CommandRefused("--templates and --one-to-n need to know who is who: use --identities")
    figures = measured(await see(root, listed, engine or ENGINES), templates, search=one_to_n)
    print("\n".join(lines(figures)))
    if json:
        print_json(figures)


@app.command
async def accuracy(*, root: Path, identities: Path = Path("manifest.csv"), document: Path) -> None:
    """Write a page with the figures of one and of three templates and of a search, and draw its pictures beside it.

    Parameters
    ----------
    root
        The folder under which the files of the list lie.
    identities
        As of `presensi evaluate verification`.
    document
        The Markdown file to write.
    """
    from presensi.evaluate.document import write
    from presensi.evaluate.measuring import ENGINES, read, see

    write(document, await see(root, read(root, None, identities), ENGINES))
    print(f"written: {document}")


@app.command
def quality(*, root: Path, json: bool = False) -> None:
    """How often honest pictures are sent back, by annotated group, and whether bad ones are for the right reason.

    Parameters
    ----------
    root
        A folder with pictures and a manifest.csv (file and, if you like, group, gender, expected: mask, headwear ...),
        or one with the folders lfw, faces and quality, each of them such a one.
    json
        Print one JSON object as the last line.
    """
    from presensi.errors import CommandRefused
    from recognition.evaluate.pictures import CACHE
    from recognition.evaluate.quality import as_line, folders, refusals
    from recognition.networks import NetworkSource

    if not (found := folders(root)):
        raise CommandRefused(f"{root} holds no manifest.csv: write one with the column file")
    networks = NetworkSource(None, CACHE).load()
    lines = []
    for folder in found:
        for line in refusals(folder, networks):
            print(as_line(line), end="")
            lines.append(line)
    if json:
        pictures = [line for line in lines if "picture" in line]
        print_json({"pictures": pictures, "groups": [line for line in lines if "group" in line]})


@app.command
def liveness(
    *,
    root: Path | None = None,
    manifest: Path = Path("manifest.csv"),
    scores: Path | None = None,
    document: Path | None = None,
    sequences: Path | None = None,
    attacks: Count = 0,
    stills: Path | None = None,
    json: bool = False,
) -> None:
    """How well living people are told from prints, screens and masks by one picture: EER, APCER, BPCER, ACER.

    With --sequences how the video challenge does: attacks accepted, living people let through.

    Parameters
    ----------
    root
        The folder under which the files of the list lie.
    manifest
        A CSV file with the columns file, label (live, print, replay, mask) and, if you like, group: what fails
        together.
    scores
        Also write the scores of each picture to this CSV file.
    document
        Instead write a page about the development sets pad and nuaa, which are folders in --root, to this file.
    sequences
        Instead of --root: a folder of clips or of folders of frames, with a manifest.csv: file, label (live or the kind
        of attack) and, if you like, actions and order (what each is asked for), fps (of a folder of frames, else 10).
    attacks
        With --sequences also so many flat attacks of each of five kinds, made from the live clips and from --stills.
    stills
        A folder of pictures of faces with a manifest.csv (file).
    json
        Print one JSON object as the last line.
    """
    from presensi.errors import CommandRefused
    from presensi.evaluate.liveness import acquire, lines, measured, pad_networks, write_scores
    from presensi.evaluate.liveness_document import write

    if sequences is not None:
        _sequences(sequences, attacks, stills, json=json)
        return
    if root is None:
        raise CommandRefused("name a folder of pictures by --root, or one of clips by --sequences")
    if document is not None:
        write(document, root)
        print(f"written: {document}")
        return
    acquired = acquire(root, manifest, pad_networks())
    figures = measured(acquired)
    print("\n".join(lines(figures)))
    if scores is not None:
        write_scores(scores, acquired.seen)
    if json:
        print_json(figures)


def _sequences(folder: Path, attacks: int, stills: Path | None, *, json: bool) -> None:
    from presensi.evaluate.sequences import figures_of, lines

    figures = figures_of(folder, attacks, stills)
    print("\n".join(lines(figures)))
    if json:
        print_json(figures)
