"""One run: what is judged, as at which day, by which readings; what rules come to is asked but once."""

from itertools import islice

import bodies
import days
from definitions import NeedsReading
from rules import Rule
from scope import NOTHING_ASKED, Unsupported
from statements import Question, Statement
from subjects import subject_of

LARGEST_COMBINATIONS = 16
INHERITED = ("not met", "departed", "open", "unknown", "law unclear", "error")
KINDS = {"statement": Statement, "question": Question}


class Run:
    """Facts judged as at a day. `choices`: of each place that readings differ about, the name of the one chosen."""

    def __init__(self, facts, day, choices=None, known=None):
        self.facts, self.vocabulary, self.day, self.choices = facts, facts.vocabulary, day, choices or {}
        self.rules, self._judged, self._asking, self._earlier = {}, {}, [], {}
        self.known = known or self  # the run as at the day judged: what has happened, and is stale, is as at that day

    def as_at(self, day):
        """The same, read as at another day but for what happened (decision 65)."""
        if day == self.day:
            return self
        if day not in self._earlier:
            self._earlier[day] = Run(self.facts, day, self.choices, self.known)
        return self._earlier[day]

    def rule(self, id_):
        if id_ not in self.rules:
            node = next((n for n in reversed(self.vocabulary.rules) if n.text == id_), None)
            if node is None:
                raise Unsupported(f"no rule {id_!r}")
            self.rules[id_] = KINDS.get(node.kind, Rule)(self, node)
        return self.rules[id_]

    def prevailing(self, id_, tails):
        """The rules that prevail over one: those that it is subject to, and those that stand despite it."""
        found = [t.text for t in tails if t.kind == "subject to"]
        for node in self.vocabulary.rules:
            own = node.list("tails") + [t for v in node.list("versions") for t in v.list("tails")]
            found += [node.text for t in own if t.kind == "despite" and t.text == id_ and node.text not in found]
        return found

    def judged(self, id_, row, period=None):
        """How a rule judges one record; None where it has not just one outcome for it, or for that period of it."""
        if id_ not in self._judged:
            if id_ in self._asking:
                raise Unsupported(f"{id_} asks for itself")
            self._asking.append(id_)
            by_row = {}
            for judged in self.rule(id_).all_judged():
                if judged.inherited_from is None:
                    by_row.setdefault(judged.row, []).append(judged)
            self._asking.pop()
            self._judged[id_] = by_row
        found = self._judged[id_].get(row, [])
        if not found and self.rule(id_).variation is not None:
            return NOTHING_ASKED  # of those for whom the variation does not hold
        if period is not None and any(j.turn is not None for j in found):
            # a rule that asks nothing in that period
            found = [j for j in found if j.turn is not None and j.turn.span == period] or [NOTHING_ASKED]
        return found[0] if len(found) == 1 else None

    def outcomes(self):
        """The outcomes of all rules, each by every combination of the readings that it uses."""
        return [outcome for node in self.vocabulary.rules for outcome in self.outcomes_of(node.text)]

    def outcomes_of(self, id_):
        found = merged(list(islice(self._by_readings(id_), LARGEST_COMBINATIONS)))
        for outcome in list(found):
            found += self._inherited(outcome, outcome.pop("owner", None))
        return found

    def _inherited(self, outcome, owner):
        """What fell due before a body ended, and is not done, is also an outcome of each successor."""
        if owner is None or outcome["outcome"] not in INHERITED:
            return []
        return [{**outcome, "subject": subject_of(heir), "inherited_from": {"type": owner.entity.name, "code": owner.code}}
                for heir in bodies.successors(self, owner)]

    def _by_readings(self, id_):
        try:
            yield list(self.rule(id_).outcomes())
        except NeedsReading as needed:
            for name in self.vocabulary.readings[needed.place]:
                chosen = Run(self.facts, self.day, {**self.choices, needed.place: name})
                yield from chosen._by_readings(id_)


def merged(ways):
    """One outcome for each subject, whatever the readings say of it."""
    if len(ways) == 1:
        return ways[0]
    by_key = {}
    for outcomes in ways:
        for outcome in outcomes:
            by_key.setdefault(key_of(outcome), []).append(outcome)
    return [_one_of(outcomes) for outcomes in by_key.values()]


def key_of(outcome):
    """Whose outcome it is: of a rule, a subject, what stands with it, a period or event, and who owed it before."""
    def code(name):
        held = outcome.get(name) or {}
        return held.get("code") or held.get("path")
    period = outcome.get("period") or {}
    subject = outcome["subject"]
    return (outcome["rule"], subject["type"], code("subject"), code("with"), period.get("from"), period.get("to"),
            code("event"), code("inherited_from"))


def state_of(states):
    """The state that several readings leave: known ones that differ are unclear, an error is an error."""
    if len(set(states)) == 1:
        return states[0]
    if "error" in states:
        return "error"
    known = set(states) - {"unknown"}
    return "law unclear" if len(known) > 1 or "law unclear" in known else "unknown"


def _one_of(outcomes):
    state = state_of([o["outcome"] for o in outcomes])
    first = outcomes[0]
    result = {name: value for name, value in first.items() if all(o.get(name) == value for o in outcomes)}
    result["outcome"] = state
    if first.get("parts"):
        result["parts"] = {letter: state_of([o["parts"][letter] for o in outcomes]) for letter in first["parts"]}
    return result


def judge_all(facts, as_at, choices=None):
    return Run(facts, days.day_of(as_at), choices).outcomes()
