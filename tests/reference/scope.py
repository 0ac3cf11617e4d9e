"""Where a sentence stands: what its names are read against, on which day, in which period."""

from typing import NamedTuple

from values import Type


class Unsupported(Exception):
    """A form of the language that the reference does not judge."""


NOTHING_ASKED = object()  # in place of how a rule judges a record: for a period, or a body, of which it asks nothing


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
    counted by; `happened` the day on which events are read, where it is another; `oldest` the day on which facts have to have been written down, or later; `named` what encloses
    the subject and has a name; `is_behind` whether a state is read again as at a day that is behind, `is_due` whether what is asked
    is read as at the last lawful day; `is_limited` whether the sentence has a limit; `run` what is judged,
    with the facts, the readings chosen and the outcomes of other rules.
    """

    def __init__(self, run, day, frames=(), it=None, **more):
        self.run, self.facts, self.vocabulary, self.day = run, run.facts, run.vocabulary, day
        self.frames, self.it = tuple(frames), it
        self.parameters, self.period, self.finder = more.get("parameters"), more.get("period"), more.get("finder")
        self.calendar, self.named, self.oldest = more.get("calendar"), more.get("named", ()), more.get("oldest")
        self.happened = more.get("happened")
        self.is_behind, self.is_due = more.get("is_behind", False), more.get("is_due", False)
        self.is_limited = more.get("is_limited", False)
        if self.happened is None and run.known is not run:
            self.happened = run.known.day

    NAMES = ("day", "frames", "it", "parameters", "period", "finder", "calendar", "named", "oldest", "happened",
             "is_behind", "is_due", "is_limited")

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

    def again(self, day):
        """As at an earlier day: what other rules came to is not known of it (decision 59)."""
        return self._with(day=day, is_behind=day < self.day)

    def when_due(self, day):
        """As at another day, but for what happened, which is what is known now (decision 65)."""
        return self._with(day=day, happened=self.happened or self.day, is_due=True)

    def of_sentence(self, is_limited):
        return self._with(is_limited=is_limited)

    def of_finder(self, finder):
        return self._with(finder=finder)

    def counted_by(self, calendar):
        return self._with(calendar=calendar)

    def of_period(self, period):
        return self._with(period=period)
