"""What paths lead to. Names are read as the language page and decision 15 say."""

import definitions
from scope import Frame, Operand, Unsupported
import values
from values import ABSENT, UNKNOWN, Collection, Type, Value, compare

PLURAL = ("list", "set", "list of values")


def read(scope, frame, attribute):
    """An attribute of what a frame names: absent of what is absent, unknown of what is unknown."""
    is_plural = attribute.type.name in PLURAL
    type_ = attribute.type
    if is_plural:
        type_ = Type("reference", type_.target) if type_.name == "list" else type_.element
    row = frame.row
    if not row.present:
        return Operand(type_, Collection([], True) if is_plural else ABSENT)
    if row.value is None:
        return Operand(type_, Collection([], False) if is_plural else UNKNOWN)
    if not scope.facts.is_fresh(row.value, attribute, scope.day, scope.oldest):
        return Operand(type_, Collection([], False) if is_plural else UNKNOWN)
    if not is_plural:
        day = scope.happened or scope.day if type_.name == "event date" else scope.day
        return Operand(type_, scope.facts.read(row.value, attribute, day, scope.finder, scope.run.known.day))
    found = scope.facts.read_list(row.value, attribute, scope.day, scope.run.known.day)
    items = [scope.facts.as_value(type_, item, scope.day) for item in found.items]
    return Operand(type_, Collection(items, found.complete))


def target_of(attribute):
    """The entity that a reference, list or set of references leads to."""
    element = attribute.type.element if attribute.type.name == "set" else attribute.type
    return element.target if element and element.name in ("reference", "list") else None


def leads_to(scope, frame, entity):
    """The one reference, list or inverse that leads from a frame to an entity; None where there is none."""
    v = scope.vocabulary
    ways = [a for a in v.attributes(frame.entity) if target_of(a) and v.is_a(target_of(a), entity)]
    if ways:
        return read(scope, frame, ways[0])
    wider = [a for a in v.attributes(frame.entity) if target_of(a) and v.is_a(entity, target_of(a))]
    if wider:  # of the things there, those that are of the kind
        return narrowed(read(scope, frame, wider[0]), lambda item: definitions.is_member(
            scope, Frame(target_of(wider[0]), item), entity.name))
    holders = [a for e in v.entities.values() for a in e.attributes
               if target_of(a) and v.is_a(frame.entity, target_of(a)) and (v.is_a(e, entity) or v.is_a(entity, e))]
    if not holders:
        return None
    return Operand(Type("reference", entity), holder_of(scope, frame, holders))


def leads(scope, frame, entity):
    """Whether a frame is of an entity, or something leads from it there."""
    return scope.vocabulary.is_a(frame.entity, entity) or leads_to(scope, frame, entity) is not None


def holder_of(scope, frame, attributes):
    """The record that holds this one by one of those attributes, whatever the day; unknown where nothing says."""
    if not frame.row.present:
        return ABSENT
    if frame.row.value is None:
        return UNKNOWN
    found = scope.facts.holders(frame.row.value, attributes)
    return values.name(found[0]) if len(found) == 1 else UNKNOWN


def root(scope, step):
    """What the last step of a path names: `it`, a parameter, an entity of the sentence, an attribute of what encloses."""
    v = scope.vocabulary
    if step.word == "it" or step.text == "it":
        return Operand(Type("reference", scope.it.entity), scope.it.row)
    if step.word == "its":
        return follow(scope, Operand(Type("reference", scope.it.entity), scope.it.row), step.text)
    if step.text in (scope.parameters or ()):
        return scope.parameters[step.text]
    for frame in (*reversed(scope.frames), *scope.named):
        if frame.name is not None and frame.name == step.text:
            return Operand(Type("reference", frame.entity), frame.row)
    named = definitions.value_of(scope, step.text)
    if named is not None:
        return named
    frames = scope.frames[:1] + tuple(reversed(scope.frames[1:]))  # the subject, then from the innermost outwards
    entity = v.entity(step.text) or definitions.base_of(v, step.text)
    if entity:
        for frame in frames:
            if v.is_a(frame.entity, entity):
                return Operand(Type("reference", frame.entity), frame.row)
    for frame in reversed(scope.frames):
        if v.attribute(frame.entity, step.text):
            return read(scope, frame, v.attribute(frame.entity, step.text))
    for frame in frames:
        found = _reached(scope, frame, step.text)
        if found:
            return found
    raise Unsupported(f"nothing is called {step.text!r} here")


def _reached(scope, frame, term):
    """What a frame leads to by the name of an entity, of a defined noun, or of a kind."""
    entity = scope.vocabulary.entity(term)
    if entity:
        return leads_to(scope, frame, entity)
    base = definitions.base_of(scope.vocabulary, term)
    if base:
        found = leads_to(scope, frame, base)
        return found and narrowed(found, lambda item: definitions.is_member(scope, Frame(base, item), term))
    return named_by_kind(scope, frame, term)


def narrowed(operand, predicate):
    """The items for which something is so; where that is unknown, they may be there."""
    if not isinstance(operand.value, Collection):
        item = operand.value
        truth = predicate(item)
        kept = item if truth is True else ABSENT if truth is False else Value(item.present, True, value=item.value)
        return Operand(operand.type, kept)
    items = []
    for item in operand.value.items:
        truth = predicate(item)
        if truth is True:
            items.append(item)
        elif truth is not False:
            items.append(Value(True, True, value=item.value))
    return Operand(operand.type, Collection(items, operand.value.complete))


def named_by_kind(scope, frame, term):
    """`every forward plan of ICB`: a value of a `kind` names the things in a list that are of it."""
    v = scope.vocabulary
    for a in v.attributes(frame.entity):
        kind = v.attribute(a.type.target, "kind") if a.type.name == "list" else None
        if kind and kind.type.name == "enum" and v.value(kind.type.target, term):
            wanted = values.name(v.value(kind.type.target, term))
            return narrowed(read(scope, frame, a), lambda item, a=a, kind=kind, wanted=wanted: compare(
                "is", read(scope, Frame(a.type.target, item), kind).value, wanted))
    return None


def follow(scope, operand, term):
    """One step from a record, or from each of several, to an attribute."""
    v = scope.vocabulary
    if operand.type.name != "reference":
        raise Unsupported(f"{operand.type} has no {term!r}")
    attribute = v.attribute(operand.type.target, term)
    if not isinstance(operand.value, Collection):
        return _step(scope, Frame(operand.type.target, operand.value), attribute, term)
    type_, items, complete = None, [], operand.value.complete
    for item in operand.value.items or [ABSENT]:
        found = _step(scope, Frame(operand.type.target, item), attribute, term)
        type_ = found.type
        if isinstance(found.value, Collection):
            items += found.value.items
            complete = complete and found.value.complete and (not item.absent or item is ABSENT)
        else:
            items.append(found.value)
    if not operand.value.items:
        items = []
    return Operand(type_, Collection(items, complete))


def _step(scope, frame, attribute, term):
    if attribute:
        return read(scope, frame, attribute)
    found = _reached(scope, frame, term)
    if found is None:
        raise Unsupported(f"{frame.entity.name} has no {term!r}")
    return found


def path(scope, node):
    steps = node.items
    operand = root(scope, steps[-1])
    for step in reversed(steps[:-1]):
        operand = follow(scope, operand, step.text)
    return operand
