"""Several who owe a duty: together, each, either (decision 46)."""

from typing import NamedTuple

from deeds import Deed
from paths import holder_of, read, target_of
from scope import Frame, Operand, Unsupported
from syntax import Node
import values
from values import Collection, all_of, any_of, is_there, negate


class Member(NamedTuple):
    """One of a group: whether it is one, who, and whether it is there to owe anything."""
    counts: object
    frame: Frame
    is_there: object = True


# -- each: a rule of its own for each body that is named

def subjects_of_each(vocabulary, joint):
    """The subjects of the rules that `A and B must each …` stands for."""
    first, *others = joint.items
    return [first] + [_of_each(vocabulary, first, other) for other in others]


def _of_each(vocabulary, first, other):
    """`its X` beside `A` is `each X of A`, or for a reference `X of each A`."""
    if other.items[-1].word != "its":
        return other
    owner = vocabulary.entity(first.items[0].text)
    attribute = vocabulary.attribute(owner, other.items[-1].text)
    is_list = attribute.type.name == "list"
    steps = [{"node": "step", "text": other.items[-1].text, **({"word": "each"} if is_list else {})},
             {"node": "step", "text": first.items[0].text, **({} if is_list else {"word": "each"})}]
    return Node({"node": "path", "items": steps})


# -- the group of the body named first

def group_of(scope, first, others):
    """Those who owe it beside the first, and whether there are no more."""
    members, complete = [], True
    for other in others:
        found = _beside(scope, first, other)
        things = found.value if isinstance(found.value, Collection) else Collection([found.value], True)
        complete = complete and things.complete
        members += [Member(is_there(item), Frame(found.type.target, item)) for item in things.items if item.present]
    return members, complete


def _beside(scope, first, node):
    step = node.items[-1]
    if len(node.items) != 1:
        raise Unsupported("a longer path to who else owes a duty")
    attribute = scope.vocabulary.attribute(first.entity, step.text)
    if attribute:
        return read(scope, first, attribute)
    entity = scope.vocabulary.entity(step.text)
    operand = Operand(values.Type("reference", first.entity), first.row)
    for way in chain(scope.vocabulary, first.entity, entity):
        operand = along(scope, operand, way)
    return operand


class Way(NamedTuple):
    """From one kind to another: by an attribute, or against it."""
    attribute: object
    is_inverse: bool
    target: object

    @property
    def cost(self):
        """Lists, and inverses of references that are no `one`, count."""
        is_one = self.attribute.type.name == "reference" and (not self.is_inverse or self.attribute.is_one)
        return 0 if is_one else 1


def chain(vocabulary, first, wanted):
    """The shortest chain of references, lists and inverses between two kinds; of several the one with fewest lists."""
    waiting, best = [(0, 0, first, [])], []
    seen = {}
    while waiting:
        waiting.sort(key=lambda w: (w[0], w[1]))
        length, cost, kind, ways = waiting.pop(0)
        if ways and vocabulary.is_a(kind, wanted):
            best.append(ways)
            break
        if length > 5 or seen.get(kind, (9, 9)) < (length, cost):
            continue
        seen[kind] = (length, cost)
        waiting += [(length + 1, cost + way.cost, way.target, ways + [way]) for way in _ways_from(vocabulary, kind)]
    if not best:
        raise Unsupported(f"nothing leads from {first.name} to {wanted.name}")
    return best[0]


def _ways_from(vocabulary, kind):
    forward = [Way(a, False, target_of(a)) for a in vocabulary.attributes(kind)
               if a.type.name in ("reference", "list") and target_of(a)]
    inverse = [Way(a, True, e) for e in vocabulary.entities.values() for a in e.attributes
               if a.type.name in ("reference", "list") and target_of(a) and vocabulary.is_a(kind, target_of(a))]
    return [way for way in forward + inverse if not way.target.is_special]


def along(scope, operand, way):
    items = operand.value.items if isinstance(operand.value, Collection) else [operand.value]
    complete = operand.value.complete if isinstance(operand.value, Collection) else True
    found, is_many = [], isinstance(operand.value, Collection)
    for item in items:
        frame = Frame(operand.type.target, item)
        value = holder_of(scope, frame, [way.attribute]) if way.is_inverse else read(scope, frame, way.attribute).value
        if isinstance(value, Collection):
            is_many, complete = True, complete and value.complete
            found += value.items
        else:
            found.append(value)
    type_ = values.Type("reference", way.target)
    return Operand(type_, Collection(found, complete) if is_many else found[0])


# -- what they did

def either(deeds, complete):
    """Done where one of them did it; `deeds`: (whether it is one, its deed). Letters are done each by anyone."""
    def join(truths):
        found = [all_of([counts, truth]) for (counts, _), truth in zip(deeds, truths)]
        return any_of(found if complete else found + [None])

    def of(parts):
        return Deed(join([p.done for p in parts]), parts={str(i): p for i, p in enumerate(parts)}, join=join)

    letters = deeds[0][1].parts or {}
    return of([deed for _, deed in deeds]), {name: of([deed.parts[name] for _, deed in deeds]) for name in letters}


def together(scope, first, members, complete):
    """What the first did with a thing in which all others took part; `members`: (Member, its deed)."""
    if first.join:
        parts = {name: together(scope, part, [(m, deed.parts[name]) for m, deed in members], complete)
                 for name, part in first.parts.items()}
        return Deed(first.join([p.done for p in parts.values()]), parts=parts, join=first.join)

    def took_part(occasion):
        found = [any_of([negate(m.counts), negate(m.is_there), _took_part(scope, m, deed, occasion)])
                 for m, deed in members]
        return all_of(found if complete else found + [None])

    return first.where(took_part)


def _took_part(scope, member, deed, occasion):
    thing = occasion.scope.frames[-1]
    same = [all_of([o.truth, same_row(o.scope.frames[-1].row.value, thing.row.value)]) for o in deed.occasions]
    preparers = scope.vocabulary.attribute(thing.entity, "preparers")
    if preparers is not None:
        listed = read(scope, thing, preparers).value
        same += [same_row(item.value, member.frame.row.value) for item in listed.items]
        same += [] if listed.complete else [None]
    return any_of(same if deed.complete else same + [None])


def same_row(a, b):
    """Two records are the same by their codes; unknown where one has none."""
    if a is None or b is None:
        return None
    if a is b:
        return True if a.code is not None else None
    return False if a.code is not None and b.code is not None else None
