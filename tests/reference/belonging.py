"""To whom a local text speaks: whether a variation holds for what is judged (decisions 57 and 58)."""

from elements import narrowing
from joint import along, chain
from scope import Frame, Operand, Scope, Unsupported
import values
from values import Collection, all_of, compare, negate


def holds(run, variation, top, doer):
    """Whether a variation holds: for who owes it, where that is of its kind, else for who has in the end what the
    sentence is about (`top`). Asked once, on the day judged."""
    entity, scope = run.vocabulary.entity(variation.kind), Scope(run.known, run.known.day)
    is_owed = doer is not None and run.vocabulary.is_a(doer.entity, entity)
    body = doer if is_owed else body_above(scope, top, entity)
    if not body.row.present:
        return False
    return narrowing(scope.inside(body), variation.subject)[0]


def body_above(scope, frame, entity):
    """The body of a kind to which something belongs: itself, or by the shortest way up."""
    if scope.vocabulary.is_a(frame.entity, entity):
        return frame
    operand = Operand(values.Type("reference", frame.entity), frame.row)
    for way in chain(scope.vocabulary, frame.entity, entity):
        operand = along(scope, operand, way)
    if isinstance(operand.value, Collection):
        raise Unsupported(f"a variation for a neighbour of {frame.entity.name}")
    return Frame(operand.type.target, operand.value)


def stays_national(local, national):
    """Whether a body that does not live to owe what a local text asks lives to owe what the national one does."""
    days = local.last_day, national.last_day
    if days == (None, None) or None not in days and compare("is", *days) is True:
        return False
    return all_of([negate(local.lives), national.lives])
