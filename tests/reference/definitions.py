"""What `define`, `let` and `reading` give a name to."""

import conditions
import quantities
from scope import Frame, Operand, Scope
import values
from values import YESNO, all_of, any_of
from vocabulary import fold

CONDITIONS = ("and", "or", "not", "letters", "clause term", "compare", "has", "does", "met", "limit lifted under")


class NeedsReading(Exception):
    """A name whose value readings differ about, where none is chosen."""

    def __init__(self, place):
        super().__init__(place)
        self.place = place


def value_of(scope, term):
    """The value of a name that a `let` or a `reading` declares; None where it is no such name."""
    v = scope.vocabulary
    place = v.place_of_reading(term)
    if place is not None:
        if place not in scope.run.choices:
            raise NeedsReading(place)
        return quantities.quantity(scope, v.readings[place][scope.run.choices[place]][fold(term)])
    node = v.let(term)
    if node is None:
        return None
    if node.kind in CONDITIONS:
        return Operand(YESNO, values.of_truth(conditions.condition(scope, node)))
    return quantities.quantity(scope, node)


def base_of(vocabulary, term):
    """The entity that a defined noun (`define X means Y where …`) is of."""
    found = vocabulary.definitions_of(term)
    if not found or found[0].word != "means":
        return None
    return vocabulary.entity(found[0].other) or base_of(vocabulary, found[0].other)


def holds_on(definition, day):
    """Whether a definition's days hold one."""
    return not definition.periods or any(first <= day and (last is None or day <= last)
                                         for first, last in definition.periods)


def is_member(scope, frame, term):
    """Whether a record is an X: by its kind, or by what definitions make of it."""
    v = scope.vocabulary
    entity = v.entity(term)
    kind = frame.row.value.entity if frame.row.value is not None else frame.entity
    truths = [True] if entity and v.is_a(kind, entity) else []
    for definition in v.definitions_of(term):
        if holds_on(definition, scope.day):
            kind = _is_kind(scope, frame, definition.other)
            truths.append(False if kind is False else all_of([kind, _meets(scope, frame, definition.where)]))
    return all_of([values.is_there(frame.row), any_of(truths)])


def _is_kind(scope, frame, term):
    """Whether a record is of a kind, or what another definition makes of it."""
    v = scope.vocabulary
    entity = v.entity(term)
    kind = frame.row.value.entity if frame.row.value is not None else frame.entity
    if entity and v.is_a(kind, entity):
        return True
    return is_member(scope, frame, term) if v.definitions_of(term) else False


def _meets(scope, frame, where):
    if where is None:
        return True
    inner = Scope(scope.run, scope.day, (frame,), frame, period=scope.period, happened=scope.happened)
    return conditions.condition(inner, where)


def rows_of(run, term):
    """The rows that may be an X, as records of its kind or by definition; in the order of the data."""
    v = run.vocabulary
    entity = v.entity(term)
    kinds = ([entity] if entity else []) + [v.entity(d.other) or base_of(v, d.other) for d in v.definitions_of(term)]
    return [row for row in run.facts.rows if any(v.is_a(row.entity, kind) for kind in kinds if kind)]


def membership(scope, row, term):
    """Whether a row is an X on the day of a scope; True without more where the row is of that kind."""
    return is_member(scope, Frame(row.entity, values.name(row)), term)
