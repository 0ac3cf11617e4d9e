"""The limits of a sentence: the last lawful day, what it is counted from, and the order in which things are done."""

import days
from quantities import extreme, later, quantity
from scope import Unsupported
import values
from values import all_of, any_of, compare, is_there, negate
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
        self.applies, self.constraints, self.is_fixed = [], [], False

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
    for limit in limits:
        if limit.kind in ("before", "after") and limit["when"].kind == "doing":
            _order(clock, scope, doer, limit.kind, limit["when"])
        elif limit.kind == "after":
            _after(clock, scope, limit)
        elif limit.kind in LIMITS:
            _limit(clock, scope, doer, limit, turn, [n for n in limits if n.kind == "not counting"])
        elif limit.kind not in SILENT:
            raise Unsupported(f"a limit of the form {limit.kind!r}")
    cadence = sentence["cadence"]
    if cadence and cadence.word in ("before", "after", "in"):
        _order(clock, scope, doer, cadence.word, cadence)
    if turn is not None:
        turn.hold(clock)
    return clock


def _limit(clock, scope, doer, limit, turn, left_out):
    number, unit = int(limit.number or 0), limit.text
    if limit.kind == "within":
        start = _start(scope, doer, limit, turn)
        clock._begins(start, limit.word != "before")
        if limit.word == "before":
            clock.says(start)
            return
        move = days.last_day_of_period if limit.word.startswith("beginning with") else days.add_time
        if left_out:
            move = not_counting(scope, left_out, move)
        clock.says(later(start, number, unit, move, scope.calendar))
        return
    node = limit["before"] if limit.kind == "not later than" else limit["when"]
    start = quantity(scope, node).value
    clock.is_fixed = True
    if node.kind != "date":
        clock._begins(start, False)
    last = start
    if limit.kind == "before":
        last = values.shift(start, -1, "day")
    elif limit.kind == "not later than":
        last = later(start, -number, unit, days.add_time, scope.calendar)
    clock.says(last)


def _start(scope, doer, limit, turn):
    if limit.word == "beginning with each":
        return turn.day
    if limit.word != "of doing":
        return quantity(scope, limit["from"]).value
    if turn is not None and turn.is_of(limit["from"].text):
        return turn.day
    return first_day(doing(scope, doer, limit["from"]))


def not_counting(scope, left_out, move):
    raise Unsupported("a limit that leaves out days")


def first_day(deed):
    """The first day on which something was done: absent where it was not."""
    terms = [(all_of([o.truth, is_there(o.day)]), o.day) for o in deed.occasions]
    return extreme(terms, deed.complete, False)


def _order(clock, scope, doer, word, node):
    """`before doing P`: before each day of it; `in doing P`: not after it; `after doing P`: from its first day on."""
    done = doing(scope, doer, node)
    if not done.has_days:
        raise Unsupported("an order of what has no days")
    if word == "after":
        clock._begins(first_day(done), True)
        clock.constraints.append(lambda o: compare(">=", o.day, clock.start))
        return
    clock.applies.append(done.done)
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
