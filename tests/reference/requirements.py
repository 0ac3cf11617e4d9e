"""What a sentence asks, judged for one subject; and when it speaks of nothing."""

import days
import definitions
from conditions import compared, condition, exists, holds, includes
from deeds import Deed, joined
from elements import elements
from paths import path, read
from quantities import aggregate, later, quantity
from scope import Frame, Operand, Unsupported
from values import Type, all_of, any_of, compare, is_there, negate
from verbs import do, things

def required(scope, doer, node, limits=(), listed=None):
    """What a sentence asks of a doer, as a deed; `limits`: those of the sentence, which `allow` is about; `listed`: what of
    the doer has to include something."""
    inner = scope.inside(doer)
    if node.kind == "allow":
        return _allowed(inner, node, next(n for n in limits if n.kind == "before"))
    if node.kind == "do":
        return do(scope, doer, node)
    if node.kind == "ensure":
        return _conditional(inner, node["condition"])
    if node.kind == "include" and listed is not None:
        return _listed(inner, listed, node["object"])
    if node.kind in ("have", "include"):
        return _held(inner, node["object"])
    if node.kind == "be":
        return _being(scope, doer, node)
    raise Unsupported(f"a requirement of the form {node.kind!r}")


def _allowed(inner, node, before):
    """That what comes after a time allowed does not come within it."""
    begun, ended = quantity(inner, node["beginning"]).value, quantity(inner, before["when"]).value
    last = later(begun, int(node.number), node.text, days.last_day_of_period, inner.calendar)
    return Deed(compare(">", ended, last))  # of what has to be there: no limit is kept in it


def _conditional(inner, node):
    if node.kind == "letters":
        return joined(node, {letter.text: _conditional(inner, letter["body"]) for letter in node.list("items")})
    return Deed.state(inner, lambda scope: condition(scope, node))


def _being(scope, doer, node):
    what, inner = node["what"], scope.inside(doer)
    if what.kind == "compare":
        itself = Operand(Type("reference", doer.entity), doer.row)
        return Deed.state(inner, lambda scope: compared(scope, what, itself))
    if what.kind == "clause term":
        return _conditional(inner, what)
    step = what.items[0] if what.kind == "path" else what
    let = scope.vocabulary.let(step.text)
    if let is not None:
        return Deed.state(inner, lambda scope: condition(scope, let))
    if scope.vocabulary.definitions_of(step.text) or scope.vocabulary.entity(step.text):
        return Deed.state(scope, lambda scope: definitions.is_member(scope, doer, step.text))
    attribute = scope.vocabulary.attribute(doer.entity, step.text)
    if attribute is None:
        return do(scope, doer, node, step.text)
    return Deed.state(scope, lambda scope: exists(read(scope, doer, attribute)))


def _held(inner, held):
    if held.kind == "letters":
        return joined(held, {letter.text: _held(inner, letter["body"]) for letter in held.list("items")})
    lettered = None
    if held.kind == "noun":
        lettered = next((w for w in held.list("withs") if w["value"].kind == "letters"), None)
    if lettered is None:
        return Deed.state(inner, lambda scope: holds(scope, held))
    letters = lettered["value"]
    return joined(letters, {letter.text: _including(inner, held, lettered, letter["body"])
                            for letter in letters.list("items")})


def _listed(inner, listed, wanted):
    """`topics of board must include (a) … (b) …`."""
    if wanted.kind == "letters":
        return joined(wanted, {letter.text: _listed(inner, listed, letter["body"]) for letter in wanted.list("items")})
    return Deed.state(inner, lambda scope: includes(scope, read(scope, inner.frames[-1], listed), wanted))


def _including(inner, held, lettered, wanted):
    return Deed.state(inner, lambda scope: _some_with(scope, held, lettered, wanted))


def _some_with(inner, noun, lettered, wanted):
    """`members with sector (a) …`: some member of that sector."""
    operand = path(inner, noun["path"])
    found = []
    for item in operand.value.items:
        element = inner.inside(Frame(operand.type.target, item))
        of = read(element, element.frames[-1], inner.vocabulary.attribute(operand.type.target, lettered.text))
        found.append(all_of([is_there(item), compare("is", of.value, quantity(element, wanted, of.type).value)]))
    return any_of(found if operand.value.complete else found + [None])


# -- vacuous: the requirement speaks of every one of nothing (decision 4)

def vacuous(scope, node):
    """True, False or None where the requirement can be vacuous; the word "never" where it cannot."""
    kind = node.kind
    if kind == "ensure":
        return vacuous(scope, node["condition"])
    if kind in ("have", "include"):
        return vacuous(scope, node["object"])
    if kind == "not":
        return vacuous(scope, node["condition"])
    if kind == "do":
        whats = [node["object"], *(p["object"] for p in node.list("prepositions"))]
        return next((found for found in (_vacuous_object(scope, what) for what in whats) if found != "never"), "never")
    if kind in ("and", "or"):
        return _all_vacuous([vacuous(scope, c) for c in node.items])
    if kind == "letters":
        return _all_vacuous([vacuous(scope, letter["body"]) for letter in node.list("items")])
    if kind == "has" and node["object"].kind in ("quantified", "compare"):
        return vacuous(scope, node["object"])
    if kind in ("compare", "has") and node["left"] is not None and node["left"].kind in ("quantified", "aggregate"):
        return vacuous(scope, node["left"])
    if kind == "quantified":
        is_share = node["count"] is not None and node["count"].kind == "percent"
        return _nothing(scope, node["noun"]) if node.word in ("every", "each") or is_share else "never"
    if kind == "aggregate" and node.word in ("share", "average", "earliest", "latest"):
        return negate(is_there(aggregate(scope, node).value))
    return "never"


def _vacuous_object(scope, what):
    """`copy every letter of it`: of no letter it asks nothing."""
    if what is None or what.kind != "quantified" or what.word not in ("every", "each"):
        return "never"
    counted, complete = things(scope, what["noun"])
    truths = [counts for counts, _ in counted]
    return negate(any_of(truths if complete else truths + [None]))


def _all_vacuous(found):
    return "never" if "never" in found else all_of(found)


def _nothing(scope, noun):
    found, complete, _ = elements(scope, noun)
    some = any_of([e.counts for e in found] if complete else [e.counts for e in found] + [None])
    return negate(some)
