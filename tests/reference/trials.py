"""The `test` declarations of rule files, judged by the reference: what is given becomes a description, each expectation
is asked of the outcomes of its rule."""

import datetime
import json

import days
from facts import Facts
from run import Run
from scope import Unsupported
from syntax import Node
from variations import declared

NOT_ASKED = ("needing", "no reason", "in time", "assumed", "on statement only", "on paper", "stale", "contradicted",
             "past local standard", "burden on the body", "waiver expired", "against attestation",
             "promptness not judged")  # of explanations

REGISTERS = {"waiver of": "waivers", "attestation of": "attestations", "answer to": "answers"}


class Trial:
    """A test: its steps in order, judged over a vocabulary to which the rules that it gives are added."""

    def __init__(self, vocabulary, node, day=None):
        self.vocabulary, self.title, self.steps = vocabulary, node["title"].text, node.list("steps")
        self.day = day or datetime.date.today().isoformat()

    def failures(self):
        """What does not hold: the expectation, what was found, and whether the reference judges it at all."""
        given, rules, after_expectation = [], {}, False
        for step in self.steps:
            if step.kind == "as at":
                self.day = days.text_of(step.days[0])
            elif step.kind == "given rule":
                rules[step.text] = _rule_of(step)
            elif step.kind in ("given", "waiver"):
                given = [step] if after_expectation else given + [step]
                after_expectation = False
            elif step.kind == "expect":
                after_expectation = True
                yield from self._of(step, given, rules)

    def _of(self, step, given, rules):
        try:
            found = self._outcomes(step.text, given, rules)
        except (Unsupported, KeyError, ValueError, AttributeError) as reason:
            yield step, f"is not judged by the reference: {reason!r}", False
            return
        heirs = any(detail.word == "inherited from" for detail in step.list("details"))
        found = [o for o in found if is_about(o, step["subject"]) and is_when(o, step["when"])
                 and bool(o.get("inherited_from")) == heirs]
        if not found:
            yield step, "nothing was judged", True
        for outcome in found:
            if not holds(outcome, step):
                yield step, said(outcome), True

    def _outcomes(self, rule, given, rules):
        kept = self.vocabulary.rules
        self.vocabulary.rules = [n for n in kept if n.text not in rules] + list(rules.values())
        try:
            run = Run(Facts(self.vocabulary, description_of(given)), days.day_of(self.day))
            return run.outcomes_of(rule)
        finally:
            self.vocabulary.rules = kept


def _is_waiver(step):
    return step.kind == "waiver"


def _rule_of(step):
    rule = Node({"node": "rule", "text": step.text})
    rule.slots["sentence"] = step["sentence"]
    return rule


# -- what is given

def description_of(given):
    data = {}
    for step in given:
        record = {fact.text: plain(fact["value"]) for fact in step.list("facts")}
        if _is_waiver(step):
            register = REGISTERS[step.word or "waiver of"]
            data.setdefault(register, []).append({"question" if register == "answers" else "rule": step.text, **record})
        else:
            data.setdefault(step.text, []).append(record)
    return json.dumps(data)


def plain(node):
    """A value as it stands in a description."""
    kind = node.kind
    if kind == "absent":
        return None
    if kind in ("yes", "no"):
        return kind == "yes"
    if kind == "list":
        return [plain(item) for item in node.items]
    if kind == "partial":
        return {"partial": plain(node["value"])}
    if kind == "record":
        return {fact.text: plain(fact["value"]) for fact in node.items}
    if kind == "date":
        return date_text(*node.days)
    if kind in ("number", "span", "money", "percent"):
        if days.unit_of_time(node.text):
            return f"{node.number} {node.text}"
        return int(node.number) if node.number.denominator == 1 else float(node.number)
    if kind == "path":
        return node.items[0].text
    if kind in ("text", "financial year", "term"):
        return node.text
    raise Unsupported(f"a value of the form {kind!r}")


def date_text(first, last):
    """A day, a month or a year, as a description writes it."""
    text = days.text_of(first)
    return text if first == last else text[:7] if last - first < 31 else text[:4]


# -- what is expected

def is_when(outcome, when):
    """Of the year or event that an expectation names."""
    if when is None:
        return True
    day = (outcome.get("period") or {}).get("from", (outcome.get("event") or {}).get("day"))
    first = when.days[0] if when.days else days.day_from(int(when.number), 1, 1)
    return day == days.text_of(first)


def is_about(outcome, subject):
    if subject is None:
        return True
    subject_of = outcome["subject"]
    return subject.text in (subject_of.get("code"), subject_of.get("name"))


def holds(outcome, step):
    return outcome["outcome"] == step.word and all(has_detail(outcome, detail) for detail in step.list("details"))


def has_detail(outcome, detail):
    if detail.kind == "expected part":
        return (outcome.get("parts") or {}).get(detail.text) == detail.word
    word, value = detail.word, detail["value"]
    if word in NOT_ASKED:
        return True
    if word == "by":
        return outcome.get("due") == days.text_of(value.days[0])
    if word in ("days", "overdue"):
        return outcome.get("days") == int(value.number) * (7 if days.unit_of_time(value.text) == "week" else 1)
    if word == "inherited from":
        return (outcome.get("inherited_from") or {}).get("code") == value.text
    return word in outcome.get("details", [])


def said(outcome):
    """An outcome in a few words."""
    kept = {name: outcome[name] for name in ("due", "days", "parts", "period", "event", "inherited_from", "details")
            if outcome.get(name) is not None}
    return f"{outcome['subject'].get('code') or outcome['subject']['path']}: {outcome['outcome']} {kept or ''}".rstrip()


def trials_of(vocabulary, tree):
    """The tests that one file declares."""
    return [Trial(vocabulary, node) for node in declared([tree]) if node.kind == "test"]
