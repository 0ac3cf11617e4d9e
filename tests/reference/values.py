"""Values that may be known, absent or unknown; truth in three values and failure.

A Value is the set of what a thing may be: any of lo..hi (numbers, days) or the one `value` (names, records, yes/no)
where `present`, and nothing at all where `absent`. Unknown is the widest of such sets. All comparisons try both ends.
"""

from fractions import Fraction

from days import OutOfCalendar, add_time
from ladder import FAILED

LARGEST = 2 ** 63 - 1


# -- truth: True, False, None (unknown), FAILED

def all_of(truths):
    result = True
    for truth in truths:
        if truth is False:
            return False
        if truth is FAILED or (truth is None and result is not FAILED):
            result = truth
    return result


def negate(truth):
    return truth if truth is None or truth is FAILED else not truth


def any_of(truths):
    return negate(all_of(negate(t) for t in truths))


def one_of(possible):
    """The truth of a set of ways in which something can fall."""
    return possible.pop() if len(possible) == 1 else None


# -- values

class Type:
    """What a value is: its name, the entity or enumeration that it is of, and for a set or plain list the element."""

    def __init__(self, name, target=None, element=None):
        self.name, self.target, self.element = name, target, element

    def __repr__(self):
        return " ".join(str(p) for p in (self.name, self.target, self.element) if p)


NUMBERS = ("number", "people", "money", "share", "duration")
DAYS = ("date", "event date", "calendar year", "financial year", "academic year", "period")
NUMBER, DATE, YESNO = Type("number"), Type("date"), Type("yes/no")


class Value:
    __slots__ = ("present", "absent", "lo", "hi", "value", "failed", "tainted")

    def __init__(self, present=True, absent=False, lo=None, hi=None, value=None, failed=False, tainted=False):
        self.present, self.absent, self.lo, self.hi, self.value, self.failed = present, absent, lo, hi, value, failed
        self.tainted = tainted  # some of what it may be rests on a failure

    def __repr__(self):
        if self.failed:
            return "failed"
        what = [] if not self.present else [str(self.value) if self.value is not None else f"{self.lo}..{self.hi}"]
        return " or ".join(what + ["absent"] * self.absent)

    @property
    def is_known(self):
        """One value, or absence, and no other."""
        if self.failed or self.present == self.absent:
            return False
        return not self.present or self.value is not None or (self.lo is not None and self.lo == self.hi)

    @property
    def single(self):
        return self.lo if self.lo is not None and self.lo == self.hi else None


UNKNOWN = Value(True, True)
ABSENT = Value(False, True)
FAILURE = Value(failed=True)


def of_truth(truth):
    """A yes/no that is as true as a condition."""
    if truth is FAILED:
        return FAILURE
    return Value(True, False) if truth is None else name(truth)


def number(x):
    x = Fraction(x)
    return Value(lo=x, hi=x)


def day(first, last=None):
    return Value(lo=first, hi=first if last is None else last)


def name(x):
    return Value(value=x)


def is_there(v):
    """Whether a value is present: yes, no, unknown."""
    if v.failed:
        return FAILED
    if v.present and v.absent:
        return FAILED if v.tainted else None
    return v.present


def compare(op, a, b):
    """`a op b`; false where either is absent, unknown where what they may be disagree."""
    if a.failed or b.failed:
        return FAILED
    ways = set()
    if a.absent or b.absent:
        ways.add(False)
    if a.present and b.present:
        ways |= _ways(op, a, b)
    truth = one_of(ways)
    return FAILED if truth is None and (a.tainted or b.tainted) else truth


def _ways(op, a, b):
    if op in ("is", "is not"):
        same = _same_ways(a, b)
        return same if op == "is" else {not way for way in same}
    if op == "<=":
        return _order_ways(a, b, strict=False)
    if op == "<":
        return _order_ways(a, b, strict=True)
    return _ways({">=": "<=", ">": "<"}[op], b, a)


def _order_ways(a, b, strict):
    ways = set()
    if a.lo is None or b.hi is None or (a.lo < b.hi if strict else a.lo <= b.hi):
        ways.add(True)
    if a.hi is None or b.lo is None or (a.hi >= b.lo if strict else a.hi > b.lo):
        ways.add(False)
    return ways


def _same_ways(a, b):
    if a.value is not None or b.value is not None:
        return {True, False} if a.value is None or b.value is None else {a.value == b.value}
    ways = set()
    if True in _order_ways(a, b, False) and True in _order_ways(b, a, False):
        ways.add(True)
    if a.single is None or b.single is None or a.single != b.single:
        ways.add(False)
    return ways


def fits(x):
    millionths = x * 1000000
    return millionths.denominator == 1 and abs(millionths) <= LARGEST


def arithmetic(op, a, b):
    """Exact; unknown on what is unknown, absent on what is absent, a failure where the result does not fit."""
    if a.failed or b.failed:
        return FAILURE
    if not a.present or not b.present:
        return ABSENT
    absent = a.absent or b.absent
    if op == "/":
        return _quotient(a, b, absent)
    if a.single is not None and b.single is not None:
        result = {"+": a.lo + b.lo, "-": a.lo - b.lo, "*": a.lo * b.lo}[op]
        if not fits(result):
            return FAILURE
        return Value(absent=absent, lo=result, hi=result)
    lo, hi = _ends(op, a, b)
    return Value(absent=absent, lo=lo, hi=hi)


def _ends(op, a, b):
    if op == "-":
        return (None if a.lo is None or b.hi is None else a.lo - b.hi,
                None if a.hi is None or b.lo is None else a.hi - b.lo)
    if op == "+":
        return (None if a.lo is None or b.lo is None else a.lo + b.lo,
                None if a.hi is None or b.hi is None else a.hi + b.hi)
    if a.single is None:
        a, b = b, a
    if a.single is None or (b.lo is None and b.hi is None):
        return None, None
    ends = [None if end is None else end * a.single for end in (b.lo, b.hi)]
    return (Fraction(0), Fraction(0)) if a.single == 0 else tuple(ends if a.single > 0 else reversed(ends))


def _quotient(a, b, absent):
    if b.single is None or a.lo is None and a.hi is None:
        return Value(absent=absent)
    if b.single == 0:
        return FAILURE
    ends = [None if end is None else end / b.single for end in (a.lo, a.hi)]
    if b.single < 0:
        ends.reverse()
    return Value(absent=absent, lo=ends[0], hi=ends[1])


def shift(v, count, unit, move=add_time, calendar=None):
    """A day `count` units on; a failure where the calendar does not reach so far."""
    if v.failed or not v.present:
        return v
    try:
        return Value(absent=v.absent, lo=None if v.lo is None else move(v.lo, count, unit, calendar),
                     hi=None if v.hi is None else move(v.hi, count, unit, calendar), tainted=v.tainted)
    except OutOfCalendar:
        return Value(True, True, tainted=True) if v.absent else FAILURE


class Collection:
    """What a list leads to: its elements (Values), and whether there are no others."""

    def __init__(self, items=(), complete=True):
        self.items, self.complete = list(items), complete
