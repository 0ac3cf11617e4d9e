"""Whether conditions hold: comparisons, quantifiers, having, doing, what another rule came to."""

import verbs
import days
import definitions
import elements
import joint
import paths
import quantities
from scope import NOTHING_ASKED, Frame, Operand, Unsupported
import values
from values import Collection, all_of, any_of, arithmetic, compare, is_there, negate


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
    if kind == "met":
        return met(scope, node)
    if kind == "limit lifted under":
        return lifted_under(scope, node)
    raise Unsupported(f"a condition of the form {kind!r}")


def of_letters(node, truths):
    """The letters' truths joined by the word of their list."""
    number = None if node["count"] is None else int(node["count"].number)
    return {"all": lambda: all_of(truths), "any": lambda: any_of(truths), "none": lambda: negate(any_of(truths)),
            "at least": lambda: compare(">=", quantities.count(truths, True), values.number(number)),
            "at most": lambda: compare("<=", quantities.count(truths, True), values.number(number)),
            "exactly": lambda: compare("is", quantities.count(truths, True), values.number(number))}[node.word]()


def _clause(scope, node):
    v = scope.vocabulary
    let = v.let(node.text)
    if let is not None:
        truth = condition(scope, let)
        return negate(truth) if node.negated else truth
    frames = ([scope.it] if scope.it else []) + list(reversed(scope.frames))
    for frame in reversed(scope.frames):
        attribute = v.attribute(frame.entity, node.text)
        if attribute:
            return compare("is", paths.read(scope, frame, attribute).value, values.name(not node.negated))
    for frame in frames:
        for a in v.attributes(frame.entity):
            if a.type.name == "reference" and v.attribute(a.type.target, node.text):
                inner = Frame(a.type.target, paths.read(scope, frame, a).value)
                return compare("is", paths.read(scope, inner, v.attribute(inner.entity, node.text)).value,
                               values.name(not node.negated))
    named = definitions.value_of(scope, node.text)
    if named is not None:
        return compare("is", named.value, values.name(not node.negated))
    raise Unsupported(f"no clause {node.text!r} here")


def _comparison(scope, node):
    left = node["left"]
    if left.kind == "quantified":
        return quantified(scope, left, lambda e, type_: compared(e.scope, node, Operand(type_, e.value)))
    if left.kind == "noun":
        raise Unsupported("a noun with `where` compared without a quantifier")
    return compared(scope, node, quantities.quantity(scope, left))


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
        return overlap(left.value, quantities.quantity(scope, right).value), []
    if isinstance(left.value, Collection):
        raise Unsupported("a list compared as if it were one value")
    if left.type.name == "age":
        return _age(scope, node, left.value), []
    if word == "in that":
        return _in_period(scope, left.value), []
    if word == "is" and left.type.name == "reference" and _is_noun(scope, right):
        return definitions.is_member(scope, Frame(left.type.target, left.value), right.items[0].text), []
    if word == "is" and right.kind == "letters":
        word = "any of"
    if word == "any of":
        items = [i["body"] for i in right.list("items")] if right.kind == "letters" else right.items
        found = [quantities.quantity(scope, item, left.type).value for item in items]
        return any_of([compare("is", left.value, f) for f in found]), []
    if word == "same as":
        other = quantities.quantity(scope, right)
        return same_thing(scope, left, other), [other.value]
    if word == "within":
        first, last = window(scope, right)
        return all_of([compare(">=", left.value, first), compare("<=", left.value, last)]), [first, last]
    if word == "between":
        upper = quantities.quantity(scope, node["upper"], left.type).value
        if right.kind == "percent" and right["of"] is None and node["upper"].kind == "percent" and node["upper"]["of"]:
            whole = quantities.quantity(scope, node["upper"]["of"]).value
            lower = arithmetic("*", values.number(right.number), whole)
        else:
            lower = quantities.quantity(scope, right, left.type).value
        return all_of([compare(">=", left.value, lower), compare("<=", left.value, upper)]), [lower, upper]
    value = quantities.quantity(scope, right, left.type).value
    op = {"is": "is", "at least": ">=", "at most": "<=", "more than": ">", "less than": "<", "before": "<",
          "after": ">", "on or after": ">=", "on or before": "<="}[word]
    return compare(op, left.value, value), [value]


def _age(scope, node, age):
    if node.word == "between":
        low, high = quantities.quantity(scope, node["right"]).value, quantities.quantity(scope, node["upper"]).value
        return all_of([age.compare("at least", *low), age.compare("at most", *high)])
    return age.compare(node.word, *quantities.quantity(scope, node["right"]).value)


