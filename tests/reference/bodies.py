"""Bodies that begin and end, that owe a duty with others, and whose functions others exercise."""

from typing import NamedTuple

import values
from scope import Frame
from values import all_of, any_of, compare


class Life(NamedTuple):
    """First and last day of a body, where they are known."""
    began: object = None
    ended: object = None


def life_of(run, frame):
    """The life of the body that owes a duty; a body whose days nobody tells is there."""
    row = frame.row.value if frame.row.present else None
    if row is None:
        return Life()

    def day(name):
        attribute = run.vocabulary.attribute(row.entity, name)
        said = run.facts.said_on(row, attribute, run.day) if attribute else None
        return said[0] if isinstance(said, tuple) else None

    return Life(day("established"), day("ended"))


def exists(life, day, clock):
    """Whether a duty still falls on a body on a day: what fell due while it was there does."""
    truths = []
    if life.began is not None:
        truths.append(life.began <= day)
    if life.ended is not None:
        fell_due = compare("<=", clock.last_day, values.day(life.ended)) if clock.runs else False
        truths.append(any_of([day <= life.ended, fell_due]))
    return all_of(truths)


def successors(run, row):
    """Those who took over from a body that has ended by the day judged."""
    life = life_of(run, Frame(row.entity, values.name(row)))
    attribute = run.vocabulary.attribute(row.entity, "successors")
    if attribute is None or life.ended is None or run.day <= life.ended:
        return []
    return [item for item in run.facts.read_list(row, attribute, run.day).items if hasattr(item, "entity")]
