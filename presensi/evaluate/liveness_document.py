"""docs/liveness.md: what the commands print on the development sets."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from presensi.evaluate.liveness import acquire, lines, measured, pad_networks
from recognition.evaluate.fit_liveness import FOLDS, report
from recognition.networks import NetworkSet

HEAD = """# Liveness of one picture

Written by `make liveness`. Each block is what the command above it prints; `--json` gives the figures. The pictures are
not part of the project: `$PRESENSI_EVAL_DATA` names the folder that holds them, `$PRESENSI_MODELS` the weights.

- Words of ISO/IEC 30107-3: *APCER* is the share of attack presentations of one kind that are taken for living people,
  *BPCER* the share of living people taken for attacks, *ACER* the mean of BPCER and of the worst kind's APCER. *EER*
  and *BPCER at APCER 5 %* are of all attacks together, at thresholds of their own.
- A picture without a face has no score: it is *not acquired*, counted apart, and no part of any rate. A check-in with
  it is sent back for its quality. A face that fills the picture beyond its edges is looked for once more with a black
  border around the picture; a check-in would send it back as well.
- Bounds hold with 95 % confidence, by bootstrap over the groups of the manifest: the frames of one clip are one sample.
  A group is a kind of attack in pad/ and a person in nuaa/. "Not measured": the sample has none, or too few. A rate
  without a single error has no bound above it but that of the number of groups: with 8 groups 31 % can be hidden.
- The signals: `minifasnet` is the mean of Silent-Face's two networks; `beside` what its wider one says of another face
  at least half as wide as the main one; `moire` the highest peak in the spectrum around the face; `skin` how warm its
  colour is. The fusion moves the networks' log-odds by bounded steps (recognition/fusion.py).
"""

OUT_OF_FOLD = """## Out of fold

People and cameras that took no part in the fit. This is the figure to go by; those below are of the shipped weights on
the pictures that they were fitted on. What was *chosen* by looking at the development sets (the signals themselves, and
where their evidence begins) is in no fold.

The EER can be lower than the pair's only in bootstraps in which the pair errs at all, which is said beside it.
"""

LEFT_OUT = """## Tried and left out

Measured on the same pictures while the signals were chosen (December 2026), by AUC within each capture chain:

- long straight edges on all four sides of the face (bezel, paper): 0.98 in one chain, 0.71 and 0.50 in two others, and
  the living of LFW have more of them (95th percentile 3.9) than those attacks (2.6);
- sharpness of the face against its surroundings, share of high frequencies, highlights, brightness and contrast: each
  tells one chain's attacks by more and another's by less;
- correlation of brightness and redness: right in all chains (0.60 to 0.89), but nothing beside `skin`;
- the networks on the mirror image too: nuaa 0 % instead of 1.2 %, pad 9.9 % instead of 7.0 %, for 2 ms;
- less weight of the networks' class "replay": nuaa 0 %, pad 11 %.
"""


def write(document: Path, data: Path) -> None:
    """The page about the sets in the folder `data`. Raises CommandRefused."""
    networks = pad_networks()
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text("\n".join(_page(data, networks)) + "\n")


def _page(data: Path, networks: NetworkSet) -> Iterator[str]:
    yield HEAD
    yield OUT_OF_FOLD
    yield from _block(
        "python -m recognition.evaluate.fit_liveness $PRESENSI_EVAL_DATA --models $PRESENSI_MODELS",
        report(data, networks),
    )
    for name in FOLDS:
        yield f"## {name}, with the shipped weights\n"
        command = f"presensi evaluate liveness --root $PRESENSI_EVAL_DATA/{name} --manifest manifest.csv"
        yield from _block(command, lines(measured(acquire(data / name, Path("manifest.csv"), networks))))
    yield LEFT_OUT.rstrip()


def _block(command: str, printed: Iterable[str]) -> Iterator[str]:
    yield f"`{command}`\n"
    yield "```text"
    yield from printed
    yield "```\n"
