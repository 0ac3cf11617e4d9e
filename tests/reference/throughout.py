"""What must hold all the time: judged on every day on which something that is said begins or ends (decision 39)."""

from deeds import Deed
from values import all_of


def stretches(facts, first, last):
    """The stretches of days from first to last on each of which the same is said."""
    changes = {first}
    for row in facts.rows:
        changes |= {row.holds_from, row.holds_to + 1}
        for statements in row.said.values():
            for s in statements:
                changes |= {s.first, s.last + 1, *_own_days(s.value)}
    days = sorted(day for day in changes if first <= day <= last)
    return list(zip(days, [day - 1 for day in days[1:]] + [last]))


def _own_days(value):
    """The days on which something happened: before them it had not."""
    return value if isinstance(value, tuple) else ()


def held(of_day, found):
    """A state that holds on all of these stretches, and on how many days it did not; `of_day` gives the deed of a day."""
    deeds = [(of_day(first), last - first + 1) for first, last in found]
    gap = sum(length for deed, length in deeds if deed.done is False)
    letters = deeds[0][0].parts
    parts = letters and {name: Deed(all_of([deed.parts[name].done for deed, _ in deeds])) for name in letters}
    whole = Deed(all_of([deed.done for deed, _ in deeds]))
    whole.letters = parts
    return whole, gap
