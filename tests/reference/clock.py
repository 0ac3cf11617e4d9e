"""The limits of a sentence: the last lawful day, what it is counted from, and the order in which things are done."""

import days
from elements import elements
from quantities import extreme, later, quantity, total
from scope import Unsupported
import values
from values import Value, all_of, any_of, compare, is_there, negate
from verbs import doing

LIMITS = ("within", "by", "before", "not later than")
SILENT = ("counted by", "promptly", "periodic", "not counting")


class Clock:
    """What a sentence says of time, for one subject.

    `runs`: there is a last lawful day; `start`: what has to be there; `begun`: the event whose day decides which law
    governs; `constraints`: what each occasion on which the thing was done has to satisfy.
    """

    def __init__(self):
        self.runs, self.is_said, self.last_day, self.start, self.begun = False, False, None, None, None
        self.applies, self.constraints, self.is_fixed, self.is_ordered = [], [], False, False
        self.forbidden = None  # the deed, where acts are forbidden without a limit
        self.days = []  # constraints on the days of acts, which states have none of

    def _begins(self, start, is_event):
        self.start = start
        self.applies.append(is_there(start))
        if is_event:
            self.begun = start

    def _ends(self, last_day):
        if self.runs:
            raise Unsupported("several limits")
        self.runs, self.last_day = True, last_day

    def says(self, last_day):
        """The sentence itself names the last lawful day."""
        self._ends(last_day)
        self.is_said = True

    def ends_with(self, last_day):
        """The last lawful day where the sentence names none."""
        if not self.runs:
            self._ends(last_day)


def clock_of(scope, doer, sentence, turn):
    """The clock of a sentence; `turn`: the period or event at hand, or None."""
    clock = Clock()
    limits = sentence.list("limits")
    allowed = sentence["requirement"] if sentence["requirement"].kind == "allow" else None
    if allowed is not None:
        _allow(clock, scope, allowed, limits)
        limits = []
    for limit in sorted(limits, key=lambda n: n.kind == "after" or n["when"] is not None and n["when"].kind == "doing"):
        if limit.kind in ("before", "after") and limit["when"].kind == "doing":
            _order(clock, scope, doer, limit.kind, limit["when"], turn)
        elif limit.kind == "after":
            _after(clock, scope, limit)
        elif limit.kind in LIMITS:
            _limit(clock, scope, doer, limit, turn, [n for n in limits if n.kind == "not counting"])
        elif limit.kind not in SILENT:
            raise Unsupported(f"a limit of the form {limit.kind!r}")
    cadence = sentence["cadence"]
    if cadence and cadence.word in ("before", "after", "in"):
        _order(clock, scope, doer, cadence.word, cadence, turn)
    if turn is not None:
        turn.hold(clock)
    return clock


def _allow(clock, scope, requirement, limits):
    """`allow at least 15 days beginning with X before Y` has no clock: it applies where both are there."""
    clock.begun = quantity(scope, requirement["beginning"]).value
    clock.applies += [is_there(clock.begun)] + [is_there(quantity(scope, n["when"]).value) for n in limits if n.kind == "before"]


def _limit(clock, scope, doer, limit, turn, left_out):
    number, unit = int(limit.number or 0), limit.text
    if limit.kind == "within":
        start = _start(scope, doer, limit, turn)
        clock._begins(start, limit.word != "before")
        if limit.word == "before":
            first = later(start, -number, unit, days.add_time, scope.calendar)
            clock.days.append(lambda o: compare(">=", o.day, first))
            clock.says(values.shift(start, -1, "day"))
            return
        move = days.last_day_of_period if limit.word.startswith("beginning with") else days.add_time
        last = later(start, number, unit, move, scope.calendar)
        for node in left_out:
            last = _paused(last, _length(scope, node["what"]))
        clock.says(last)
        return
    node = limit["before"] if limit.kind == "not later than" else limit["when"]
    start = _first_day_of(quantity(scope, node))
    clock.is_fixed = True
    if node.kind != "date":
        clock._begins(start, False)
    last = start
    if limit.kind == "before":
        last = values.shift(start, -1, "day")
    elif limit.kind == "not later than":
        clear = 1 if unit.startswith("clear") else 0  # neither the day counted from nor that of the event
        last = later(start, -number - clear, unit, days.add_time, scope.calendar)
    clock.says(last)


def _start(scope, doer, limit, turn):
    if limit.word == "beginning with each":
        return turn.day
    if limit.word != "of doing":
        return _first_day_of(quantity(scope, limit["from"]))
    if turn is not None and turn.is_of(limit["from"].text):
        return turn.day
    return first_day(doing(scope, doer, limit["from"]))


def _first_day_of(operand):
    """A day; of a year or another stretch of days its first."""
    is_stretch = operand.type.name in ("calendar year", "financial year", "academic year", "period")
    return values.day(operand.value.value[0]) if is_stretch and operand.value.value is not None else operand.value


def _length(scope, node):
    """The days that do not count: a length of time, or the sum of those in a list; absent leaves out none."""
    path_node = node["path"] if node.kind == "noun" else node
    if node.kind != "noun" and len(path_node.items) == 1:
        return quantity(scope, node).value
    found, complete, _ = elements(scope, node)
    return total([(all_of([e.counts, is_there(e.value)]), e.value) for e in found], complete)


def _paused(last, length):
    """The last lawful day so many days later."""
    if last.failed or length.failed:
        return values.FAILURE
    if not last.present or not length.present:
        return last
    if length.single is None or length.absent or length.lo.denominator != 1:
        return Value(True, last.absent)
    return values.shift(last, int(length.lo), "day")


def first_day(deed):
    """The first day on which something was done: absent where it was not."""
    terms = [(all_of([o.truth, is_there(o.day)]), o.day) for o in deed.occasions]
    return extreme(terms, deed.complete, False)


def _order(clock, scope, doer, word, node, turn):
    """`before doing P`: before each day of it; `in doing P`: not after it; `after doing P`: from its first day on."""
    done = doing(scope, doer, node)
    if not done.has_days:
        raise Unsupported("an order of what has no days")
    clock.is_ordered = True
    if turn is not None and turn.span is not None:
        done = turn.narrow(done)
    clock.applies.append(done.done)
    if word == "after":
        first = first_day(done)
        if not clock.runs:
            clock.start = clock.begun = first
        clock.constraints.append(lambda o: compare(">=", o.day, first))
        return
    op = "<" if word == "before" else "<="

    def holds(occasion):
        found = [any_of([negate(o.truth), compare(op, occasion.day, o.day)]) for o in done.occasions]
        return all_of(found if done.complete else found + [None])

    clock.constraints.append(holds)


def _after(clock, scope, limit):
    bound = quantity(scope, limit["when"]).value
    if limit["when"].kind != "date":
        clock.applies.append(is_there(bound))
    clock.constraints.append(lambda o: compare(">", o.day, bound))
