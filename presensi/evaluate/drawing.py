"""The two pictures of docs/accuracy.md."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from recognition.evaluate.scoring import Decider
from recognition.metrics import Comparisons, roc

if TYPE_CHECKING:
    from matplotlib.figure import Figure

INCHES = (7.0, 4.2)


def draw_roc(file: Path, engines: Mapping[str, Comparisons]) -> None:
    """TAR by FAR, one line per engine, the FAR on a logarithmic axis."""
    from matplotlib.figure import Figure

    figure = Figure(INCHES, layout="constrained")
    axes = figure.subplots()
    for name, comparisons in engines.items():
        far, tar = roc(comparisons)
        axes.plot(far, tar, label=name)
    axes.set(xscale="log", ylim=(0, 1.01), xlabel="false accept rate", ylabel="true accept rate")
    axes.grid(alpha=0.3)
    axes.legend(loc="lower right")
    _save(figure, file)


def draw_scores(file: Path, engines: Mapping[str, Comparisons], deciders: Mapping[str, Decider]) -> None:
    """How similarities of genuine and impostor comparisons are spread, with the deployed band shaded."""
    from matplotlib.figure import Figure

    figure = Figure(INCHES, layout="constrained")
    for axes, (name, comparisons) in zip(np.atleast_1d(figure.subplots(1, len(engines))), engines.items(), strict=True):
        for kind, scores in (("impostor", comparisons.impostor), ("genuine", comparisons.genuine)):
            axes.hist(scores[np.isfinite(scores)], bins=80, density=True, histtype="step", label=kind)
        limits = deciders[name].limits
        axes.axvspan(limits.review, limits.accept, alpha=0.2, color="grey", label="review band")
        axes.set(title=name, xlabel="similarity", yticks=[])
    figure.legend(*axes.get_legend_handles_labels(), loc="outside upper center", ncols=3)
    _save(figure, file)


def _save(figure: "Figure", file: Path) -> None:
    from matplotlib import rc_context

    # With no date in the file and this salt, the same figures make the same bytes.
    with rc_context({"svg.hashsalt": "presensi", "svg.fonttype": "none"}):
        figure.savefig(file, format="svg", metadata={"Date": None})
