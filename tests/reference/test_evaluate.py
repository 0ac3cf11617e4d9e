"""The evaluator on trees made by hand: no part of the program is needed."""

import json
import unittest

import days
import values
from evaluate import evaluate
from quantities import share, total
from values import FAILED, Value, compare, number


def node(kind, text=None, word=None, items=None, **slots):
    """A node of the tree; lists in slots become list nodes."""
    data = {"node": kind}
    if text is not None:
        data["text"] = text
    if word is not None:
        data["word"] = word
    if items is not None:
        data["items"] = items
    for name, value in slots.items():
        data[name] = {"node": "list", "items": value} if isinstance(value, list) else value
    return data


def path(*steps):
    """path("title"), path("posts", ("its", ...)): steps as read with `of`."""
    return node("path", items=[node("step", s) if isinstance(s, str) else node("step", s[1], s[0]) for s in steps])


def attribute(name, built_in=None, of=None, word="plain", unique=False):
    type_ = node("type", built_in, word)
    if of:
        type_["of"] = node("term", of)
    return node("attribute", name, "unique" if unique else None, type=type_)


def entity(name, *attributes, parent=None):
    data = node("entity", name, attributes=list(attributes))
    return {**data, "parent": node("term", parent)} if parent else data


def tree(*declarations):
    return json.dumps({"format": "icsrules-ast/1",
                       "files": [{"name": "t", "pack": "", "tree": node("file", items=list(declarations))}]})


BODIES = [
    entity("body", attribute("code", "text", unique=True), attribute("posts", of="post", word="list")),
    entity("ICB", parent="body"),
    entity("post", attribute("title", "role"), attribute("holder", of="person")),
    entity("person", attribute("id", "text", unique=True), attribute("voting", "yes/no")),
    node("role", "SEND executive lead", aliases=[]),
    node("verb", "name", entity=node("term", "body"), patterns=[node("parameter", "r", type=node("type", "role", "plain"))],
         condition=node("has", left=node("quantified", word="some", noun=node(
             "noun", path=path(("its", "posts")), where=node("compare", word="is", left=path("title"), right=path("r")))),
             object=path("holder"))),
]
NAMES_A_LEAD = node("rule", "LEAD", heads=[], tails=[], sentence=node(
    "sentence", "must", subject=path("ICB"), requirement=node("do", "name", object=path("SEND executive lead"))))

CASES = [
    entity("council", attribute("code", "text", unique=True), attribute("cases", of="case", word="list")),
    entity("case", attribute("code", "text", unique=True), attribute("received", "event date"),
           attribute("sent", "event date"), attribute("closed", "yes/no")),
    node("source", "ACT", clauses=[node("clause", "Act", "kind")]),
    node("verb", "send", entity=node("term", "council"), patterns=[], condition=node("has", left=path("case"), object=path("sent")),
         happens=path("sent")),
]


def twenty_weeks(**more):
    data = {"heads": [node("cites", cite=node("cite", "ACT")),
                      node("applies to", subject=path(("each", "case")))],
            "tails": [node("lifted", condition=node("compare", word="is", left=path("closed"), right=node("yes")))]}
    limit = {**node("within", "weeks", "of"), "number": "20", "from": path("received")}
    data.update(more)
    return node("rule", "WEEKS", **data, sentence=node("sentence", "must", subject=path("council"),
                                                       requirement=node("do", "send"), limits=[limit]))


class ALead(unittest.TestCase):
    def outcome(self, facts, as_at="2023-06-01"):
        found = evaluate(tree(*BODIES, NAMES_A_LEAD), json.dumps({"ICB": {"code": "QXU", **facts}}), as_at)
        self.assertEqual(len(found), 1)
        return found[0]["outcome"]

    def test_three_descriptions(self):
        post = {"title": "SEND executive lead"}
        self.assertEqual(self.outcome({"posts": [{**post, "holder": {"id": "P1"}}]}), "met")
        self.assertEqual(self.outcome({"posts": [{**post, "holder": None}]}), "not met")
        self.assertEqual(self.outcome({}), "unknown")

    def test_a_partial_list_shows_what_is_there_and_no_more(self):
        post = {"title": "SEND executive lead", "holder": {"id": "P1"}}
        self.assertEqual(self.outcome({"posts": {"partial": [post]}}), "met")
        self.assertEqual(self.outcome({"posts": {"partial": []}}), "unknown")
        self.assertEqual(self.outcome({"posts": []}), "not met")

    def test_a_lead_of_later_does_not_meet_a_duty_of_before(self):
        post = {"title": "SEND executive lead", "holder": {"id": "P1"}, "holds from": "2023-07-01"}
        self.assertEqual(self.outcome({"posts": [post]}), "unknown")
        self.assertEqual(self.outcome({"posts": {"complete": [post], "from": "2023-01-01"}}), "not met")
        self.assertEqual(self.outcome({"posts": [post]}, "2023-07-01"), "met")


