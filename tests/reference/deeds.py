"""What a sentence asks, judged for one subject: whether it is done, on which day, and for each letter."""

from expressions import (Frame, Operand, Unsupported, aggregate, compared, condition, elements, exists, holds,
                         narrowing, of_letters, path, quantity, read)
from values import Type, all_of, any_of, compare, is_there, negate


class Deed:
    """Whether something is done and when. `occasions`: each with its truth and day; None: a state without days."""

    def __init__(self, done, occasions=None, complete=True, parts=None, join=None):
        self.done, self.occasions, self.complete, self.parts, self.join = done, occasions, complete, parts, join

    def in_time(self, last_day):
        if self.join:
            return self.join([part.in_time(last_day) for part in self.parts.values()])
        if self.occasions is None:
            return self.done
        found = [all_of([truth, compare("<=", date, last_day)]) for truth, date in self.occasions]
        return any_of(found if self.complete else found + [None])

    def day(self):
        """The first day on which it is done, where that is known."""
        if self.join:
            return _day_of_joined(self)
        if self.occasions is None or self.done is not True or not self.complete:
            return None
        days = [(truth, date) for truth, date in self.occasions if truth is not False and date.present]
        surely = [date.single for truth, date in days if truth is True and not date.absent and date.single is not None]
        if not surely or any(date.lo is None for _, date in days):
            return None
        first = min(surely)
        return first if all(date.lo >= first for _, date in days) else None


def _day_of_joined(deed):
    """The first day by which enough of the parts are done; None where that is not known."""
    days = sorted({part.day() for part in deed.parts.values() if part.day() is not None})
    for day in days:
        if deed.join([part.done is True and part.day() is not None and part.day() <= day
                      for part in deed.parts.values()]) is True:
            return day if deed.join([_may_be_done_before(part, day) for part in deed.parts.values()]) is False else None
    return None


def _may_be_done_before(part, day):
    return part.done is not False and (part.day() is None or part.day() < day)


def joined(node, deeds):
    """Letters, each a deed, joined by the word of their list."""
    return Deed(of_letters(node, [d.done for d in deeds.values()]), parts=deeds,
                join=lambda truths: of_letters(node, truths))


# -- verbs

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
        truth = condition(inner, node)
        return Deed(truth, [(truth, quantity(inner, verb.happens).value)] if verb.happens else None)
    found, complete, type_ = elements(inner, left["noun"])
    truths = []
    for e in found:
        narrow = narrowing(e.scope, narrowed) if narrowed is not None else []
        truths.append(all_of([e.counts, _of_element(node, e, type_), *narrow]))
    done = any_of(truths if complete else truths + [None])
    if verb.happens is None:
        return Deed(done)
    return Deed(done, [(t, quantity(e.scope, verb.happens).value) for t, e in zip(truths, found)], complete)


def _of_element(node, element, type_):
    if node.kind == "has":
        return holds(element.scope, node["object"])
    if node.kind == "compare":
        return compared(element.scope, node, Operand(type_, element.value))
    raise Unsupported("a verb that is neither a comparison nor a having")


def argument(scope, type_node, node):
    """What a sentence gives for a verb's parameter."""
    type_ = scope.vocabulary._type(type_node)
    if node.kind == "noun":
        node = node["path"]
    return quantity(scope, node, type_)


def do(scope, doer, node, be=None):
    """`publish annual report`, `consult (a) families and (b) residents on annual report`, `be set up`."""
    verb = find_verb(scope, doer, be or node.text, be is not None)
    given = {None: node["object"]}
    given.update({p.word: p["object"] for p in node.list("prepositions")})
    lettered = [word for word, what in given.items() if what is not None and what.kind == "letters"]

    def done(change):
        arguments = {}
        for parameter in verb.patterns:
            if parameter.kind != "parameter":
                continue
            what = change if parameter.word in lettered else given.get(parameter.word)
            if what is None:
                raise Unsupported(f"{node.text!r} lacks its {parameter.text!r}")
            arguments[parameter.text] = argument(scope, parameter["type"], what)
        nouns = [w for w in given.values() if w is not None and w.kind == "noun"]
        return act(scope, doer, verb, arguments, nouns[0] if nouns else None)

    if not lettered:
        return done(None)
    letters = given[lettered[0]]
    return joined(letters, {letter.text: done(letter["body"]) for letter in letters.list("items")})


def done_by(scope, doer, node):
    """Whether somebody does something, as a condition: `publishes annual report`."""
    verb = find_verb(scope, doer, node.text)
    parameters = [p for p in verb.patterns if p.kind == "parameter"]
    arguments = {p.text: argument(scope, p["type"], node["object"]) for p in parameters}
    return act(scope, doer, verb, arguments).done


# -- requirements

def required(scope, doer, node):
    """What a sentence asks of a doer, as a deed."""
    inner = scope.inside(doer)
    if node.kind == "do":
        return do(scope, doer, node)
    if node.kind == "ensure":
        return _conditional(inner, node["condition"])
    if node.kind in ("have", "include"):
        return _held(inner, node["object"])
    if node.kind == "be":
        return _being(scope, doer, node)
    raise Unsupported(f"a requirement of the form {node.kind!r}")


def _conditional(inner, node):
    if node.kind == "letters":
        return joined(node, {letter.text: Deed(condition(inner, letter["body"])) for letter in node.list("items")})
    return Deed(condition(inner, node))


def _being(scope, doer, node):
    what = node["what"]
    if what.kind == "compare":
        return Deed(compared(scope.inside(doer), what, Operand(Type("reference", doer.entity), doer.row)))
    if what.kind == "clause term":
        return Deed(condition(scope.inside(doer), what))
    step = what.items[0] if what.kind == "path" else what
    attribute = scope.vocabulary.attribute(doer.entity, step.text)
    if attribute is None:
        return do(scope, doer, node, step.text)
    return Deed(exists(read(scope, doer, attribute)))


def _held(inner, held):
    if held.kind == "letters":
        return joined(held, {letter.text: _held(inner, letter["body"]) for letter in held.list("items")})
    lettered = None
    if held.kind == "noun":
        lettered = next((w for w in held.list("withs") if w["value"].kind == "letters"), None)
    if lettered is None:
        return Deed(holds(inner, held))
    letters = lettered["value"]
    return joined(letters, {letter.text: Deed(_some_with(inner, held, lettered, letter["body"]))
                            for letter in letters.list("items")})


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
    if kind in ("and", "or"):
        return _all_vacuous([vacuous(scope, c) for c in node.items])
    if kind == "letters":
        return _all_vacuous([vacuous(scope, letter["body"]) for letter in node.list("items")])
    if kind in ("compare", "has") and node["left"] is not None and node["left"].kind in ("quantified", "aggregate"):
        return vacuous(scope, node["left"])
    if kind == "quantified":
        is_share = node["count"] is not None and node["count"].kind == "percent"
        return _nothing(scope, node["noun"]) if node.word in ("every", "each") or is_share else "never"
    if kind == "aggregate" and node.word in ("share", "average", "earliest", "latest"):
        return negate(is_there(aggregate(scope, node).value))
    return "never"


def _all_vacuous(found):
    return "never" if "never" in found else all_of(found)


def _nothing(scope, noun):
    found, complete, _ = elements(scope, noun)
    some = any_of([e.counts for e in found] if complete else [e.counts for e in found] + [None])
    return negate(some)
