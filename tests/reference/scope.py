"""Where a sentence stands: what its names are read against, on which day, in which period."""

from typing import NamedTuple

from values import Type


class Unsupported(Exception):
    """A form of the language that the reference does not judge."""


class Frame(NamedTuple):
    """Something that names are read against: of which entity, which record (maybe unknown or absent), and its name."""
    entity: object
    row: object
    name: str = None


class Operand(NamedTuple):
    type: Type  # of the value, or of the elements of the collection
    value: object  # Value or Collection


class Element(NamedTuple):
    counts: object  # truth: it is there, and its `where` holds
    value: object  # what the path leads to
    scope: object


class Scope:
    """The subject and what encloses it (innermost last), `it`, a verb's parameters, the day that facts are read on.

    `period` is the year at hand; `finder` whose findings count, where the rule says; `calendar` what working days are
    counted by; `happened` the day on which events are read, where it is another; `oldest` the day on which facts have to have been written down, or later; `named` what encloses the subject and has a name; `run` what is judged, with the facts, the readings
    chosen and the outcomes of other rules.
    """

    def __init__(self, run, day, frames=(), it=None, **more):
        self.run, self.facts, self.vocabulary, self.day = run, run.facts, run.vocabulary, day
        self.frames, self.it = tuple(frames), it
        self.parameters, self.period, self.finder = more.get("parameters"), more.get("period"), more.get("finder")
        self.calendar, self.named, self.oldest = more.get("calendar"), more.get("named", ()), more.get("oldest")
        self.happened = more.get("happened")

    NAMES = ("day", "frames", "it", "parameters", "period", "finder", "calendar", "named", "oldest", "happened")

    def _with(self, **changed):
        kept = {name: getattr(self, name) for name in self.NAMES}
        return Scope(self.run, **{**kept, **changed})

    def inside(self, frame, is_it=True):
        is_it = is_it and self.parameters is None  # in what a verb means, `it` is the body that does it
        return self._with(frames=self.frames + (frame,), it=frame if is_it else self.it)

    def of_verb(self, doer, parameters):
        return self._with(frames=self.frames + (doer,), it=doer, parameters=parameters)

    def on(self, day):
        return self._with(day=day)

    def when_due(self, day):
        """As at another day, but for what happened, which is what is known now (decision 65)."""
        return self._with(day=day, happened=self.happened or self.day)

    def of_finder(self, finder):
        return self._with(finder=finder)

    def counted_by(self, calendar):
        return self._with(calendar=calendar)

    def of_period(self, period):
        return self._with(period=period)
