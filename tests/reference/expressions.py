"""What paths lead to, what quantities come to, and whether conditions hold: recursive over the tree, one subject at a
time. Names are read as the language page and decision 15 say."""

from fractions import Fraction
from typing import NamedTuple

import values
from values import (ABSENT, DATE, FAILED, NUMBER, UNKNOWN, YESNO, Collection, Type, Value, all_of, any_of, arithmetic,
                    compare, is_there, negate)


class Unsupported(Exception):
    """A form of the language that the reference does not judge."""


class Frame(NamedTuple):
    """Something that names are read against: of which entity, and which record (maybe unknown or absent)."""
    entity: object
    row: Value


class Operand(NamedTuple):
    type: Type  # of the value, or of the elements of the collection
    value: object  # Value or Collection


class Element(NamedTuple):
    counts: object  # truth: it is there, and its `where` holds
    value: Value  # what the path leads to
    scope: object


class Scope:
    """Where a sentence stands: the subject and what encloses it (innermost last), `it`, a verb's parameters, the day."""

    def __init__(self, facts, day, frames=(), it=None, parameters=None):
        self.facts, self.vocabulary, self.day = facts, facts.vocabulary, day
        self.frames, self.it, self.parameters = tuple(frames), it, parameters

    def inside(self, frame, is_it=True):
        is_it = is_it and self.parameters is None  # in what a verb means, `it` is the body that does it
        return Scope(self.facts, self.day, self.frames + (frame,), frame if is_it else self.it, self.parameters)

    def of_verb(self, doer, parameters):
        return Scope(self.facts, self.day, self.frames + (doer,), doer, parameters)


# -- paths

def read(scope, frame, attribute):
    """An attribute of what a frame names: absent of what is absent, unknown of what is unknown."""
    is_plural = attribute.type.name in ("list", "set", "list of values")
    type_ = attribute.type
    if is_plural:
        type_ = Type("reference", type_.target) if type_.name == "list" else type_.element
    row = frame.row
    if not row.present:
        return Operand(type_, Collection([], True) if is_plural else ABSENT)
    if row.value is None:
        return Operand(type_, Collection([], False) if is_plural else UNKNOWN)
    if not is_plural:
        return Operand(type_, scope.facts.read(row.value, attribute, scope.day))
    found = scope.facts.read_list(row.value, attribute, scope.day)
    items = [scope.facts.as_value(type_, item, scope.day) for item in found.items]
    return Operand(type_, Collection(items, found.complete))


def leads_to(scope, frame, entity):
    """The one reference, list or inverse that leads from a frame to an entity; None where there is none."""
    v = scope.vocabulary

    def target(a):
        element = a.type.element if a.type.name == "set" else a.type
        return element.target if element and element.name in ("reference", "list") else None

    ways = [a for a in v.attributes(frame.entity) if target(a) and v.is_a(target(a), entity)]
    if ways:
        return read(scope, frame, ways[0])
    holders = [a for e in v.entities.values() for a in e.attributes
               if target(a) and v.is_a(frame.entity, target(a)) and (v.is_a(e, entity) or v.is_a(entity, e))]
    if not holders:
        return None
    return Operand(Type("reference", entity), holder_of(scope, frame, holders))


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
    frames = scope.frames[:1] + tuple(reversed(scope.frames[1:]))  # the subject, then from the innermost outwards
    entity = v.entity(step.text)
    if entity:
        for frame in frames:
            if v.is_a(frame.entity, entity):
                return Operand(Type("reference", frame.entity), frame.row)
    for frame in reversed(scope.frames):
        if v.attribute(frame.entity, step.text):
            return read(scope, frame, v.attribute(frame.entity, step.text))
    for frame in frames:
        found = leads_to(scope, frame, entity) if entity else named_by_kind(scope, frame, step.text)
        if found:
            return found
    raise Unsupported(f"nothing is called {step.text!r} here")


