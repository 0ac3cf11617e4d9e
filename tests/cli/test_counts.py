"""Counts of children: what is printed never gives back, by adding and subtracting, a count that is withheld."""

import random
from fractions import Fraction

from program import Case

HEAD = "use ics\n"
# Rules over the same children: each state of one is a sum of states of others in some way.
RULES = {
    "SENT": "applies to each EHC case\n  local authority must send final plan within 20 weeks of request received",
    "SOON": "applies to each EHC case\n  local authority must send final plan within 6 weeks of request received",
    "NEVER": "each EHC case must not have final plan sent",
    "EVER": "each EHC case must have final plan sent",
    "NEEDED": "each EHC case where plan is needed must have final plan sent",
    "EXCEPT": "each EHC case must have final plan sent\n  unless plan is not needed",
    "DRAFT": "each EHC case must have draft served",
    "EITHER": "each EHC case must have (a) draft served or (b) final plan sent",
    "BOTH": "each EHC case must have (a) draft served and (b) final plan sent",
    "YEARS": "in force from 2022-01-01\n  each calendar year EHC case must have final plan sent",
    "DELIVERED": "each delivery must have recipient",
    "BODY": "local authority must ensure that share of EHC cases for which plan is needed is at least 90%",
}


def is_beyond(rows, row):
    """Whether a row is no linear combination of others, in exact numbers."""
    basis = []
    for each in rows + [row]:
        each = [Fraction(number) for number in each]
        for pivot, other in basis:
            factor = each[pivot]
            if factor:
                each = [a - factor * b for a, b in zip(each, other)]
        pivot = next((i for i, number in enumerate(each) if number), None)
        if pivot is not None:
            basis.append((pivot, [number / each[pivot] for number in each]))
    return pivot is not None


