"""Cadence: the periods and the events for each of which a rule has an outcome of its own."""

import days
from deeds import Deed
from scope import Unsupported
import values
from values import all_of, compare, is_there
from verbs import doing

PERIODS = ("each financial year", "each calendar year", "for each financial year", "for each calendar year",
           "before each financial year", "before each calendar year")


class Period:
    """A year, or a stretch of years; `ahead`: what is asked has to be done before it begins."""

    def __init__(self, first, last, is_ahead=False):
        self.first, self.last, self.is_ahead = first, last, is_ahead

    @property
    def span(self):
        return self.first, self.last

    identity = span

    def fields(self):
        return {"period": {"from": days.text_of(self.first), "to": days.text_of(self.last)}}

    @property
    def due(self):
        return self.first - 1 if self.is_ahead else self.last

    def day_on(self, day):
        """The day that a state is judged on."""
        return min(day, self.due)

    def is_of(self, verb):
        return False

    def hold(self, clock):
        """The last lawful day is the end of the period, unless the sentence says another."""
        clock.ends_with(values.day(self.due))

    def narrow(self, deed):
        """What was done about the period, or else in it."""
        return deed.where(self._counts) if deed.happens else deed

    def _counts(self, occasion):
        if occasion.about is not None:
            return compare("is", occasion.about, values.name((self.first, self.last)))
        if self.is_ahead:
            raise Unsupported("before each period, by what is about no year")
        return all_of([compare(">=", occasion.day, values.day(self.first)),
                       compare("<=", occasion.day, values.day(self.last))])


class NotKnown:
    """Acts that may have begun a duty, beside those that are known."""

    applies, identity, span = None, "not known", None

    def day_on(self, day):
        return day


class Nothing(NotKnown):
    """No act has begun a duty."""

    applies, identity = False, "nothing"


class Event:
    """An act on which a duty follows: its day, and the record that says so."""

    def __init__(self, verb, row, day):
        self.verb, self.row, self.day = verb, row, day

    due, span = None, None

    @property
    def identity(self):
        return self.row

    def fields(self):
        day = {} if self.day.single is None else {"day": days.text_of(self.day.single)}
        return {"event": {"type": self.row.entity.name, "code": self.row.code, "path": self.row.path, **day}}

    def day_on(self, day):
        return day

    def is_of(self, verb):
        return verb == self.verb

    def hold(self, clock):
        clock.begun = self.day
        if clock.start is None:
            clock.start = self.day

    def narrow(self, deed):
        """On its day or later, by another act."""
        return deed.where(lambda o: all_of([o.scope is None or o.scope.frames[-1].row.value is not self.row,
                                            compare(">=", o.day, self.day)]))


def cadence_of(sentence):
    """The node that says how often: before the sentence, after its verb, or in a limit; None where nothing does."""
    cadence = sentence["cadence"]
    if cadence and cadence.word not in ("before", "after", "in"):
        return cadence
    for limit in sentence.list("limits"):
        if limit.kind == "periodic" or (limit.kind == "within" and limit.word == "beginning with each"):
            return limit
    return None


def periods_of(cadence, spans, life, day):
    """The periods up to the day judged; `spans`: first and last days in force, `life`: of the body."""
    began, ended = ((None if end is None else end.single) for end in life)
    first = min((s for s, _ in spans), default=None)
    if cadence.word == "every":
        start = max(d for d in (first, began, -10 ** 9) if d is not None)
        if start == -10 ** 9:
            raise Unsupported("every so many years from no day")
        found = days.stretches(int(cadence.number), cadence.text, start, day)
    else:
        kind = "financial year" if "financial" in cadence.word else "calendar year"
        found = days.years_between(kind, day if first is None else first, day)
        if cadence.word.startswith("before") and found:
            following = days.year_of(kind, found[-1][1] + 1)
            found = [p for p in found + [following] if first is None or p[0] > first]
    is_ahead = cadence.word.startswith("before")
    return [Period(*p, is_ahead) for p in found if _is_in(p, spans) and _lives_in(p, began, ended)]


def _is_in(period, spans):
    return not spans or any(s <= period[1] and (e is None or e >= period[0]) for s, e in spans)


def _lives_in(period, began, ended):
    return (began is None or began <= period[1]) and (ended is None or ended >= period[0])


def events_of(scope, doer, cadence):
    """The acts of `each time …`: those known to have happened, and whether there may be others."""
    deed = doing(scope, doer, cadence)
    return _known(deed, cadence.text)


def _known(deed, verb):
    if not deed.has_days:
        raise Unsupported("each time of what has no days")
    found = [Event(verb, o.scope.frames[-1].row.value, o.day) for o in deed.occasions
             if all_of([o.truth, is_there(o.day)]) is True]
    doubtful = not deed.complete or any(all_of([o.truth, is_there(o.day)]) not in (True, False) for o in deed.occasions)
    return found, doubtful


def reviews_of(scope, doer, cadence, act):
    """The events of `beginning with each REVIEW`: of the things that the verb of the sentence is done with."""
    entity = scope.vocabulary.entity(cadence["from"].items[-1].text)
    if not act.has_days or any(o.scope is None for o in act.occasions):
        raise Unsupported("beginning with each of what has no days")
    kept = [o for o in act.occasions if scope.vocabulary.is_a(o.scope.frames[-1].entity, entity)]
    return _known(Deed.of(kept, act.complete), None)
