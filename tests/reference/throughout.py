"""What must hold all the time: judged on every day on which something that is said begins or ends (decision 39)."""

from bisect import bisect_right
from functools import lru_cache

import deeds
from values import all_of


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


def in_doubt(deed):
    """Of a day of which it is in doubt whether the body was there: what was not so is not known to matter."""
    if deed.parts:
        return deeds.Deed(deed.done or None, parts={name: in_doubt(part) for name, part in deed.parts.items()})
    return deeds.Deed(deed.done or None)


def held(of_day, found):
    """A state that holds on all of these stretches, and on how many days it did not; `of_day` gives the deed of a day."""
    told = [(of_day(first), last - first + 1) for first, last in found]
    gap = sum(length for deed, length in told if deed.done is False)
    letters = told[0][0].parts
    parts = letters and {name: deeds.Deed(all_of([deed.parts[name].done for deed, _ in told])) for name in letters}
    whole = deeds.Deed(all_of([deed.done for deed, _ in told]))
    whole.letters = parts
    return whole, gap
