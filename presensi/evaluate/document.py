"""docs/accuracy.md: what the commands print on the development set, and two pictures of it."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from presensi.evaluate.drawing import draw_roc, draw_scores
from presensi.evaluate.lines import lines
from presensi.evaluate.measuring import Seen, measured, trials_of
from recognition.evaluate.verification import comparisons

TEMPLATES = 3
"""How many pictures the smallest enrolment has."""

COMMAND = "presensi evaluate verification --root {root} --identities {file}"

HEAD = """# Accuracy

Written by `make accuracy`. Each block is what the command above it prints; `--json` gives the same with all thresholds
and bounds. Faces are from LFW (deep-funneled, people with two pictures or more), which is not part of the project:
`$PRESENSI_EVAL_DATA` names the folder that holds it.

- A comparison is *genuine* between two pictures of one person, else *impostor*. FAR is the share of impostors accepted,
  TAR the share of the genuine.
- Of each pair the first picture is enrolled, seen twice (with its mirror image); the other is the selfie, seen once.
- Bounds hold with 95 % confidence, by bootstrap over people. A FAR of fewer than ten impostors is not measured.
- A *group* holds comparisons among its own people: impostors who resemble each other, as colleagues do. The *global
  threshold* is that of all people together.
- The *review band*: a selfie between `review` and `accept` is seen twice; if it stays there the second engine is asked,
  whose yes counts; if not, a person decides. "After the review band" moves `accept` until the whole decision has that
  FAR, which has no meaning below `review`.
"""


def write(document: Path, seen: Seen) -> None:
    """The page, and accuracy-roc.svg and accuracy-scores.svg beside it. Raises CommandRefused."""
    folder = document.parent
    folder.mkdir(parents=True, exist_ok=True)
    trials = trials_of(seen, None)
    engines = {one.engine: comparisons(seen.listed.pictures, seen.acquired, trials, one) for one in seen.deciders}
    draw_roc(folder / f"{document.stem}-roc.svg", engines)
    draw_scores(folder / f"{document.stem}-scores.svg", engines, {one.engine: one for one in seen.deciders})
    document.write_text("\n".join(_page(document.stem, seen)) + "\n")


def _page(stem: str, seen: Seen) -> Iterator[str]:
    yield HEAD
    yield "## One template\n"
    yield from _block(seen, "", lines(measured(seen, None, search=False)))
    yield f"![True accept rate by false accept rate]({stem}-roc.svg)\n"
    yield f"![Similarities of genuine and impostor comparisons]({stem}-scores.svg)\n"
    yield f"## {TEMPLATES} templates, and the search for somebody who is enrolled already\n"
    options = f" --templates {TEMPLATES} --one-to-n"
    yield from _block(seen, options, lines(measured(seen, TEMPLATES, search=True)))


def _block(seen: Seen, options: str, printed: Iterable[str]) -> Iterator[str]:
    root = f"$PRESENSI_EVAL_DATA/{seen.listed.file.parent.name}"
    yield f"`{COMMAND.format(root=root, file=seen.listed.file.name)}{options}`\n"
    yield "```text"
    yield from printed
    yield "```\n"