def named_by_kind(scope, frame, term):
    """`every forward plan of ICB`: a value of a `kind` names the things in a list that are of it."""
    v = scope.vocabulary
    for a in v.attributes(frame.entity):
        kind = v.attribute(a.type.target, "kind") if a.type.name == "list" else None
        if kind and kind.type.name == "enum" and v.value(kind.type.target, term):
            wanted = values.name(v.value(kind.type.target, term))
            listed = read(scope, frame, a)
            items, complete = [], listed.value.complete
            for item in listed.value.items:
                is_it = compare("is", read(scope, Frame(a.type.target, item), kind).value, wanted)
                if is_it is True:
                    items.append(item)
                elif is_it is None:
                    items.append(Value(True, True, value=item.value))
            return Operand(listed.type, Collection(items, complete))
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
    entity = scope.vocabulary.entity(term)
    found = leads_to(scope, frame, entity) if entity else named_by_kind(scope, frame, term)
    if found is None:
        raise Unsupported(f"{frame.entity.name} has no {term!r}")
    return found


def path(scope, node):
    steps = node.items
    operand = root(scope, steps[-1])
    for step in reversed(steps[:-1]):
        operand = follow(scope, operand, step.text)
    return operand


# -- elements of a noun

def elements(scope, noun):
    """The elements of a noun phrase, each with whether it counts, and whether there are no others; and their type.

    The elements are the last records on the way; a plain head (`amount of grants`) is read from each.
    """
    node = noun["path"] if noun.kind == "noun" else noun
    steps = node.items
    operand = root(scope, steps[-1])
    rest = list(reversed(steps[:-1]))
    while rest:
        following = follow(scope, operand, rest[0].text)
        if following.type.name != "reference" and not _is_plural_of_one(operand, following):
            break
        operand = following
        rest.pop(0)
    if len(rest) > 1:
        raise Unsupported("a plain value has no attributes")
    things = operand.value
    if not isinstance(things, Collection):
        things = Collection([things], True)
    found = [_element(scope, operand.type, item, noun, rest) for item in things.items if item.present]
    type_ = follow(scope, operand, rest[0].text).type if rest else operand.type
    return found, things.complete, type_


def _is_plural_of_one(operand, following):
    return not isinstance(operand.value, Collection) and isinstance(following.value, Collection)


def _element(scope, type_, item, noun, rest):
    inner = scope.inside(Frame(type_.target, item)) if type_.name == "reference" else scope
    counts = [is_there(item)]
    if item.absent:
        item = Value(value=item.value) if item.value is not None else item
        inner = scope.inside(Frame(type_.target, item)) if type_.name == "reference" else scope
    if noun.kind == "noun":
        counts += narrowing(inner, noun)
    value = follow(scope, Operand(type_, item), rest[0].text).value if rest else item
    return Element(all_of(counts), value, inner)


def narrowing(scope, noun):
    """The truths of a noun's `where` and `with`, about the element that stands innermost in scope."""
    where = [condition(scope, noun["where"])] if noun["where"] else []
    return where + [_with(scope, with_) for with_ in noun.list("withs")]


def _with(scope, node):
    """`with sector police`, `with population at least 5`; a list of letters is judged letter by letter elsewhere."""
    left = read(scope, scope.frames[-1], scope.vocabulary.attribute(scope.frames[-1].entity, node.text))
    if node["value"].kind == "compare":
        return compared(scope, node["value"], left)
    if node["value"].kind == "letters":
        raise Unsupported("letters after `with` outside a requirement")
    return _is_one(scope, left, node["value"])


# -- quantities

def aggregate(scope, node):
    found, complete, type_ = _aggregated(scope, node)
    if node.word == "number":
        return Operand(NUMBER, count([e.counts for e in found], complete))
    if node.word == "share":
        return Operand(Type("share"), share([(e.counts, condition(e.scope, node["part"])) for e in found], complete))
    terms = [(all_of([e.counts, is_there(e.value)]), e.value) for e in found]
    if node.word in ("earliest", "latest"):
        return Operand(type_, extreme(terms, complete, node.word == "latest"))
    return Operand(type_, (total if node.word == "sum" else average)(terms, complete))


