"""Which law governs: the days in force of a text, and of the variation that it is of; the force of what is cited."""

from quantities import quantity
import values
from values import all_of, any_of, compare, is_there


class Law:
    """What the heads and tails of a text say of the days on which it governs, and what its variation says."""

    def __init__(self, heads, tails, variation):
        self.heads, self.tails = heads, tails
        self.texts = [heads] + ([variation.heads] if variation else [])  # in force where each of them is
        self.is_dated = any(node.kind == "governs" for node in heads + tails)  # governs by another day than its own
        self.national = []  # the laws of the versions in whose place a text stands

    def on(self, day):
        """Whether it is in force on a day."""
        return all_of([in_force(heads, day) for heads in self.texts])

    def governs(self, scope, clock, turn):
        """Decisions 2 and 32: the day of the event where it is known and present, else the day judged."""
        day, judged = governing_day(scope, clock, turn), values.day(scope.run.day)
        is_fixed = not self._has_begun(day, clock, turn) and (clock.is_fixed or turn is not None)
        truths = [in_force(heads, day, judged, clock.last_day, is_fixed) for heads in self.texts]
        paths = [h for h in self.heads if h.kind == "governs" and h["what"] is not None]
        limits = [t for t in self.heads + self.tails if t.kind == "governs"]
        if paths:
            truths[0] = any_of([lies_in(quantity(scope, h["what"]).value, scope, h) for h in paths])
        elif limits:
            truths[0] = any_of([lies_in(clock.last_day, scope, t) for t in limits])
        return all_of(truths)

    def was_in_force(self, scope, clock, turn):
        """Whether what is repealed is over, of an event or a period whose day was one of its days."""
        spans = [h for h in self.heads if h.kind == "in force" and h.word == "repealed"]
        last = max((last for _, last in _spans_of(self.heads) if last), default=None)
        if not spans or last is None or any(last is None for _, last in _spans_of(self.heads)):
            return False
        is_over = last < scope.run.day
        began = clock.begun if turn is None else turn.law_day(scope.run.day)
        return is_over if began is None else all_of([is_over, any_of([in_force([h], governing_day(scope, clock, turn)) for h in spans])])

    @staticmethod
    def _has_begun(day, clock, turn):
        return day is clock.begun or (turn is not None and turn.span is None)

    def is_sure(self, clock, turn):
        """Whether the day whose law governs is known; a rule that says no days asks for none."""
        begun = clock.begun if turn is None else None
        return begun is None or is_there(begun) in (True, False) or not self.spans()

    def covers(self, day):
        """Whether a day is one of those in force, to the last of them."""
        found = all_of([_lies_in_days_of(heads, day) for heads in self.texts])
        return all_of([found, any_of([law.covers(day) for law in self.national])]) if self.national else found

    def spans(self):
        """The stretches of days in force, first and last (None: without an end); of a variation the days of both."""
        spans = [(None, None)]
        for said in filter(None, map(_spans_of, self.texts)):
            spans = [both for one in spans for other in said for both in [_common(one, other)] if both]
        return [span for span in spans if span != (None, None)]

    def first_day(self):
        return min((first for first, _ in self.spans()), default=None)


def governing_day(scope, clock, turn):
    """Of a period or event its own day; else that of the event from which the clock runs, or the day judged."""
    begun = clock.begun if turn is None else turn.law_day(scope.run.day)
    if begun is not None and is_there(begun) is True and (begun.lo is not None or begun.hi is not None):
        return begun
    return values.day(scope.day)


def _spans_of(heads):
    return [(p["from"].days[0], p["to"].days[1] if p["to"] and h.word != "spent" else None)
            for h in heads if h.kind == "in force" for p in h.items]


def _common(one, other):
    """The days that two stretches have in common; None where there are none."""
    first = max((d for d in (one[0], other[0]) if d is not None), default=None)
    last = min((d for d in (one[1], other[1]) if d is not None), default=None)
    return None if first is not None and last is not None and last < first else (first, last)


def lies_in(value, scope, node):
    """Whether a day lies in the days that a `governs` names."""
    last = values.day(*node["to"].days) if node["to"].kind == "date" else quantity(scope, node["to"]).value
    return all_of([compare(">=", value, values.day(node["from"].days[0])), compare("<=", value, last)])


def in_force(heads, day, judged=None, last_day=None, is_fixed=False):
    """Whether a period in force includes a day; yes where no period is stated. What is `spent` stays; what fell due by
    the end of what is `repealed` does."""
    if any(h.kind == "not commenced" for h in heads):
        return False
    found = [(p, h.word if p is h.items[-1] else None) for h in heads if h.kind == "in force" for p in h.items]
    if not found:
        return True
    truths = []
    for period, word in found:
        begun = compare(">=", day, values.day(period["from"].days[0]))
        last = values.day(period["to"].days[1]) if period["to"] else None
        if last is None or word == "spent":
            truths.append(begun)
        elif word == "repealed" and judged is not None and last_day is not None:
            within = compare("<=", day, last)
            if is_fixed:  # by the earlier of the day judged and the last lawful day
                first = values.day(period["from"].days[0])
                begun, within = all_of([compare(">=", judged, first), compare(">=", last_day, first)]), True
            fell_due = any_of([compare("<=", judged, last), compare("<=", last_day, last)])
            truths.append(all_of([begun, within, fell_due]))
        else:
            both = [begun, compare("<=", day, last)]
            truths.append(all_of(both + ([compare("<=", judged, last)] if word == "repealed" and judged else [])))
    return any_of(truths)


def _lies_in_days_of(heads, day):
    """Whether a day is one of those in force, to the last of them; yes where none are stated."""
    periods = [p for h in heads if h.kind == "in force" for p in h.items]
    return any_of([all_of([compare(">=", day, values.day(p["from"].days[0])),
                           compare("<=", day, values.day(p["to"].days[1])) if p["to"] else True]) for p in periods]) \
        if periods else True


def force_of(vocabulary, heads):
    """The strongest force of what is cited."""
    sources = []
    for head in heads:
        if head.kind == "cites":
            sources.append(head["cite"].text)
            if head["cite"]["direction"]:
                sources.append(head["cite"]["direction"].text)
    return vocabulary.force(sources)
