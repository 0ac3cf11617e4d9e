"""What is done, on which days, and for each letter of a list."""

from typing import NamedTuple

import conditions
from scope import Unsupported
from values import all_of, any_of, compare, negate


class Occasion(NamedTuple):
    """One way in which something was done: whether it counts, its day, and the thing that it was done with."""
    truth: object
    day: object
    scope: object = None  # of the thing
    about: object = None  # the year that it is about


class Deed:
    """Whether something is done and when. `occasions` None: a state without days."""

    def __init__(self, done, occasions=None, complete=True, parts=None, join=None, has_days=True):
        self.done, self.occasions, self.complete, self.parts, self.join = done, occasions, complete, parts, join
        self.has_days = has_days and occasions is not None  # a verb may not say when it happens

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
        if not self.has_days:
            return self.done
        found = [all_of([o.truth, compare("<=", o.day, last_day)]) for o in self.occasions]
        return any_of(found if self.complete else found + [None])

    def day(self):
        """The first day on which it is done, where that is known."""
        if self.join:
            return _day_of_joined(self)
        if not self.has_days or self.done is not True or not self.complete:
            return None
        found = [(o.truth, o.day) for o in self.occasions if o.truth is not False and o.day.present]
        surely = [day.single for truth, day in found if truth is True and not day.absent and day.single is not None]
        if not surely or any(day.lo is None for _, day in found):
            return None
        first = min(surely)
        return first if all(day.lo >= first for _, day in found) else None


def _day_of_joined(deed):
    """The first day by which enough of the parts are done; None where that is not known."""
    days = sorted({part.day() for part in deed.parts.values() if part.day() is not None})
    for day in days:
        if deed.join([part.done is True and part.day() is not None and part.day() <= day
                      for part in deed.parts.values()]) is True:
            return day if deed.join([_may_be_done_before(part, day) for part in deed.parts.values()]) is False else None
    return None


def _may_be_done_before(part, day):
    return part.done is not False and (part.day() is None or part.day() < day)


def joined(node, deeds):
    """Letters, each a deed, joined by the word of their list."""
    return Deed(conditions.of_letters(node, [d.done for d in deeds.values()]), parts=deeds,
                join=lambda truths: conditions.of_letters(node, truths))


def forbidden(deed, last_day):
    """What must not be done: its days are part of what is forbidden, so that it has no clock."""
    truth = deed.done if last_day is None else deed.in_time(last_day)
    parts = {letter: forbidden(part, last_day) for letter, part in deed.parts.items()} if deed.parts else None
    return Deed(negate(truth), parts=parts)


def of_every(counted, complete):
    """What every one of several has to do: each with whether it counts; whether there are no others."""
    def join(truths):
        truths = [any_of([negate(counts), truth]) for (counts, _), truth in zip(counted, truths)]
        return all_of(truths if complete else truths + [None])
    parts = {str(i): deed for i, (_, deed) in enumerate(counted)}
    return Deed(join([d.done for d in parts.values()]), parts=parts, join=join)