def _aggregated(scope, node):
    class Noun:
        kind, slots = "noun", {"path": node["what"], "where": node["where"]}

        def __getitem__(self, slot):
            return self.slots.get(slot)

        def list(self, slot):
            return []

    if node["what"].kind == "noun":
        return elements(scope, node["what"])
    return elements(scope, Noun())


def count(truths, complete):
    surely, doubtful = sum(t is True for t in truths), sum(t is None or t is FAILED for t in truths)
    return Value(lo=Fraction(surely), hi=Fraction(surely + doubtful) if complete else None, tainted=FAILED in truths)


def share(pairs, complete):
    """Of those that count, the part for which the second holds: every way in which the doubtful ones can fall."""
    ways, tainted = {(0, 0)}, False
    for counts, holds in pairs:
        if counts is False:
            continue
        tainted = tainted or counts is FAILED or holds is FAILED
        steps = [(1, 1)] * (holds is not False) + [(0, 1)] * (holds is not True) + [(0, 0)] * (counts is not True)
        ways = {(part + p, whole + w) for part, whole in ways for p, w in steps}
    ratios = [Fraction(part, whole) for part, whole in ways if whole]
    absent = (0, 0) in ways
    if not complete:
        return Value(True, absent, Fraction(0), Fraction(1), tainted=tainted)
    if not ratios:
        return ABSENT
    return Value(True, absent, min(ratios), max(ratios), tainted=tainted)


def _may_be_none(terms):
    return not any(counts is True for counts, _ in terms)


def _is_none(terms, complete):
    return complete and all(counts is False for counts, _ in terms)


def total(terms, complete):
    if any(counts is FAILED or (counts is not False and v.failed) for counts, v in terms):
        return values.FAILURE
    if _is_none(terms, complete):
        return ABSENT
    if not complete or any(v.lo is None or (counts is None and v.lo) for counts, v in terms if counts is not False):
        return UNKNOWN
    if _may_be_none(terms):
        return UNKNOWN
    result = sum((v.lo for counts, v in terms if counts), Fraction(0))
    return values.number(result) if values.fits(result) else values.FAILURE


def average(terms, complete):
    if any(counts is FAILED or (counts is not False and v.failed) for counts, v in terms):
        return values.FAILURE
    if _is_none(terms, complete):
        return ABSENT
    absent = _may_be_none(terms)
    if not complete or any(counts is None or (counts and v.lo is None) for counts, v in terms):
        return UNKNOWN
    taken = [v.lo for counts, v in terms if counts]
    mean = sum(taken, Fraction(0)) / len(taken)
    return Value(True, absent, mean, mean)


def extreme(terms, complete, is_latest):
    if any(counts is FAILED for counts, _ in terms):
        return values.FAILURE
    if _is_none(terms, complete):
        return ABSENT
    sign = -1 if is_latest else 1
    ends = [(counts, *(sorted((sign * v.lo, sign * v.hi)) if v.lo is not None else (None, None)))
            for counts, v in terms if counts is not False]
    surely = [hi for counts, lo, hi in ends if counts is True]
    hi = min(surely) if surely and None not in surely else min([h for h in surely if h is not None], default=None)
    lows = [lo for counts, lo, hi in ends]
    lo = None if not complete or None in lows else min(lows)
    if sign < 0:
        lo, hi = (None if hi is None else -hi), (None if lo is None else -lo)
    return Value(True, _may_be_none(terms), lo, hi)