class TwentyWeeks(unittest.TestCase):
    def outcome(self, facts, as_at, **more):
        found = evaluate(tree(*CASES, twenty_weeks(**more)), json.dumps({"case": {"code": "C1", **facts}}), as_at)
        return found[0]["outcome"], found[0].get("due"), found[0].get("days")

    def test_to_the_day(self):
        facts = {"received": "2024-01-01", "closed": None}
        self.assertEqual(self.outcome({**facts, "sent": "2024-05-20"}, "2024-06-01")[0], "met")
        self.assertEqual(self.outcome({**facts, "sent": "2024-05-21"}, "2024-06-01"), ("done late", "2024-05-20", 1))
        self.assertEqual(self.outcome({**facts, "sent": None}, "2024-05-20"), ("not yet due", "2024-05-20", 0))
        self.assertEqual(self.outcome({**facts, "sent": None}, "2024-05-21"), ("not met", "2024-05-20", 1))
        self.assertEqual(self.outcome(facts, "2024-05-20")[0], "not yet due")
        self.assertEqual(self.outcome(facts, "2024-05-21")[0], "unknown")

    def test_a_lifted_limit_leaves_the_duty_open(self):
        facts = {"received": "2024-01-01", "closed": True}
        self.assertEqual(self.outcome({**facts, "sent": None}, "2024-08-01"), ("open", "2024-05-20", 213))
        self.assertEqual(self.outcome({**facts, "sent": "2024-07-01"}, "2024-08-01")[0], "met")

    def test_a_clock_that_never_began(self):
        self.assertEqual(self.outcome({"received": None}, "2024-08-01")[0], "not applicable")
        self.assertEqual(self.outcome({"received": "2024-09-01"}, "2024-08-01")[0], "not applicable")
        self.assertEqual(self.outcome({}, "2024-08-01")[0], "unknown")

    def test_a_month_is_every_day_of_it(self):
        facts = {"received": "2024-01", "closed": None}
        self.assertEqual(self.outcome({**facts, "sent": "2024-05-20"}, "2024-12-01")[0], "met")
        self.assertEqual(self.outcome({**facts, "sent": "2024-06-01"}, "2024-12-01")[0], "unknown")
        self.assertEqual(self.outcome({**facts, "sent": "2024-06-20"}, "2024-12-01")[0], "done late")

    def test_gaps_of_owners(self):
        found = evaluate(tree(*CASES, twenty_weeks()), json.dumps({"council": [
            {"code": "A"}, {"code": "B", "cases": []}, {"code": "C", "cases": [{"code": "C1", "received": None}]},
            {"code": "D", "cases": {"partial": [{"code": "C2", "received": None}]}}]}), "2024-08-01")
        self.assertEqual({(o["subject"]["code"], o["outcome"]) for o in found},
                         {("A", "unknown"), ("B", "not applicable"), ("C1", "not applicable"), ("D", "unknown"),
                          ("C2", "not applicable")})


