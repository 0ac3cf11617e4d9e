"""The order of tests of the language page ("Outcomes"), as prose made into code.

Operands are True, False or None (unknown); `in_time` may also be NO_CLOCK, and any may be FAILED (an error below).
What is unknown is tried in every way in which it can fall; a state on which all agree stands.
"""

from functools import lru_cache
from itertools import product
from typing import NamedTuple

NO_CLOCK = "no clock"


class _Failed:
    def __repr__(self):
        return "FAILED"

    def __bool__(self):
        raise TypeError("a failure is neither true nor false")


FAILED = _Failed()

DUTY, PROHIBITION, EXPECTATION, SHOULD_NOT, PERMISSION, CONSIDER = (
    "duty", "prohibition", "expectation", "prohibited expectation", "permission", "consider")
CHECK, DESCRIPTION, QUESTION = "check", "description", "question"
NOT_LAW = "not law"


class Operands(NamedTuple):
    governs: object = True
    applies: object = True
    vacuous: object = False
    done: object = None
    in_time: object = NO_CLOCK
    lifted: object = False
    exempt: object = False
    waived: object = False
    due_ahead: object = False
    attested: object = False


def words_of(modality, force):
    """The first word (what was asked is so) and the second (it is not)."""
    if modality in (CHECK, DESCRIPTION):
        return "holds", "does not hold"
    if modality == QUESTION:
        return "answered", "unanswered"
    if modality == PERMISSION:
        return "used", "not used"
    if modality == CONSIDER:
        return "considered", "not considered"
    if force == NOT_LAW:
        return "followed", "not followed"
    if modality in (EXPECTATION, SHOULD_NOT) or force in ("have regard", "advice"):
        return "met", "departed"
    return "met", "not met"


def settle(o, modality, force, no_period):
    """The state where every operand is known."""
    first, second = words_of(modality, force)
    if not o.governs:
        return "not in force"
    if not o.applies or o.vacuous:
        return "not applicable"
    is_prohibition = modality in (PROHIBITION, SHOULD_NOT)
    has_clock = o.in_time != NO_CLOCK and not no_period and not is_prohibition
    if o.done and (not has_clock or o.in_time or o.lifted):
        return first
    if modality in (CHECK, DESCRIPTION, QUESTION):
        return second
    if o.exempt:
        return "exempt"
    if o.waived:
        return "waived"
    if not o.done and has_clock and not o.lifted and o.due_ahead and modality != PERMISSION:
        return "not yet due"
    if o.done:
        return "done late" if first == "met" else first
    is_open = no_period or (o.in_time != NO_CLOCK and o.lifted)
    if is_open and not is_prohibition and first == "met":
        return "open"
    return second


@lru_cache(maxsize=None)
def completions(o):
    """Every way in which what is not known can fall; what is done while its last day is ahead is done in time."""
    ways = [(value,) if value in (True, False, NO_CLOCK) else (True, False) for value in o]
    found = [Operands(*way) for way in product(*ways)]
    likely = [c for c in found if not (c.due_ahead and c.done and c.in_time is False)]
    return likely or found


def _matters(o, name, modality, force, no_period):
    """Whether a failed operand can change the state, whichever way the others fall."""
    for value in completions(o):
        other = value._replace(**{name: not getattr(value, name)})
        if settle(value, modality, force, no_period) != settle(other, modality, force, no_period):
            return True
    return False


@lru_cache(maxsize=None)
def judge(o, modality, force, no_period=False):
    """The state of an outcome from operands that may be unknown."""
    states = {settle(c, modality, force, no_period) for c in completions(o)}
    if len(states) == 1:
        return states.pop()
    is_settled_before = o.governs is True and o.applies is True and o.vacuous is False
    if is_settled_before and o.exempt is True and "exempt" in states:
        return "exempt"  # step 4: the only doubt is whether the thing was done, or in time
    if is_settled_before and o.waived is True and "waived" in states:
        return "waived"
    if o.due_ahead is True and "not yet due" in states:
        return "not yet due"  # step 5
    if any(getattr(o, name) is FAILED and _matters(o, name, modality, force, no_period) for name in o._fields):
        return "error"
    return "attested" if o.attested is True else "unknown"
