"""Bodies that begin, end and leave successors (decision 45)."""

from typing import NamedTuple

import days
import values
from values import all_of, any_of, compare
from vocabulary import same_term

NEVER = values.day(days.LAST_DAY)
DAYS_OF_LIFE = ("established", "ended")


class Life(NamedTuple):
    """First and last day of a body, where they are known; nothing where what is required speaks of that day itself."""
    began: object = None  # Values
    ended: object = None

    def last_day(self, day):
        """The day until which days are counted: of an end known to its month, the last day of that."""
        ended = self.ended.hi if self.ended is not None else None
        return day if ended is None else min(day, ended)


def _has_life(vocabulary, entity):
    return any(vocabulary.attribute(entity, name) for name in DAYS_OF_LIFE)


def body_of(run, row, doer):
    """The body whose duty it is: what the outcome is about, or else who the sentence says owes it."""
    if _has_life(run.vocabulary, row.entity):
        return row
    return doer.row.value if doer is not None and doer.row.present else None


def life_of(run, row, asked=(), on=None):
    """The life of a body, as it is told on a day; one whose days nobody tells is there."""
    if row is None:
        return Life()

    def day(name):
        attribute = run.vocabulary.attribute(row.entity, name)
        if attribute is None or name in asked:
            return None
        when = run.day if on is None else on
        said = run.facts.read(row, attribute, when, judged=run.known.day)
        written = run.facts.said_on(row, attribute, when, run.known.day, None)
        if isinstance(written, tuple) and written[0] <= when < written[1]:  # a month that the day divides is no silence
            said = values.day(*written)
        return said if said.present and said.lo is not None else NEVER if said.is_known and name == "established" else None

    return Life(*(day(name) for name in DAYS_OF_LIFE))


def days_asked(vocabulary, requirement):
    """The days of a body's life of which a requirement speaks itself."""
    nodes = list(requirement.walk())
    for verb in vocabulary.verbs:
        if verb.name in [n.text for n in nodes]:
            nodes += list(verb.condition.walk())
    return [name for name in DAYS_OF_LIFE if any(same_term(n.text, name) for n in nodes if n.text)]


def exists(life, day, last_day, first_day=None):
    """Whether a duty falls on a body on a day: also what fell due while it was there, and what was forbidden it in a
    period from `first_day` in which it ended."""
    truths, today = [], values.day(day)
    if life.began is not None:
        truths.append(compare("<=", life.began, today))
        truths += [compare("<=", life.began, last_day)] if last_day is not None else []
    if life.ended is not None:
        fell_due = compare("<=", last_day, life.ended) if last_day is not None else False
        lived_in = compare("<=", values.day(first_day), life.ended) if first_day is not None else False
        truths.append(any_of([compare("<=", today, life.ended), fell_due, lived_in]))
    return all_of(truths)


def successors(run, row, generations=8):
    """Those who took over from a body that has ended by the day judged, and from these."""
    ended = life_of(run, row).ended
    attribute = run.vocabulary.attribute(row.entity, "successors")
    if attribute is None or ended is None or compare("<", ended, values.day(run.day)) is not True or not generations:
        return []
    found = []
    for item in run.facts.read_list(row, attribute, run.day).items:
        for heir in [item] + successors(run, item, generations - 1):
            if heir not in found and heir is not row:
                found.append(heir)
    return found
