"""What is done, on which days, and for each letter of a list."""

from typing import NamedTuple

import conditions
import quantities
import throughout
from scope import Unsupported
from values import FAILED, all_of, any_of, compare, is_there, negate, one_of


class Occasion(NamedTuple):
    """One way in which something was done: whether it counts, its day, and the thing that it was done with."""
    truth: object
    day: object
    scope: object = None  # of the thing
    about: object = None  # the year that it is about
    again: object = None  # whether what is asked of the thing was so, by a day (decision 65)


class Again:
    """A state, read again as at another day (decision 59); `judge`: whether it is so, by a scope of that day, which `move`
    makes."""

    def __init__(self, scope, judge, move=None):
        self.scope, self._judge, self._move, self._found = scope, judge, move or scope.again, {}

    @property
    def now(self):
        return self.on(self.scope.day)

    def on(self, day):
        if day not in self._found:
            self._found[day] = self._judge(self._move(day))
        return self._found[day]

    def in_time(self, last_day):
        """Whether it was so on its last lawful day, or on the day judged where that is earlier."""
        if last_day.failed:
            return FAILED
        if not last_day.present or last_day.lo is None or last_day.hi is None:
            return None if last_day.present else False
        today = self.scope.day
        first, last = min(last_day.lo, today), min(last_day.hi, today)
        return one_of({self.on(day) for day, _ in throughout.stretches(self.scope.facts, first, last)})

    def day_from(self, last_day):
        """The last lawful day where it was so on that day, else the first later one on which it is said to be so."""
        if last_day is None or last_day.single is None:
            return None
        found = throughout.stretches(self.scope.facts, min(last_day.lo, self.scope.day), self.scope.day)
        return next((day for day, _ in found if self.on(day) is True), None)


class Deed:
    """Whether something is done and when. `occasions` None: a state without days; `again`: how it is read on others."""

    again = None
    is_of_act = False  # what is forbidden is known by its days
    between = None  # of what is forbidden: the days of the first and of the last act that counts, where they are told

    def __init__(self, done, occasions=None, complete=True, parts=None, join=None, has_days=True):
        self.done, self.occasions, self.complete, self.parts, self.join = done, occasions, complete, parts, join
        self.has_days = has_days and occasions is not None  # a verb may not say when it happens

    @classmethod
    def state(cls, scope, judge):
        """What is so, or is not, on the day that a scope stands on."""
        deed = cls(judge(scope))
        deed.again = Again(scope, judge)
        return deed

    @classmethod
    def of(cls, occasions, complete, has_days=True):
        truths = [o.truth for o in occasions]
        return cls(any_of(truths if complete else truths + [None]), occasions, complete, has_days=has_days)

    def where(self, predicate):
        """The same, done only where something is so of the occasion."""
        if self.join:
            parts = {name: part.where(predicate) for name, part in self.parts.items()}
            return Deed(self.join([part.done for part in parts.values()]), parts=parts, join=self.join)
        if self.occasions is None:
            raise Unsupported("a state has no occasions")
        return Deed.of([o._replace(truth=all_of([o.truth, predicate(o)])) for o in self.occasions], self.complete,
                       self.has_days)

    @property
    def happens(self):
        """Whether it is known by its days."""
        return all(part.happens for part in self.parts.values()) if self.join else self.has_days

    def in_time(self, last_day):
        if self.join:
            return self.join([part.in_time(last_day) for part in self.parts.values()])
        if self.again:
            return self.again.in_time(last_day)
        if not self.has_days:
            return self.done
        found = [all_of([o.truth, compare("<=", o.day, last_day), self._was_such(o, last_day)]) for o in self.occasions]
        return any_of(found if self.complete else found + [None])

    @staticmethod
    def _was_such(occasion, last_day):
        """Whether the thing was such as is asked on the last lawful day."""
        return True if occasion.again is None else occasion.again.in_time(last_day)

    def day(self, last_day=None):
        """The first day on which it is done, where that is known; of a state, from its last lawful day on."""
        if self.join:
            return _day_of_joined(self, last_day)
        if self.again and self.done is True:
            return self.again.day_from(last_day)
        if not self.has_days or self.done is not True or not self.complete:
            return None
        found = [(o.truth, o.day) for o in self.occasions if o.truth is not False and o.day.present]
        if last_day is not None and any(self._came_to_be_such(o, last_day) is not False for o in self.occasions):
            return None
        surely = [day.single for truth, day in found if truth is True and not day.absent and day.single is not None]
        if not surely or any(day.lo is None for _, day in found):
            return None
        first = min(surely)
        return first if all(day.lo >= first for _, day in found) else None


    def _came_to_be_such(self, occasion, last_day):
        """Whether it was done by the last lawful day, and came to be such later: on which day, nobody says."""
        if occasion.again is None:
            return False
        return all_of([occasion.truth, compare("<=", occasion.day, last_day), negate(self._was_such(occasion, last_day))])


def _day_of_joined(deed, last_day):
    """The first day by which enough of the parts are done; None where that is not known."""
    done_on = [(part.done, part.day(last_day)) for part in deed.parts.values()]
    for day in sorted({day for _, day in done_on if day is not None}):
        if deed.join([done is True and first is not None and first <= day for done, first in done_on]) is True:
            may_be_before = [done is not False and (first is None or first < day) for done, first in done_on]
            return day if deed.join(may_be_before) is False else None
    return None


class Counted(Deed):
    """What is done of each of several things or by each of several, as a quantifier joins them; they are no letters."""

    def __init__(self, join, deeds):
        self.whole = Deed(join([d.done for d in deeds]), parts={str(i): d for i, d in enumerate(deeds)}, join=join)
        super().__init__(self.whole.done)

    def where(self, predicate):
        return Counted(self.whole.join, [d.where(predicate) for d in self.whole.parts.values()])

    @property
    def happens(self):
        return self.whole.happens

    def in_time(self, last_day):
        return self.whole.in_time(last_day)

    def day(self, last_day=None):
        return self.whole.day(last_day)


def joined(node, deeds):
    """Letters, each a deed, joined by the word of their list."""
    return Deed(conditions.of_letters(node, [d.done for d in deeds.values()]), parts=deeds,
                join=lambda truths: conditions.of_letters(node, truths))


def forbidden(deed, last_day):
    """What must not be done: its days are part of what is forbidden, so that it has no clock."""
    truth = deed.done if last_day is None else deed.in_time(last_day)
    parts = {letter: forbidden(part, last_day) for letter, part in deed.parts.items()} if deed.parts else None
    found = Deed(negate(truth), parts=parts)
    found.is_of_act = deed.happens
    if deed.happens and deed.occasions is not None:
        terms = [(all_of([o.truth, is_there(o.day)]), o.day) for o in deed.occasions]
        found.between = tuple(quantities.extreme(terms, deed.complete, is_last) for is_last in (False, True))
    return found


def of_every(counted, complete):
    """What every one of several has to do: each with whether it counts; whether there are no others."""
    def join(truths):
        truths = [any_of([negate(counts), truth]) for (counts, _), truth in zip(counted, truths)]
        return all_of(truths if complete else truths + [None])
    parts = {str(i): deed for i, (_, deed) in enumerate(counted)}
    found = Deed(join([d.done for d in parts.values()]), parts=parts, join=join)
    found.is_of_act = bool(parts) and all(d.is_of_act for d in parts.values())
    return found