def quantity(scope, node, expected=None):
    """The value of a quantity; `expected` is the type that it is compared with, which reads a bare name."""
    kind = node.kind
    if kind == "number":
        if values.unit_of_time(node.text):
            return Operand(Type("span"), (int(node.number), node.text))
        if expected and expected.name == "calendar year":
            return Operand(expected, values.name(values.days_of(f"{int(node.number):04}")))
        return Operand(Type(expected.name if expected and expected.name in values.NUMBERS else "number"),
                       values.number(node.number))
    if kind == "money":
        return Operand(Type("money"), values.number(node.number))
    if kind == "percent":
        own = values.number(node.number)
        if node["of"] is None:
            return Operand(Type("share"), own)
        whole = quantity(scope, node["of"])
        return Operand(whole.type, arithmetic("*", own, whole.value))
    if kind == "date":
        return Operand(DATE, values.day(*node.days))
    if kind == "financial year":
        return Operand(Type("financial year"), values.name(node.days))
    if kind == "text":
        return Operand(Type("text"), values.name(node.text))
    if kind in ("yes", "no"):
        return Operand(YESNO, values.name(kind == "yes"))
    if kind == "the day judged":
        return Operand(DATE, values.day(scope.day))
    if kind in ("path", "term"):
        return _named(scope, node, expected)
    if kind == "aggregate":
        return aggregate(scope, node)
    if kind == "arithmetic":
        return _arithmetic(scope, node)
    if kind == "span" and node["beginning"] is None:
        return Operand(Type("span"), (int(node.number), node.text))
    if kind == "span":
        begin = quantity(scope, node["beginning"])
        return Operand(DATE, values.shift(begin.value, int(node.number), node.text, values.last_day_of_period))
    if kind == "extreme":
        return _later(scope, node)
    raise Unsupported(f"a quantity of the form {kind!r}")


def _named(scope, node, expected):
    """A bare name is a value of what it is compared with, where that has such a value; else a path."""
    v = scope.vocabulary
    step = node.items[0] if node.kind == "path" else node
    is_bare = (node.kind == "term" or len(node.items) == 1) and step.text not in (scope.parameters or ())
    if is_bare and expected and expected.name == "enum" and v.value(expected.target, step.text):
        return Operand(expected, values.name(v.value(expected.target, step.text)))
    if is_bare and expected and expected.name == "role" and v.role(step.text):
        return Operand(expected, values.name(v.role(step.text)))
    if node.kind == "term":
        raise Unsupported(f"{step.text!r} is no value of {expected}")
    return path(scope, node)


def _arithmetic(scope, node):
    a, b = quantity(scope, node["left"]), quantity(scope, node["right"])
    if b.type.name == "span":
        sign = 1 if node.word == "+" else -1
        return Operand(DATE, values.shift(a.value, sign * b.value[0], b.value[1]))
    return Operand(a.type if node.word in "+-" or a.type.name != "number" else b.type,
                   arithmetic(node.word, a.value, b.value))


def _later(scope, node):
    a, b = quantity(scope, node["left"]).value, quantity(scope, node["right"]).value
    if not a.present or not b.present:
        return Operand(DATE, ABSENT)
    choose = max if node.word == "later" else min

    def end(x, y):
        return None if x is None or y is None else choose(x, y)

    return Operand(DATE, Value(True, a.absent or b.absent, end(a.lo, b.lo), end(a.hi, b.hi)))


# -- conditions

def condition(scope, node):
    """Whether a condition holds: True, False, None (unknown) or FAILED."""
    kind = node.kind
    if kind == "and":
        return all_of([condition(scope, c) for c in node.items])
    if kind == "or":
        return any_of([condition(scope, c) for c in node.items])
    if kind == "not":
        return negate(condition(scope, node["condition"]))
    if kind == "letters":
        return of_letters(node, [condition(scope, letter["body"]) for letter in node.list("items")])
    if kind == "clause term":
        return _clause(scope, node)
    if kind == "compare":
        return _comparison(scope, node)
    if kind == "has":
        return has(scope, node["left"], node["object"])
    if kind == "does":
        return does(scope, node)
    raise Unsupported(f"a condition of the form {kind!r}")


