"""The elements of a noun phrase, and what narrows them."""

import conditions
import paths
from scope import Element, Frame, Operand, Unsupported
import quantities
from values import Collection, Value, all_of, compare, is_there


class Noun:
    """A noun phrase made up here: a path with a `where`."""

    kind = "noun"

    def __init__(self, path, where):
        self.slots = {"path": path, "where": where}

    def __getitem__(self, slot):
        return self.slots.get(slot)

    def list(self, slot):
        return []


class Path:
    """A path made up here, of some steps of another."""

    kind = "path"

    def __init__(self, items):
        self.items = items


def elements(scope, noun):
    """The elements of a noun phrase, each with whether it counts; whether there are no others; and their type.

    The elements are the last records on the way; a plain head (`amount of grants`) is read from each.
    """
    node = noun["path"] if noun.kind == "noun" else noun
    steps = node.items
    operand = paths.root(scope, steps[-1])
    rest = list(reversed(steps[:-1]))
    while rest:
        following = paths.follow(scope, operand, rest[0].text)
        if following.type.name != "reference" and not _is_plural_of_one(operand, following):
            break
        operand = following
        rest.pop(0)
    if len(rest) > 1:
        raise Unsupported("a plain value has no attributes")
    things = operand.value
    if not isinstance(things, Collection):
        things = Collection([things], True)
    name = steps[0]["name"].text if steps[0]["name"] else None
    found = [_element(scope, operand.type, item, noun, rest, name) for item in things.items if item.present]
    type_ = paths.follow(scope, operand, rest[0].text).type if rest else operand.type
    return found, things.complete, type_


def _is_plural_of_one(operand, following):
    return not isinstance(operand.value, Collection) and isinstance(following.value, Collection)


def _element(scope, type_, item, noun, rest, name):
    inner = _inside(scope, type_, item, name)
    counts = [is_there(item)]
    if item.absent:
        item = Value(value=item.value) if item.value is not None else item
        inner = _inside(scope, type_, item, name)
    if noun.kind == "noun":
        counts += narrowing(inner, noun)
    value = paths.follow(scope, Operand(type_, item), rest[0].text).value if rest else item
    return Element(all_of(counts), value, inner)


def _inside(scope, type_, item, name):
    return scope.inside(Frame(type_.target, item, name)) if type_.name == "reference" else scope


def narrowing(scope, noun):
    """The truths of a noun's `where` and `with`, about the element that stands innermost in scope."""
    where = [conditions.condition(scope, noun["where"])] if noun["where"] else []
    return where + [_with(scope, with_) for with_ in noun.list("withs")]


def _with(scope, node):
    """`with sector police`, `with population at least 5`; a list of letters is judged letter by letter elsewhere."""
    left = paths.read(scope, scope.frames[-1], scope.vocabulary.attribute(scope.frames[-1].entity, node.text))
    if node["value"].kind == "compare":
        return conditions.compared(scope, node["value"], left)
    if node["value"].kind == "letters":
        raise Unsupported("letters after `with` outside a requirement")
    return compare("is", left.value, quantities.quantity(scope, node["value"], left.type).value)
