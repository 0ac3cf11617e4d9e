"""What must hold all the time: judged on every day on which something that is said begins or ends (decision 39)."""

from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

import deeds
from values import all_of, any_of, day, negate


def stretches(facts, first, last, others=()):
    """The stretches of days from first to last on each of which the same is said; other days begin one too."""
    changes = sorted({*_changes(facts), *others}) if others else _changes(facts)
    days = [first] + changes[bisect_right(changes, first):bisect_right(changes, last)]
    return list(zip(days, [day - 1 for day in days[1:]] + [last]))


@lru_cache(maxsize=2)
def _changes(facts):
    """The days on which what is said may be other than on the day before, in order."""
    changes = set()
    for row in facts.rows:
        changes |= _ends(row.held)
        for statements in row.said.values():
            for s in statements:
                changes |= _ends(s.span) | _own_days(s.value)
    return sorted(changes)


def _ends(span):
    """The days on which something may begin to hold, and may hold no more."""
    return {*span.first, span.first[0] + 1, span.last[0] + 1, span.last[1] + 1}


def _own_days(value):
    """The days on which something happened: before them it had not."""
    return {*value} if isinstance(value, tuple) else set()


class Stretch(NamedTuple):
    """Days on each of which the same is said: how many, whether the body was there, what was asked, and of whom."""
    first: int
    length: int
    is_there: object
    deed: object
    vacuous: object
    applies: object
    exempt: object

    @property
    def is_free(self):
        return any_of([self.exempt, negate(self.applies)])

    def if_there(self, truth):
        """Of a day of which it is in doubt whether the body was there: what was not so is not known to matter."""
        return truth if truth is True or self.is_there is True else None

    def done(self, truth):
        """A day on which it did not apply, or was exempt, asks for nothing."""
        return self.if_there(any_of([truth, self.is_free]))


class EachDay:
    """A state that must hold on all of these days, each judged with what held on it."""

    def __init__(self, told):
        done = [t.done(t.deed.done) for t in told]
        self.gap = sum(t.length for t, truth in zip(told, done) if truth is False)
        self.applies = any_of([all_of([t.is_there, t.applies]) for t in told])
        self.empty = all_of([t.if_there(any_of([t.vacuous, negate(t.applies)])) for t in told])
        self.exempt = all_of([t.if_there(t.is_free) for t in told])
        is_of_some = any_of([all_of([t.is_there, t.applies, negate(t.exempt)]) for t in told])
        as_asked = all_of([t.if_there(any_of([t.deed.done, negate(t.applies)])) for t in told])
        letters = told[0].deed.parts
        self.deed = deeds.Deed(all_of([*done, any_of([is_of_some, as_asked])]))
        self.deed.letters = letters and {name: deeds.Deed(all_of([t.done(t.deed.parts[name].done) for t in told]))
                                         for name in letters}
        self.waived_by = _first_day(told, done)


def _first_day(told, done):
    """The day by which a waiver has to be approved: the first on which it was not so; None: there is none."""
    may_be = [t.first for t, truth in zip(told, done) if truth is not True]
    surely = [t.first for t, truth in zip(told, done) if truth is False]
    last = told[-1].first + told[-1].length - 1
    return day(may_be[0], surely[0] if surely else last) if may_be else None