class Counts(Case):
    AS_AT = ("--as-at", "2024-09-01")

    def judge(self, rules, facts):
        self.write("own.rules", HEAD + "".join(f'rule {name} "{name}"\n  {RULES[name]}\n' for name in rules))
        self.write("facts.yaml", facts)
        compiled = self.run_program("compile", "own.rules", "-o", "own.icsb")
        self.assertEqual(compiled.status, 0, compiled)

    def output(self, form, *options):
        result = self.run_program("eval", "own.icsb", "facts.yaml", *self.AS_AT, "--format", form, *options)
        self.assertEqual(result.err, "")
        return result.json() if form == "json" else result.lines() if form == "ndjson" else result.out

    @staticmethod
    def child(line):
        """The case behind an outcome: EHC case[936-3]."""
        return line["subject"]["path"].split(".")[0]

    def cells(self):
        """The truth, from single records: by body, rule and state how often each child is counted."""
        cells = {}
        for line in self.output("ndjson", "--records"):
            if line["subject"]["type"] not in ("EHC case", "delivery"):
                continue
            body = f"local authority[{self.child(line)[9:12]}]"
            children = cells.setdefault((body, line["rule"], line["outcome"]), {})
            children[self.child(line)] = children.get(self.child(line), 0) + 1
        return cells

    def printed(self):
        found = {}
        for line in self.output("ndjson"):
            if "count" in line:
                owner = line.get("owed_by", [{"type": "", "code": ""}])[0]
                found[f"{owner['type']}[{owner['code']}]", line["rule"], line["outcome"]] = line["count"]
        return found

    def audit(self):
        cells, printed = self.cells(), self.printed()
        self.assertEqual(set(cells), set(printed))
        children = sorted({child for members in cells.values() for child in members})
        vector = {key: [members.get(child, 0) for child in children] for key, members in cells.items()}
        wholes = {}
        for body, rule, state in cells:
            whole = wholes.setdefault((body, rule), [0] * len(children))
            wholes[body, rule] = [a + b for a, b in zip(whole, vector[body, rule, state])]
        known = [vector[key] for key, count in printed.items() if count is not None]
        for key, count in printed.items():
            if count is not None:
                self.assertEqual(count, sum(cells[key].values()), key)
                self.assertGreaterEqual(len(cells[key]), 5, key)
            elif len(cells[key]) < 5 and is_beyond(list(wholes.values()), vector[key]):
                self.assertTrue(is_beyond(list(wholes.values()) + known, vector[key]), f"{key} can be worked out")
        return cells, printed

    def audit_totals(self, cells, printed):
        """The totals by state, and of all, are sums of what is printed; else they are withheld."""
        counts = self.output("json")["counts"]
        for state, count in counts.items():
            of_state = [printed[key] for key in printed if key[2] == state]
            if None in of_state:
                self.assertIsNone(count, state)
        text = self.output("text").splitlines()[-1]
        if None in printed.values():
            self.assertTrue(text.startswith("As at"), text)

    @staticmethod
    def case(number, sent, needed, draft, deliveries=0):
        said = {None: "", "yes": ", plan is needed: yes", "no": ", plan is needed: no"}[needed]
        given = "".join("{recipient: parent}, " for _ in range(deliveries))
        day = {"soon": "2022-02-01", "late": "2022-04-20", "later": "2023-09-01", "never": "null", "unknown": ""}[sent]
        sent = f", final plan sent: {day}" if day else ""
        return (f"    - {{reference: CODE-{number}, request received: 2022-01-03{sent}, "
                f"draft served: {draft}{said}, deliveries: [{given}]}}\n")

    def body(self, code, cases):
        return f"  - code: '{code}'\n    EHC cases:\n" + "".join("  " + case for case in cases).replace("CODE", code)

    def test_many_rules_over_the_same_children(self):
        dice = random.Random(13)
        for turn in range(14):
            rules = sorted(dice.sample(sorted(RULES), dice.randint(2, 7)))
            bodies, number = [], 0
            for code in ("936", "850", "301"):
                cases = []
                for _ in range(dice.choice((3, 8, 14, 30, 45))):
                    number += 1
                    cases.append(self.case(number, dice.choice(("soon", "late", "late", "late", "later", "never", "unknown")),
                                           dice.choice(("yes", "yes", "yes", "no", None)),
                                           dice.choice(("2022-02-02", "2022-02-02", "2022-02-02", "null")),
                                           dice.choice((0, 0, 1, 1, 2))))
                bodies.append(self.body(code, cases))
            with self.subTest(turn=turn, rules=rules):
                self.judge(rules, "local authority:\n" + "".join(bodies))
                self.audit_totals(*self.audit())

    def test_the_same_state_told_by_two_rules(self):
        """20 in time, 7 late, 3 never sent: EVER has 27 sent, so SENT's 20 would leave 7, and EVER's 27 the 3."""
        cases = [self.case(i, "soon" if i < 20 else "later" if i < 27 else "never", "yes", "2022-02-02") for i in range(30)]
        self.judge(["SENT", "EVER", "NEVER"], "local authority:\n" + self.body("936", cases))
        cells, printed = self.audit()
        self.assertEqual(printed["local authority[936]", "EVER", "met"], None)
        self.assertEqual(printed["local authority[936]", "SENT", "met"], 20)

    def test_two_small_counts_that_are_few_together(self):
        """20 sent, one never, of one it is not known: the other two are one each, were the 20 told."""
        cases = [self.case(i, "soon" if i < 20 else "never" if i < 21 else "unknown", "yes", "null") for i in range(22)]
        self.judge(["EVER"], "local authority:\n" + self.body("936", cases))
        self.assertEqual(set(self.audit()[1].values()), {None})

    def test_outcomes_of_several_years_are_of_few_children(self):
        """Two children with three years each are six outcomes, and two children."""
        cases = [self.case(i, "soon" if i < 20 else "never", "yes", "null") for i in range(22)]
        self.judge(["YEARS"], "local authority:\n" + self.body("936", cases))
        cells, printed = self.audit()
        self.assertEqual(set(printed.values()), {None})

    def test_deliveries_of_one_child(self):
        cases = [self.case(1, "soon", "yes", "null", deliveries=9)]
        self.judge(["DELIVERED"], "local authority:\n" + self.body("936", cases))
        self.assertEqual(set(self.audit()[1].values()), {None})

    def test_large_counts_are_told(self):
        cases = [self.case(i, "soon" if i < 20 else "later", "yes", "2022-02-02") for i in range(30)]
        self.judge(["SENT", "EVER", "BOTH", "EITHER"], "local authority:\n" + self.body("936", cases))
        self.assertNotIn(None, self.audit()[1].values())

    def test_one_body_tells_nothing_of_another(self):
        few = [self.case(i, "soon" if i < 8 else "never", "yes", "null") for i in range(9)]
        many = [self.case(100 + i, "soon" if i < 8 else "never", "yes", "null") for i in range(16)]
        self.judge(["EVER"], "local authority:\n" + self.body("936", few) + self.body("850", many))
        printed = self.audit()[1]
        self.assertEqual(printed["local authority[936]", "EVER", "met"], None)
        self.assertEqual(printed["local authority[850]", "EVER", "met"], 8)
        self.assertIsNone(self.output("json")["counts"]["met"])