class States(unittest.TestCase):
    """A state with a limit is read again on its last lawful day (decision 59)."""

    def outcome(self, modality, facts, as_at="2024-06-15", **limit):
        kept = node("rule", "KEEP", heads=[], tails=[], sentence=node(
            "sentence", modality, subject=path("case"), requirement=node("have", object=path("closed")),
            limits=[node("by", when={**node("date"), "first_day": "2024-05-01", "last_day": "2024-05-01"})]))
        found = evaluate(tree(*CASES, kept), json.dumps({"case": {"code": "C1", "closed": facts}}), as_at)
        return found[0]["outcome"], found[0].get("days")

    def test_so_on_that_day_and_now(self):
        def said(*parts):
            return [dict(zip(("value", "from", "to"), p)) for p in parts]
        self.assertEqual(self.outcome("must", True), ("met", None))
        self.assertEqual(self.outcome("must", said((True, "2024-04-01"))), ("met", None))
        self.assertEqual(self.outcome("must", said((False, "2024-01-01", "2024-05-10"), (True, "2024-05-11"))),
                         ("done late", 10))
        self.assertEqual(self.outcome("must", said((True, "2024-05-11"))), ("unknown", None))
        self.assertEqual(self.outcome("must", said((False, "2024-01-01", "2024-05-10"), (True, "2024-05-11")), "2024-05-01")[0],
                         "not yet due")
        self.assertEqual(self.outcome("must", said((True, "2024-01-01", "2024-04-10"), (False, "2024-04-11", "2024-05-10"),
                                                   (True, "2024-05-11"))), ("done late", 10))
        self.assertEqual(self.outcome("must", said((False, "2024-01-01", "2024-04-30"), (True, "2024-05"))), ("unknown", None))


class Forbidden(unittest.TestCase):
    """What is forbidden is forbidden on the days in force (decision 61)."""

    def outcome(self, sent, modality="must not"):
        in_force = node("in force", items=[node("period", **{
            "from": {**node("date"), "first_day": "2024-03-01", "last_day": "2024-03-01"},
            "to": {**node("date"), "first_day": "2024-12-31", "last_day": "2024-12-31"}})])
        rule = node("rule", "NOT", heads=[in_force, node("applies to", subject=path(("each", "case")))], tails=[],
                    sentence=node("sentence", modality, subject=path("council"), requirement=node("do", "send")))
        return evaluate(tree(*CASES, rule), json.dumps({"case": {"code": "C1", "sent": sent}}), "2024-06-15")[0]["outcome"]

    def test_before_and_after(self):
        self.assertEqual(self.outcome("2024-02-29"), "met")
        self.assertEqual(self.outcome("2024-03-01"), "not met")
        self.assertEqual(self.outcome("2024-03"), "not met")
        self.assertEqual(self.outcome("2024"), "unknown")
        self.assertEqual(self.outcome("2024-02-29", "must"), "met")


class Values(unittest.TestCase):
    def test_months_end_on_the_corresponding_day(self):
        day, text = days.day_of, days.text_of
        self.assertEqual(text(days.add_time(day("2024-01-31"), 1, "month")), "2024-02-29")
        self.assertEqual(text(days.add_time(day("2024-05-31"), -3, "months")), "2024-02-29")
        self.assertEqual(text(days.last_day_of_period(day("2024-03-01"), 1, "month")), "2024-03-31")
        self.assertEqual(text(days.last_day_of_period(day("2023-01-31"), 1, "month")), "2023-02-28")
        self.assertEqual(text(days.last_day_of_period(day("2024-01-01"), 15, "days")), "2024-01-15")

    def test_exact(self):
        third = share([(True, True), (True, False), (True, False)], True)
        self.assertIs(compare("is", values.arithmetic("*", third, number(3)), number(1)), True)
        self.assertIs(compare("is", values.arithmetic("+", number("0.1"), number("0.2")), number("0.3")), True)
        self.assertTrue(values.arithmetic("*", number(10 ** 9), number(10 ** 9)).failed)

    def test_a_share_tries_every_way(self):
        pairs = [(True, True), (None, False), (True, None)]
        self.assertEqual((share(pairs, True).lo, share(pairs, True).hi), (values.Fraction(1, 3), 1))
        self.assertIs(compare(">=", share([(None, True)], True), number("0.5")), None)  # it may be a share of nothing
        self.assertIs(share([(False, True)], True).present, False)

    def test_a_sum_with_an_unknown_term_is_unknown(self):
        self.assertIsNone(total([(True, number(3)), (True, Value(True, False))], True).lo)
        self.assertIsNone(total([(True, number(3)), (None, number(-1))], True).lo)
        self.assertEqual(total([(True, number(3)), (False, number(-1))], True).lo, 3)

    def test_absent_compares_false_either_way(self):
        self.assertIs(compare("is", values.ABSENT, number(1)), False)
        self.assertIs(compare(">=", values.FAILURE, number(1)), FAILED)
        self.assertIs(compare(">=", values.UNKNOWN, values.ABSENT), False)


if __name__ == "__main__":
    unittest.main()
