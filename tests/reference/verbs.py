"""Verbs done by somebody: what they mean, and the days on which they happened."""

import conditions
import deeds
import elements
import exercised
import quantities
from scope import Operand, Unsupported
import values
from values import Type, all_of
from vocabulary import fold, same_term


def verbs_of(scope, doer, name):
    return [v for v in scope.vocabulary.verbs
            if v.name == name and scope.vocabulary.is_a(doer.entity, scope.vocabulary.entity(v.entity))]


def find_verb(scope, doer, name, is_be=False):
    found = [v for v in verbs_of(scope, doer, name) if v.is_be == is_be]
    if not found:
        raise Unsupported(f"no verb {name!r} of {doer.entity.name}")
    return found[0]


def act(scope, doer, verb, arguments, narrowed=None):
    """A verb done by somebody, or by who exercises that function; `narrowed`: the object, a noun."""
    names = [verb.name] + [a.value.value for a in arguments.values() if isinstance(a.value.value, str)]

    def of_another(other):
        its = [v for v in verbs_of(scope, other, verb.name) if v.is_be == verb.is_be]
        return act_alone(scope, other, its[0], arguments, narrowed) if its else None

    return exercised.shared(scope, doer, act_alone(scope, doer, verb, arguments, narrowed), names, of_another)


def act_alone(scope, doer, verb, arguments, narrowed):
    """A verb done by somebody: its condition, and the days on which it happened."""
    inner = scope.of_verb(doer, arguments)
    node = verb.condition
    left = node["left"]
    if left is None or left.kind != "quantified":
        if narrowed is not None:
            raise Unsupported("a narrowed object of a verb that speaks of no list")
        truth = conditions.condition(inner, node)
        return deeds.Deed(truth, [_occasion(verb, truth, inner)] if verb.happens else None)
    found, complete, type_ = elements.elements(inner, left["noun"])
    narrow = [_narrowing(e.scope, narrowed) for e in found]
    truths = [all_of([_of_element(node, e, type_), n is None or n.now]) for e, n in zip(found, narrow)]
    if left.word != "some":
        return _of_each(verb, left, found, truths, complete)
    truths = [all_of([e.counts, truth]) for e, truth in zip(found, truths)]
    occasions = [_occasion(verb, t, e.scope)._replace(again=n if scope.is_limited else None)
                 for t, e, n in zip(truths, found, narrow)]
    return deeds.Deed.of(occasions, complete, verb.happens is not None)


def _narrowing(scope, narrowed):
    """What is asked of a thing, in a sentence with a limit also as at an earlier day; None where nothing is."""
    if narrowed is None:
        return None
    return deeds.Again(scope, lambda then: all_of(elements.narrowing(then, narrowed)), scope.when_due)


def _of_each(verb, left, found, truths, complete):
    """`every letter … has answered`: each has its day, and the quantifier joins them."""
    def join(truths):
        return conditions.quantify(left, [(e.counts, truth) for e, truth in zip(found, truths)], complete)
    return deeds.Counted(join, [deeds.Deed.of([_occasion(verb, truth, e.scope)], True, verb.happens is not None)
                                for e, truth in zip(found, truths)])


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
    return _with_all(scope, doer, verb, given)


def _with_all(scope, doer, verb, given):
    """The deed for what is given, letters and quantified things one after the other, the outermost first."""
    for word, what in given.items():
        kind = getattr(what, "kind", None)
        if kind == "letters":
            return deeds.joined(what, {letter.text: _with_all(scope, doer, verb, {**given, word: letter["body"]})
                                       for letter in what.list("items")})
        if kind == "quantified":
            return _of_things(scope, doer, verb, given, word)
    deed = _on(scope, doer, verb, given)
    if not verb.happens:  # a state: it has no day of its own
        deed.again = deeds.Again(scope, lambda other: _on(other, doer, verb, given).done)
    return deed


def _of_things(scope, doer, verb, given, word):
    """`answer every letter colour`, `copy at least 2 letters of it`: the deed for each thing, as the quantifier joins them."""
    what = given[word]
    counted, complete = things(scope.inside(doer), what["noun"])

    def join(truths):
        return conditions.quantify(what, [(counts, truth) for (counts, _), truth in zip(counted, truths)], complete)

    return deeds.Counted(join, [_with_all(scope, doer, verb, {**given, word: thing}) for _, thing in counted])


def things(scope, noun):
    """What a quantified object speaks of: each with whether it counts; and whether there are no others."""
    path = noun["path"] if noun.kind == "noun" else noun
    enum = scope.vocabulary.enums.get(fold(path.items[0].text)) or next(
        (known for name, known in scope.vocabulary.enums.items() if same_term(name, path.items[0].text)), None)
    if enum is not None and len(path.items) == 1:
        return [(True, Operand(Type("enum"), values.name(value))) for value in enum], True
    found, complete, type_ = elements.elements(scope, noun)
    return [(e.counts, Operand(type_, e.value)) for e in found], complete


def _on(scope, doer, verb, given):
    """The deed for one thing in each place."""
    arguments = {}
    for parameter in verb.patterns:
        what = given.get(parameter.word)
        if parameter.kind == "pattern" and isinstance(what, Operand):
            arguments[parameter["object"].text] = what  # `for EHC case`, where the sentence says which
        if parameter.kind != "parameter":
            continue
        if what is None:
            raise Unsupported(f"{verb.name!r} lacks its {parameter.text!r}")
        is_read = isinstance(what, Operand)
        arguments[parameter.text] = what if is_read else argument(scope, parameter["type"], what)
    nouns = [w for w in given.values() if w is not None and not isinstance(w, Operand) and w.kind == "noun"]
    return act(scope, doer, verb, arguments, nouns[0] if nouns else None)


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
