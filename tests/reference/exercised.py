"""Functions that another exercises: what the other did counts as done (decision 47)."""

import days
import deeds
import joint
from paths import read
from scope import Frame, Operand, Unsupported
import values
from values import Collection, Value, all_of, any_of, compare, is_there
from vocabulary import fold, same_term


class Other:
    """Somebody who exercises a function: whether it does, who, and from when to when (Values)."""

    def __init__(self, truth, frame, first, last):
        self.truth, self.frame, self.first, self.last = truth, frame, first, last

    def on(self, day):
        return all_of([compare("<=", self.first, day), compare("<=", day, self.last)])


FIRST, LAST = values.day(days.FIRST_DAY), values.day(days.LAST_DAY)


def is_called(function, name):
    """Whether a deed's verb or object is a function, or ends with its words."""
    return same_term(function, name) or (" " in function and fold(name).endswith(fold(function)))


def others_of(scope, doer, names):
    """Those who exercise a function of a doer that is called by one of these names; whether there are no more."""
    found, complete = [], True
    for node in scope.vocabulary.exercised:
        function, owner = (step.text for step in node["function"].items)
        if not any(is_called(function, n) for n in names) or \
                not scope.vocabulary.is_a(doer.entity, scope.vocabulary.entity(owner)):
            continue
        first = values.day(node["from"].days[0]) if node["from"] else FIRST
        last = values.day(node["to"].days[1]) if node["to"] else LAST
        if first.lo > scope.run.day:
            continue
        linked = _linked(scope, doer, scope.vocabulary.entity(node["by"].items[-1].text))
        complete = complete and linked is not None and linked.complete
        found += [Other(is_there(i), Frame(scope.vocabulary.entity(node["by"].items[-1].text), i), first, last)
                  for i in (linked.items if linked else ())]
    told, is_whole = _own_list(scope, doer, names)
    return found + told + _register(scope, doer, names), complete and is_whole


def _linked(scope, doer, entity):
    """Those of a kind that a doer is linked to; None where the model links the two nowhere."""
    operand = Operand(values.Type("reference", doer.entity), doer.row)
    try:
        for way in joint.chain(scope.vocabulary, doer.entity, entity):
            operand = joint.along(scope, operand, way)
    except Unsupported:
        return None
    return operand.value if isinstance(operand.value, Collection) else Collection([operand.value], True)


def _own_list(scope, doer, names):
    """The rows of a doer's own list `functions`; one that is not mentioned says that nobody else does."""
    v = scope.vocabulary
    attribute = v.attribute(doer.entity, "functions")
    if attribute is None or attribute.type.name != "list":
        return [], True
    rows = read(scope, doer, attribute).value
    if not rows.items and not rows.complete:
        return [], True
    return [_row(scope, Frame(attribute.type.target, item), names) for item in rows.items], rows.complete


def _row(scope, frame, names):
    def said(name, default=None):
        attribute = scope.vocabulary.attribute(frame.entity, name)
        return read(scope, frame, attribute) if attribute else default

    def bound(name, default):
        found = said(name)
        return found.value if found and is_there(found.value) is True else default

    function, exerciser = said("function"), said("exerciser")
    name = function.value.value if function.value.present else ""
    truth = None if name is None else any(same_term(name, n) for n in names)
    return Other(truth, Frame(exerciser.type.target, exerciser.value), bound("first day", FIRST), bound("last day", LAST))


def _register(scope, doer, names):
    """The rows of the register `functions`: of the body, exercised by a record of that code."""
    code, found = doer.row.present and doer.row.value and doer.row.value.code, []
    for row in scope.facts.registers["functions"]:
        if code and row.get("of") == code and any(is_called(row["function"], n) for n in names):
            other = next((r for r in scope.facts.rows if r.code == row["exercisedby"]), None)
            first, last = (days.days_of(row[n]) if row.get(n) else bound for n, bound in (
                ("from", (days.FIRST_DAY,) * 2), ("to", (days.LAST_DAY,) * 2)))
            frame = Frame(other.entity if other else doer.entity, values.name(other) if other else Value(True, True))
            found.append(Other(True, frame, values.day(*first), values.day(*last)))
    return found


def shared(scope, doer, own, names, act):
    """A deed with what others did who exercise the function; `act`: the deed of another doer."""
    others, complete = others_of(scope, doer, names)
    if not others and complete:
        return own
    found = [own]
    for other in others:
        deed = act(other.frame)
        if deed is not None:
            found.append(_within(deed, other, scope))
    if all(deed.occasions is not None for deed in found):
        return deeds.Deed.of([o for deed in found for o in deed.occasions], complete and all(d.complete for d in found),
                             own.has_days)
    return deeds.Counted(lambda truths: any_of(truths if complete else truths + [None]), found)


def _within(deed, other, scope):
    """What the other did on its days; what has no day counts where the day judged is one of them."""
    if deed.happens:
        return deed.where(lambda o: all_of([other.truth, other.on(o.day)]))
    is_now = all_of([other.truth, other.on(values.day(scope.run.day))])
    if deed.occasions is not None:
        return deed.where(lambda o: is_now)
    return deeds.Deed(all_of([deed.done, is_now]))
