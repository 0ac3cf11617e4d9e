"""What quantities come to: counts, shares, sums and their like over elements, arithmetic, ages, days."""

from fractions import Fraction

import conditions
import days
import definitions
import elements
import paths
from scope import Operand, Unsupported
import values
from values import (ABSENT, DATE, FAILED, NUMBER, UNKNOWN, YESNO, Type, Value, all_of, arithmetic, is_there)

# -- over elements

def aggregate(scope, node):
    found, complete, type_ = _aggregated(scope, node)
    if node.word == "number":
        return Operand(NUMBER, count([e.counts for e in found], complete))
    if node.word == "share":
        return Operand(Type("share"), share([(e.counts, conditions.condition(e.scope, node["part"])) for e in found], complete))
    terms = [(all_of([e.counts, is_there(e.value)]), e.value) for e in found]
    if node.word in ("earliest", "latest"):
        return Operand(type_, extreme(terms, complete, node.word == "latest"))
    return Operand(type_, (total if node.word == "sum" else average)(terms, complete))


def _aggregated(scope, node):
    if node["what"].kind == "noun":
        return elements.elements(scope, node["what"])
    return elements.elements(scope, elements.Noun(node["what"], node["where"]))


def count(truths, complete):
    surely, doubtful = sum(t is True for t in truths), sum(t is None or t is FAILED for t in truths)
    return Value(lo=Fraction(surely), hi=Fraction(surely + doubtful) if complete else None, tainted=FAILED in truths)


def share(pairs, complete):
    """Of those that count, the part for which the second holds: every way in which the doubtful ones can fall."""
    ways, tainted = {(0, 0)}, False
    for counts, holds in pairs:
        if counts is False:
            continue
        tainted = tainted or counts is FAILED or holds is FAILED
        steps = [(1, 1)] * (holds is not False) + [(0, 1)] * (holds is not True) + [(0, 0)] * (counts is not True)
        ways = {(part + p, whole + w) for part, whole in ways for p, w in steps}
    ratios = [Fraction(part, whole) for part, whole in ways if whole]
    absent = (0, 0) in ways
    if not complete:
        return Value(True, absent, Fraction(0), Fraction(1), tainted=tainted)
    if not ratios:
        return ABSENT
    return Value(True, absent, min(ratios), max(ratios), tainted=tainted)


def _may_be_none(terms):
    return not any(counts is True for counts, _ in terms)


def _is_none(terms, complete):
    return complete and all(counts is False for counts, _ in terms)


def total(terms, complete):
    if any(counts is FAILED or (counts is not False and v.failed) for counts, v in terms):
        return values.FAILURE
    if _is_none(terms, complete):
        return ABSENT
    if not complete or any(v.lo is None or (counts is None and v.lo) for counts, v in terms if counts is not False):
        return UNKNOWN
    if _may_be_none(terms):
        return UNKNOWN
    result = sum((v.lo for counts, v in terms if counts), Fraction(0))
    return values.number(result) if values.fits(result) else values.FAILURE


def average(terms, complete):
    if any(counts is FAILED or (counts is not False and v.failed) for counts, v in terms):
        return values.FAILURE
    if _is_none(terms, complete):
        return ABSENT
    absent = _may_be_none(terms)
    if not complete or any(counts is None or (counts and v.lo is None) for counts, v in terms):
        return UNKNOWN
    taken = [v.lo for counts, v in terms if counts]
    mean = sum(taken, Fraction(0)) / len(taken)
    return Value(True, absent, mean, mean)


def extreme(terms, complete, is_latest):
    if any(counts is FAILED for counts, _ in terms):
        return values.FAILURE
    if _is_none(terms, complete):
        return ABSENT
    sign = -1 if is_latest else 1
    ends = [(counts, *(sorted((sign * v.lo, sign * v.hi)) if v.lo is not None else (None, None)))
            for counts, v in terms if counts is not False]
    surely = [hi for counts, lo, hi in ends if counts is True]
    hi = min(surely) if surely and None not in surely else min([h for h in surely if h is not None], default=None)
    lows = [lo for counts, lo, hi in ends]
    lo = None if not complete or None in lows else min(lows)
    if sign < 0:
        lo, hi = (None if hi is None else -hi), (None if lo is None else -lo)
    return Value(True, _may_be_none(terms), lo, hi)


# -- single quantities

def quantity(scope, node, expected=None):
    """The value of a quantity; `expected` is the type that it is compared with, which reads a bare name."""
    literal = _literal(node, expected)
    if literal is not None:
        return literal
    if node.kind == "percent":
        whole = quantity(scope, node["of"])
        return Operand(whole.type, arithmetic("*", values.number(node.number), whole.value))
    if node.kind == "span":
        begin = quantity(scope, node["beginning"])
        return Operand(DATE, later(begin.value, int(node.number), node.text, days.last_day_of_period, scope.calendar))
    forms = {"the day judged": lambda: Operand(DATE, values.day(scope.day)), "path": lambda: _named(scope, node, expected),
             "term": lambda: _named(scope, node, expected), "aggregate": lambda: aggregate(scope, node),
             "arithmetic": lambda: _arithmetic(scope, node), "extreme": lambda: _extreme(scope, node),
             "age": lambda: _age(scope, node)}
    if node.kind not in forms:
        raise Unsupported(f"a quantity of the form {node.kind!r}")
    return forms[node.kind]()