def _in_period(scope, value):
    """`in that year`: on a day of the period at hand, or that year itself."""
    if scope.period is None:
        raise Unsupported("`in that year` outside a period")
    first, last = scope.period
    if isinstance(value.value, tuple):
        return compare("is", value, values.name((first, last)))
    return all_of([compare(">=", value, values.day(first)), compare("<=", value, values.day(last))])


def _is_noun(scope, node):
    """Whether a bare name is a kind of thing: `it is a young person`."""
    if node.kind != "path" or len(node.items) != 1 or node.items[0].text in (scope.parameters or ()):
        return False
    term, v = node.items[0].text, scope.vocabulary
    if scope.parameters is not None and v.entity(term) and v.is_a(scope.it.entity, v.entity(term)):
        return False  # in what a verb means, `the body` is the one that does it
    return bool(v.definitions_of(term)) or (v.entity(term) is not None and node.items[0].word == "the")


def is_recorded(value):
    """Whether the description says anything of it; itself never unknown."""
    if isinstance(value, Collection):
        return value.complete or bool(value.items)
    return value.is_known


def _includes(scope, node, left):
    right = node["right"]
    if right.kind == "letters":
        return of_letters(right, [includes(scope, left, letter["body"]) for letter in right.list("items")])
    items = right.items if right.kind == "list" else [right]
    join = any_of if node.word == "includes any" else all_of
    return join([includes(scope, left, item) for item in items])


def includes(scope, left, item):
    wanted = quantities.quantity(scope, item, left.type).value
    same = joint.same_row if left.type.name == "reference" else None
    found = [same(element.value, wanted.value) if same else compare("is", element, wanted) for element in left.value.items]
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
    start = quantities.quantity(scope, node["from"]).value
    number, unit = int(node.number), node.text
    if node.word == "before":
        return quantities.later(start, -number, unit, days.add_time, scope.calendar), start
    move = days.last_day_of_period if node.word == "beginning with" else days.add_time
    return start, quantities.later(start, number, unit, move, scope.calendar)


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
    owner = paths.path(scope, left)
    if isinstance(owner.value, Collection):
        raise Unsupported("a list has")
    return holds(scope.inside(Frame(owner.type.target, owner.value), is_it=False), held)


def holds(scope, held):
    """Whether what stands innermost in scope has a thing."""
    if held.kind == "path":
        return exists(paths.path(scope, held))
    if held.kind == "noun":
        found, complete, type_ = elements.elements(scope, held)
        truths = [all_of([e.counts, exists(Operand(type_, e.value))]) for e in found]
        return any_of(truths if complete else truths + [None])
    if held.kind == "quantified":
        return quantified(scope, held, lambda e, type_: exists(Operand(type_, e.value)))
    if held.kind == "letters":
        return of_letters(held, [holds(scope, letter["body"]) for letter in held.list("items")])
    return condition(scope, held)


def quantified(scope, node, predicate):
    """`every X of Y where … is …`: the predicate is asked of each element that counts."""
    found, complete, type_ = elements.elements(scope, node["noun"])
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
        return compare(op, quantities.share(pairs, complete), values.number(node["count"].number))
    return compare(op, quantities.count(both, complete), values.number(node["count"].number))


def does(scope, node):
    """`board publishes annual report` as a condition."""
    subject = paths.path(scope, node["subject"])
    if isinstance(subject.value, Collection):
        raise Unsupported("several who do something")
    return verbs.done_by(scope, Frame(subject.type.target, subject.value), node)


# -- what another rule came to, for the record that `it` is

def _of_it(scope, node):
    """How the rule judges `it`; None where it is not known what `it` is."""
    row = scope.it.row
    return scope.run.known.judged(node.text, row.value) if row.present and row.value is not None else None


def met(scope, node):
    """`it met R`, `it met R in time`."""
    if not scope.it.row.present:
        return False
    judged = _of_it(scope, node)
    if judged is NOTHING_ASKED:
        return False
    if judged is None or scope.is_behind or not judged.is_law_sure or judged.state in ("unknown", "law unclear", "not yet due"):
        return None
    if judged.state == "error":
        return values.FAILED
    return judged.state == "met" or (judged.state == "done late" and node.word != "in time")


def lifted_under(scope, node):
    if not scope.it.row.present:
        return False
    judged = _of_it(scope, node)
    if judged is NOTHING_ASKED:
        return node.negated
    truth = None if judged is None or scope.is_behind else judged.operands.lifted
    return negate(truth) if node.negated else truth
