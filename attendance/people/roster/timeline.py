"""One person's employments in their order, and what a row of a roster makes of them: pure.

Whatever the row says, the days before `today` stay as they are: a past day's headcount never changes.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from attendance.people.employment import EmployeeKind, Ending

#: An employee by id, or by NIP while the import that adds them is not written yet.
PersonKey = int | str

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Post:
    """What makes one employment differ from the next. `agency`: where they serve; both agencies by code."""

    agency: str
    unit: str | None
    kind: EmployeeKind
    position: str
    supervisor: PersonKey | None = None
    schedule: str | None = None
    home_agency: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A post from `first` to `last`, both included; None: without an end. `ending`: why, unless another follows."""

    post: Post
    first: date
    last: date | None = None
    ending: Ending | None = None

    def holds(self, on: date) -> bool:
        return self.first <= on and (self.last is None or on <= self.last)


Timeline = tuple[Span, ...]


def holding(timeline: Timeline, on: date) -> Span | None:
    """The employment of that day."""
    return next((span for span in reversed(timeline) if span.holds(on)), None)


def begins(effective: date | None, today: date) -> date:
    """The first day a row is for: a day that has passed is not counted anew, so what is told late counts from today."""
    return today if effective is None else max(effective, today)


def employed(timeline: Timeline, post: Post, effective: date | None, today: date) -> Timeline:
    """The timeline after a row that states a post.

    For today or a past day the post holds from today on until what is planned already. For a later day it replaces all
    that was planned, and until then everything stays as it is today.
    """
    start = begins(effective, today)
    if start > today:
        return _joined(*_until(timeline, today, start - _DAY), Span(post, start))
    present = holding(timeline, today)
    if present is not None and present.post == post:
        return timeline
    planned = [span for span in timeline if span.first > today]
    last = planned[0].first - _DAY if planned else None
    anew = Span(post, today, last) if present is None else replace(present, post=post, first=today)
    return _joined(*_until(timeline, today - _DAY, today - _DAY), anew, *planned)


def ended(timeline: Timeline, ending: Ending, effective: date | None, today: date) -> Timeline:
    """The timeline after a row that says why somebody is no longer employed, from the effective day on."""
    last = begins(effective, today) - _DAY
    kept = _until(timeline, today, last)
    if not kept:
        return ()
    *before, newest = kept
    # Who has gone already can be told to have gone for another reason, but not on another day.
    end = last if newest.last is None or newest.last > last else newest.last
    return (*before, replace(newest, last=end, ending=ending))


def changed_from(before: Timeline, after: Timeline) -> date | None:
    """The first day on which the two differ, None when they do not."""
    days = [span.first for one, other in ((before, after), (after, before)) for span in one if span not in other]
    ends = [span.last + _DAY for span in (*before, *after) if span.last is not None]
    candidates = sorted({*days, *ends})
    return next((day for day in candidates if _post(before, day) != _post(after, day)), None)


def _post(timeline: Timeline, on: date) -> Post | None:
    span = holding(timeline, on)
    return None if span is None else span.post


def _until(timeline: Timeline, today: date, last: date) -> list[Span]:
    """What holds up to today, and what holds today up to `last` instead of what was planned."""
    kept = [span for span in timeline if span.first <= min(today, last)]
    if kept and kept[-1].holds(today) and kept[-1].last != last:
        kept[-1] = replace(kept[-1], last=last, ending=None)
    return [span for span in kept if span.last is None or span.first <= span.last]


def _joined(*spans: Span) -> Timeline:
    """Without a seam where the same post goes on the next day."""
    joined = list[Span]()
    for span in spans:
        if joined and joined[-1].post == span.post and joined[-1].last == span.first - _DAY:
            joined[-1] = replace(joined[-1], last=span.last, ending=span.ending)
        else:
            joined.append(span)
    return tuple(joined)


def supervisor_on(timeline: Timeline, on: date) -> PersonKey | None:
    """Who supervises on that day after the newest post that had begun by then: of a vacant one, the last one's."""
    begun = [span for span in timeline if span.first <= on]
    return begun[-1].post.supervisor if begun else None
