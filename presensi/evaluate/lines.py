"""The figures of an evaluation as lines to read; the JSON has them all."""

from collections.abc import Iterator, Mapping
from typing import Any

from recognition.metrics import FALSE_ACCEPT_RATES


def lines(figures: Mapping[str, Any]) -> Iterator[str]:
    """What was compared, in which configuration, and how it came out."""
    yield f"{figures['list']}: {figures['pictures']} pictures of {figures['people']} people"
    yield from _configuration(figures["configuration"])
    yield from _failures(figures["failure_to_acquire"])
    for name, engine in figures["engines"].items():
        yield from _engine(name, engine)
    for name, search in (figures["one_to_n"] or {}).items():
        yield from _search(name, search)


def percent(share: float | None) -> str:
    """Two digits of the figure that matters, whether it is 98.8 or 0.0034 %."""
    if share is None:
        return "not measured"
    return f"{100 * share:.2f} %" if share >= 0.001 or share == 0 else f"{100 * share:.2g} %"


def _configuration(told: Mapping[str, Any]) -> Iterator[str]:
    yield f"enrolled: {told['enrolled']}; selfie: {told['selfie']}; quality: {told['quality']}"
    for name, engine in told["engines"].items():
        second = engine["second_opinion"]
        asked = f", second opinion {second['engine']} from {second['accept']}" if second else ""
        yield f"{name}: accept from {engine['accept']}, review from {engine['review']}{asked}"
    yield "; ".join(f"{name} {version}" for name, version in told["versions"].items())


def _failures(told: Mapping[str, Any]) -> Iterator[str]:
    yield (
        f"failure to acquire: {told['failed_pictures']} pictures; "
        f"{told['genuine_counted_as_false_rejections']} genuine comparisons count as false rejections, "
        f"{told['impostors_left_out']} impostor comparisons are left out"
    )
    for failed in told["failed"]:
        yield f"  {failed['file']}: {failed['reason']}"


def _engine(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield f"{name} {told['version']}: {told['genuine']} genuine, {told['impostors']} impostor comparisons"
    yield f"  EER {_bounded(told['eer'], told['eer_bounds'])}"
    for far in FALSE_ACCEPT_RATES:
        tar, bounds = told["tar_at_far"][far], told["tar_at_far_bounds"][far]
        whole = told["after_review_band"]["tar_at_far"][far]
        missed = told["at_global_threshold"][far]
        if missed is not None:
            yield (
                f"  TAR at FAR {far}: {_bounded(tar, bounds)} from {missed['threshold']:.3f}, "
                f"{missed['false_rejections']} refused; after the review band {percent(whole)}"
            )
    yield f"  deployed, first look: {_decision(told['at_deployed_threshold'])}"
    yield f"  deployed, whole decision: {_decision(told['deployed']['accepted'])}"
    left = told["deployed"]["left_to_a_person"]
    yield (
        f"  left to a person: {left['genuine']} genuine ({percent(left['share_of_genuine'])}), "
        f"{left['impostors']} impostors"
    )
    for far, worst in told["worst_group_at_far"].items():
        if worst is not None:
            yield f"  impostors most alike at FAR {far}: {worst['group']}, from {worst['threshold']:.3f}"
    for group, of_group in told["groups"].items():
        yield f"  {group}: {_group(of_group)}"


def _group(told: Mapping[str, Any]) -> str:
    at = told["at_global_threshold"]["1e-4"]
    eer = _bounded(told["eer"], told["eer_bounds"])
    among = f"{told['genuine']} genuine, {told['impostors']} impostor; EER {eer}"
    here = f"; at the global threshold of FAR 1e-4: {_decision(at)}" if at else ""
    return f"{among}{here}; deployed: {_decision(told['deployed']['accepted'])}"


def _decision(told: Mapping[str, Any]) -> str:
    tar = _bounded(told["tar"], told["tar_bounds"])
    far = f", {_bounded(told['far'], told['far_bounds'])}" if told["far"] is not None else ""
    return f"TAR {tar}, {told['false_accepts']} impostors accepted{far}"


def _bounded(value: float | None, bounds: list[float | None]) -> str:
    low, high = bounds
    return percent(value) if low is None else f"{percent(value)} ({percent(low)} to {percent(high)})"


def _search(name: str, told: Mapping[str, Any]) -> Iterator[str]:
    yield ""
    yield (
        f"{name}, search among {told['enrolled']} people of {told['templates']} templates: "
        f"{told['mated_searches']} mated, {told['unmated_searches']} unmated"
    )
    for rate, fnir in told["fnir_at_fpir"].items():
        at = told["threshold_at_fpir"][rate]
        yield f"  FNIR at FPIR {rate}: {percent(fnir)}" + (f" from {at:.3f}" if at is not None else "")
