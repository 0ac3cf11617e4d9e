"""Verbs done by somebody: what they mean, and the days on which they happened."""

import conditions
import deeds
import elements
import quantities
from scope import Operand, Unsupported
from values import all_of


def find_verb(scope, doer, name, is_be=False):
    found = [v for v in scope.vocabulary.verbs
             if v.name == name and v.is_be == is_be and scope.vocabulary.is_a(doer.entity, scope.vocabulary.entity(v.entity))]
    if not found:
        raise Unsupported(f"no verb {name!r} of {doer.entity.name}")
    return found[0]


def act(scope, doer, verb, arguments, narrowed=None):
    """A verb done by somebody: its condition, and the days on which it happened; `narrowed`: the object, a noun."""
    inner = scope.of_verb(doer, arguments)
    node = verb.condition
    left = node["left"]
    if left is None or left.kind != "quantified" or left.word != "some":
        if narrowed is not None:
            raise Unsupported("a narrowed object of a verb that speaks of no list")
        truth = conditions.condition(inner, node)
        return deeds.Deed(truth, [_occasion(verb, truth, inner)] if verb.happens else None)
    found, complete, type_ = elements.elements(inner, left["noun"])
    truths = []
    for e in found:
        narrow = elements.narrowing(e.scope, narrowed) if narrowed is not None else []
        truths.append(all_of([e.counts, _of_element(node, e, type_), *narrow]))
    return deeds.Deed.of([_occasion(verb, t, e.scope) for t, e in zip(truths, found)], complete, verb.happens is not None)


def _occasion(verb, truth, scope):
    about = quantities.quantity(scope, verb.about).value if verb.about else None
    day = quantities.quantity(scope, verb.happens).value if verb.happens else None
    return deeds.Occasion(truth, day, scope, about)


def _of_element(node, element, type_):
    if node.kind == "has":
        return conditions.holds(element.scope, node["object"])
    if node.kind == "compare":
        return conditions.compared(element.scope, node, Operand(type_, element.value))
    raise Unsupported("a verb that is neither a comparison nor a having")


def argument(scope, type_node, node):
    """What a sentence gives for a verb's parameter."""
    type_ = scope.vocabulary._type(type_node)
    if node.kind == "noun":
        node = node["path"]
    return quantities.quantity(scope, node, type_)


def do(scope, doer, node, be=None):
    """`publish annual report`, `consult (a) families and (b) residents on annual report`, `be set up`."""
    verb = find_verb(scope, doer, be or node.text, be is not None)
    given = {None: node["object"]}
    given.update({p.word: p["object"] for p in node.list("prepositions")})
    lettered = [word for word, what in given.items() if what is not None and what.kind == "letters"]

    nouns = [w for w in given.values() if w is not None and w.kind == "noun"]

    def done(change):
        deed = on(scope, change)
        if not verb.happens:  # a state: it has no day of its own
            deed.again = deeds.Again(scope, lambda other: on(other, change).done)
        return deed

    def on(scope, change):
        arguments = {}
        for parameter in verb.patterns:
            if parameter.kind != "parameter":
                continue
            what = change if parameter.word in lettered else given.get(parameter.word)
            if what is None:
                raise Unsupported(f"{node.text!r} lacks its {parameter.text!r}")
            arguments[parameter.text] = argument(scope, parameter["type"], what)
        return act(scope, doer, verb, arguments, nouns[0] if nouns else None)

    if not lettered:
        return done(None)
    letters = given[lettered[0]]
    return deeds.joined(letters, {letter.text: done(letter["body"]) for letter in letters.list("items")})


def doing(scope, doer, node):
    """`publishing forward plan`, `receiving assessment`: the act that a limit or an order speaks of, of whoever acts."""
    verb = find_verb(scope, doer, node.text)
    parameters = [p for p in verb.patterns if p.kind == "parameter"]
    what = node["object"] or node["what"]
    if len(parameters) > 1:
        raise Unsupported(f"{node.text!r} with several objects")
    return act(scope, doer, verb, {p.text: argument(scope, p["type"], what) for p in parameters})


def done_by(scope, doer, node):
    """Whether somebody does something, as a condition: `publishes annual report`."""
    verb = find_verb(scope, doer, node.text)
    parameters = [p for p in verb.patterns if p.kind == "parameter"]
    arguments = {p.text: argument(scope, p["type"], node["object"]) for p in parameters}
    return act(scope, doer, verb, arguments).done
