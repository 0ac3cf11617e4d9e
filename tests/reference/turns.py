"""Cadence: the periods and the events for each of which a rule has an outcome of its own."""

import days
import elements
import paths
from scope import Unsupported
import values
from values import all_of, any_of, compare, is_there
from verbs import doing

class Period:
    """A year, or a stretch of years; `ahead`: what is asked has to be done before it begins."""

    def __init__(self, first, last, is_ahead, law_ends):
        self.first, self.last, self.is_ahead, self.law_ends = first, last, is_ahead, law_ends

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

    def law_day(self, day):
        """The day whose law governs: a rule that has ended, by that of its last day."""
        judged = self.day_on(day)
        return values.day(judged if self.law_ends is None else min(judged, self.law_ends))

    def is_of(self, verb):
        return False

    def hold(self, clock):
        """The last lawful day is the end of the period, unless the sentence says another, or an order."""
        if not clock.is_ordered:
            clock.ends_with(values.day(self.due))

    def narrow(self, deed):
        """What was done about the period, or else in it."""
        return deed.where(self._counts) if deed.happens else deed

    def _counts(self, occasion):
        if occasion.about is not None:
            return compare("is", occasion.about, values.name((self.first, self.last)))
        first, last = self.first, self.last
        if self.is_ahead:  # in the year before
            first, last = days.add_time(self.first, -1, "year"), self.first - 1
        return all_of([compare(">=", occasion.day, values.day(first)), compare("<=", occasion.day, values.day(last))])


class NotKnown:
    """Acts that may have begun a duty, beside those that are known."""

    identity, span = "not known", None

    def __init__(self, some, law_day=None, due=None):
        self.applies = some  # whether there was any
        self.law_day = law_day  # the last day of a law that has ended
        self.due = due  # of stretches of which nobody knows which they are: any day

    def day_on(self, day):
        return day


class Event:
    """An act on which a duty follows: its day, and the record that says so."""

    def __init__(self, verb, row, day, is_thing=False):
        self.verb, self.row, self.day, self.is_thing = verb, row, day, is_thing

    due, span = None, None

    @property
    def identity(self):
        return self.row

    def fields(self):
        day = {} if self.day.single is None else {"day": days.text_of(self.day.single)}
        return {"event": {"type": self.row.entity.name, "code": self.row.code, "path": self.row.path, **day}}

    def day_on(self, day):
        return day

    def law_day(self, day):
        return self.day

    def is_of(self, verb):
        return verb == self.verb

    def hold(self, clock):
        if not clock.runs and clock.start is None:
            clock.start = self.day

    def narrow(self, deed):
        """On its day or later; a review is answered by a later one."""
        return deed.where(lambda o: compare(">" if self.is_thing else ">=", o.day, self.day)) if deed.happens else deed


def cadence_of(sentence):
    """The node that says how often: before the sentence, after its verb, or in a limit; None where nothing does."""
    cadence = sentence["cadence"]
    if cadence and cadence.word not in ("before", "after", "in"):
        return cadence
    for limit in sentence.list("limits"):
        if limit.kind == "periodic" or (limit.kind == "within" and limit.word == "beginning with each"):
            return limit
    return None


def periods_of(cadence, from_, to, life, day):
    """The periods up to the day judged; `from_`, `to`: the first and last day in force of any version."""
    never = life.began is not None and life.began.single == days.LAST_DAY  # nothing is counted from it
    began = (None, None) if life.began is None or never else (life.began.lo, life.began.hi)
    to = day if to is None else min(day, to)
    if cadence.word == "every":
        start, latest = (max((d for d in (from_, b) if d is not None), default=None) for b in began)
        if start is None:
            raise Unsupported("every so many years from no day")
        if start != latest:
            return [NotKnown(None, to, values.day(days.FIRST_DAY, days.LAST_DAY))]
        found = days.stretches(int(cadence.number), cadence.text, start, max(to, start))
    else:
        found = _years(cadence.word, from_, to)
    is_ahead = cadence.word.startswith("before")
    law_ends = None if to == day else to
    # a stretch of a body that began after the rule had ended has no law of the rule's
    return [Period(*p, is_ahead, None if p[0] > to and not is_ahead else law_ends) for p in found if _lives_in(p, life)]


def _years(word, from_, to):
    kind = next(kind for kind in days.FIRST_MONTHS if kind.split()[0] in word)
    last = days.year_of(kind, to)
    if word.startswith("before"):
        last = days.year_of(kind, last[1] + 1)
    first = last if from_ is None else days.year_of(kind, from_)
    if word.startswith("before") and from_ is not None:
        first = days.year_of(kind, first[1] + 1)
    return days.years_between(kind, min(first[0], last[0]) if first[0] <= last[0] else last[0], last[1])


def _lives_in(period, life):
    """Whether a body may have been there in a period."""
    never = life.began is not None and life.began.single == days.LAST_DAY
    began = None if never else life.began
    return not (began is not None and compare("<", values.day(period[1]), began) is True
                or life.ended is not None and compare("<", life.ended, values.day(period[0])) is True)


def events_of(scope, doer, cadence):
    """The acts of `each time …`: those known to have happened, and what speaks of others that may have."""
    deed = doing(scope, doer, cadence)
    if not deed.has_days:
        raise Unsupported("each time of what has no days")
    found = [(all_of([o.truth, is_there(o.day)]), o.scope.frames[-1].row.value, o.day) for o in deed.occasions]
    return _events(found, deed.complete, cadence.text, False)


def things_of(scope, cadence):
    """The things of `beginning with each REVIEW`, each on its day."""
    found, complete, type_ = elements.elements(scope, cadence["from"])
    dates = [a for a in scope.vocabulary.attributes(type_.target) if a.type.name == "event date"]
    if len(dates) != 1:
        raise Unsupported(f"{type_.target.name} happens on no day, or several")
    days_ = [paths.read(e.scope, e.scope.frames[-1], dates[0]).value for e in found]
    told = [(all_of([e.counts, is_there(day)]), e.value.value, day) for e, day in zip(found, days_)]
    return _events(told, complete, None, True)


def _events(told, complete, verb, is_thing):
    events = [Event(verb, row, day, is_thing) for truth, row, day in told if truth is True]
    truths = [truth for truth, _, _ in told]
    is_open = not complete or any(truth not in (True, False) for truth in truths)
    if events and not is_open:
        return events
    return events + [NotKnown(any_of(truths if complete else truths + [None]))]