def of_letters(node, truths):
    """The letters' truths joined by the word of their list."""
    number = None if node["count"] is None else int(node["count"].number)
    return {"all": lambda: all_of(truths), "any": lambda: any_of(truths), "none": lambda: negate(any_of(truths)),
            "at least": lambda: compare(">=", count(truths, True), values.number(number)),
            "at most": lambda: compare("<=", count(truths, True), values.number(number)),
            "exactly": lambda: compare("is", count(truths, True), values.number(number))}[node.word]()


def _clause(scope, node):
    v = scope.vocabulary
    frames = ([scope.it] if scope.it else []) + list(reversed(scope.frames))
    for frame in reversed(scope.frames):
        attribute = v.attribute(frame.entity, node.text)
        if attribute:
            return compare("is", read(scope, frame, attribute).value, values.name(not node.negated))
    for frame in frames:
        for a in v.attributes(frame.entity):
            if a.type.name == "reference" and v.attribute(a.type.target, node.text):
                inner = Frame(a.type.target, read(scope, frame, a).value)
                return compare("is", read(scope, inner, v.attribute(inner.entity, node.text)).value,
                               values.name(not node.negated))
    raise Unsupported(f"no clause {node.text!r} here")


def _comparison(scope, node):
    left = node["left"]
    if left.kind == "quantified":
        return quantified(scope, left, lambda e, type_: compared(e.scope, node, Operand(type_, e.value)))
    if left.kind == "noun":
        raise Unsupported("a noun with `where` compared without a quantifier")
    return compared(scope, node, quantity(scope, left))


def compared(scope, node, left):
    truth, right = _relation(scope, node, left)
    if not node.negated:
        return truth
    return all_of([is_there(left.value), *(is_there(r) for r in right), negate(truth)])


def _relation(scope, node, left):
    word, right = node.word, node["right"]
    if word == "recorded":
        return is_recorded(left.value), []
    if word in ("includes", "includes all", "includes any"):
        return _includes(scope, node, left), []
    if word == "overlaps":
        return overlap(left.value, quantity(scope, right).value), []
    if isinstance(left.value, Collection):
        raise Unsupported("a list compared as if it were one value")
    if word == "is" and right.kind == "letters":
        word = "any of"
    if word == "any of":
        items = [i["body"] for i in right.list("items")] if right.kind == "letters" else right.items
        found = [quantity(scope, item, left.type).value for item in items]
        return any_of([compare("is", left.value, f) for f in found]), []
    if word == "same as":
        return same_thing(scope, left, quantity(scope, right)), []
    if word == "within":
        first, last = window(scope, right)
        return all_of([compare(">=", left.value, first), compare("<=", left.value, last)]), [first, last]
    if word == "between":
        upper = quantity(scope, node["upper"], left.type).value
        if right.kind == "percent" and right["of"] is None and node["upper"].kind == "percent" and node["upper"]["of"]:
            whole = quantity(scope, node["upper"]["of"]).value
            lower = arithmetic("*", values.number(right.number), whole)
        else:
            lower = quantity(scope, right, left.type).value
        return all_of([compare(">=", left.value, lower), compare("<=", left.value, upper)]), [lower, upper]
    value = quantity(scope, right, left.type).value
    op = {"is": "is", "at least": ">=", "at most": "<=", "more than": ">", "less than": "<", "before": "<",
          "after": ">", "on or after": ">=", "on or before": "<="}[word]
    return compare(op, left.value, value), [value]


def is_recorded(value):
    """Whether the description says anything of it; itself never unknown."""
    if isinstance(value, Collection):
        return value.complete or bool(value.items)
    return value.is_known


def _includes(scope, node, left):
    right = node["right"]
    if right.kind == "letters":
        return of_letters(right, [_holds(scope, left, letter["body"]) for letter in right.list("items")])
    items = right.items if right.kind == "list" else [right]
    join = any_of if node.word == "includes any" else all_of
    return join([_holds(scope, left, item) for item in items])


def _holds(scope, left, item):
    wanted = quantity(scope, item, left.type).value
    found = [compare("is", element, wanted) for element in left.value.items]
    return any_of(found if left.value.complete else found + [None])