def _literal(node, expected):
    """What stands there as written; None where something has to be read."""
    kind = node.kind
    if expected and expected.name == "duration" and days.unit_of_time(node.text) in ("day", "week"):
        return Operand(expected, values.number(node.number * (7 if days.unit_of_time(node.text) == "week" else 1)))
    if kind in ("number", "span") and days.unit_of_time(node.text):
        return Operand(Type("span"), (int(node.number), node.text)) if node["beginning"] is None else None
    if kind == "number" and expected and expected.name == "calendar year":
        return Operand(expected, values.name(days.days_of(f"{int(node.number):04}")))
    if kind == "number":
        return Operand(Type(expected.name if expected and expected.name in values.NUMBERS else "number"),
                       values.number(node.number))
    if kind == "money" or (kind == "percent" and node["of"] is None):
        return Operand(Type("money" if kind == "money" else "share"), values.number(node.number))
    if kind == "date":
        return Operand(DATE, values.day(*node.days))
    if kind == "financial year" and expected and expected.name == "academic year":
        return Operand(expected, values.name(days.academic_year(node.text)))
    if kind == "financial year":
        return Operand(Type("financial year"), values.name(node.days))
    if kind == "text":
        return Operand(Type("text"), values.name(node.text))
    return Operand(YESNO, values.name(kind == "yes")) if kind in ("yes", "no") else None


def later(value, count, unit, move, calendar):
    """A day moved on; working days need a calendar."""
    if days.unit_of_time(unit) == "working day" and calendar is None:
        raise Unsupported("working days of no calendar")
    return values.shift(value, count, unit, move, calendar)


def _named(scope, node, expected):
    """A bare name is a value of what it is compared with, where that has such a value; else a path."""
    v = scope.vocabulary
    step = node.items[0] if node.kind == "path" else node
    is_bare = (node.kind == "term" or len(node.items) == 1) and step.text not in (scope.parameters or ())
    if is_bare and expected and expected.name == "enum" and v.value(expected.target, step.text):
        return Operand(expected, values.name(v.value(expected.target, step.text)))
    if is_bare and expected and expected.name == "role" and v.role(step.text):
        return Operand(expected, values.name(v.role(step.text)))
    if node.kind == "term":
        found = definitions.value_of(scope, step.text)
        if found is None:
            raise Unsupported(f"{step.text!r} is no value of {expected}")
        return found
    return paths.path(scope, node)


def _arithmetic(scope, node):
    a, b = quantity(scope, node["left"]), quantity(scope, node["right"])
    if b.type.name == "span":
        sign = 1 if node.word == "+" else -1
        return Operand(DATE, later(a.value, sign * b.value[0], b.value[1], days.add_time, scope.calendar))
    return Operand(a.type if node.word in "+-" or a.type.name != "number" else b.type,
                   arithmetic(node.word, a.value, b.value))


def _extreme(scope, node):
    """The later or the earlier of two days; absent where one of them is."""
    a, b = quantity(scope, node["left"]).value, quantity(scope, node["right"]).value
    if a.failed or b.failed:
        return Operand(DATE, values.FAILURE)
    if not a.present or not b.present:
        return Operand(DATE, ABSENT)
    choose = max if node.word == "later" else min

    def end(x, y):
        return None if x is None or y is None else choose(x, y)

    return Operand(DATE, Value(True, a.absent or b.absent, end(a.lo, b.lo), end(a.hi, b.hi)))


class Age:
    """How old something is: a birth and a day. It is compared by the day on which an age is reached."""

    def __init__(self, birth, at):
        self.birth, self.at = birth, at

    def compare(self, word, count, unit):
        reached = values.shift(self.birth, count, unit, days.reach_age)
        following = values.shift(self.birth, count + 1, unit, days.reach_age)  # an age is counted in whole units
        return {"at least": lambda: values.compare(">=", self.at, reached),
                "less than": lambda: values.compare("<", self.at, reached),
                "more than": lambda: values.compare(">=", self.at, following),
                "at most": lambda: values.compare("<", self.at, following),
                "is": lambda: all_of([values.compare(">=", self.at, reached), values.compare("<", self.at, following)]),
                }[word]()


def _age(scope, node):
    found = paths.path(scope, node["of"])
    if found.type.name == "reference":
        birth = [a for a in scope.vocabulary.attributes(found.type.target) if "birth" in a.name and a.type.name in values.DAYS]
        if len(birth) != 1:
            raise Unsupported(f"{found.type.target.name} has no day of birth")
        found = paths.follow(scope, found, birth[0].name)
    return Operand(Type("age"), Age(found.value, quantity(scope, node["at"]).value))