def overlap(a, b):
    """Whether two lists have an element in common."""
    common = [compare("is", x, y) for x in a.items for y in b.items]
    if (a.complete and not a.items) or (b.complete and not b.items):
        return False
    return any_of(common if a.complete and b.complete else common + [None])


def same_thing(scope, a, b):
    """By identifier: without one on either side it is unknown."""
    there = all_of([is_there(a.value), is_there(b.value)])
    if there is not True or a.value.value is None or b.value.value is None:
        return there if there is False else None
    if a.value.value is b.value.value:
        return True
    return False if a.value.value.code is not None and b.value.value.code is not None else None


def window(scope, node):
    """First and last day of `within …`, both included."""
    start = quantity(scope, node["from"]).value
    number, unit = int(node.number), node.text
    if node.word == "before":
        return values.shift(start, -number, unit), start
    move = values.last_day_of_period if node.word == "beginning with" else values.add_time
    return start, values.shift(start, number, unit, move)


def _is_one(scope, left, node):
    return compare("is", left.value, quantity(scope, node, left.type).value)


def exists(operand):
    """Whether a thing is there: a yes for a yes/no, something in a list."""
    value = operand.value
    if isinstance(value, Collection):
        found = [is_there(item) for item in value.items]
        return any_of(found if value.complete else found + [None])
    if operand.type.name == "yes/no":
        return compare("is", value, values.name(True))
    return is_there(value)


def has(scope, left, held):
    """`left has …`: what is held is read against left, or against each of its elements."""
    if left.kind == "quantified":
        return quantified(scope, left, lambda e, type_: holds(e.scope, held))
    if left.kind == "noun":
        raise Unsupported("a noun with `where` has")
    owner = path(scope, left)
    if isinstance(owner.value, Collection):
        raise Unsupported("a list has")
    return holds(scope.inside(Frame(owner.type.target, owner.value), is_it=False), held)


def holds(scope, held):
    """Whether what stands innermost in scope has a thing."""
    if held.kind == "path":
        return exists(path(scope, held))
    if held.kind == "noun":
        found, complete, type_ = elements(scope, held)
        truths = [all_of([e.counts, exists(Operand(type_, e.value))]) for e in found]
        return any_of(truths if complete else truths + [None])
    if held.kind == "quantified":
        return quantified(scope, held, lambda e, type_: exists(Operand(type_, e.value)))
    if held.kind == "letters":
        return of_letters(held, [holds(scope, letter["body"]) for letter in held.list("items")])
    return condition(scope, held)


def quantified(scope, node, predicate):
    """`every X of Y where … is …`: the predicate is asked of each element that counts."""
    found, complete, type_ = elements(scope, node["noun"])
    if node["part"]:
        pairs = [(e.counts, condition(e.scope, node["part"])) for e in found]
    else:
        pairs = [(e.counts, predicate(e, type_) if e.counts is not False else False) for e in found]
    return quantify(node, pairs, complete)


def quantify(node, pairs, complete):
    both = [all_of(pair) for pair in pairs]
    if node.word in ("every", "each"):
        truths = [any_of([negate(counts), holds_]) for counts, holds_ in pairs]
        return all_of(truths if complete else truths + [None])
    some = any_of(both if complete else both + [None])
    if node.word in ("some", None):
        return some
    if node.word == "no":
        return negate(some)
    op = {"at least": ">=", "at most": "<=", "exactly": "is"}[node.word]
    if node["count"].kind == "percent":
        return compare(op, share(pairs, complete), values.number(node["count"].number))
    return compare(op, count(both, complete), values.number(node["count"].number))


def does(scope, node):
    """`board publishes annual report` as a condition."""
    from deeds import done_by  # deeds are judged with the conditions of this file
    subject = path(scope, node["subject"])
    if isinstance(subject.value, Collection):
        raise Unsupported("several who do something")
    return done_by(scope, Frame(subject.type.target, subject.value), node)
