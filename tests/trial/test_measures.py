#!/usr/bin/env python3
"""`icsrules test --coverage` and `--mutants`: what tests leave undecided, and which slips of the pen they let pass."""

import json
import re
import unittest

import program

RULES = program.SOURCES / "rules"

DUTY = """use ics

source ACT "An Act"
  kind Act

rule LATE "Twenty weeks"
  cites ACT section 1
  in force from 2014-09-01
  applies to each EHC case
  local authority must send final plan within 20 weeks of request received
  unless plan is not needed

rule LEADS "Two leads"
  cites ACT section 2
  ICB must name all of
    (a) chief nurse and
    (b) SEND executive lead

rule IDLE "Nobody asks"
  cites ACT section 3
  ICB must name all of
    (a) chief nurse and
    (b) SEND executive lead
"""

ONE_SIDE = """
test "on the last day"
  as at 2024-06-01
  given EHC case with request received 2024-01-01, plan is needed yes, final plan sent 2024-05-20
  expect LATE met
"""

BOTH_SIDES = """
test "the day after the last day"
  as at 2024-06-01
  given EHC case with request received 2024-01-01, plan is needed yes, final plan sent 2024-05-21
  expect LATE done late, 1 day
  given EHC case with request received 2024-01-01, plan is needed yes, final plan sent absent
  expect LATE not met, 12 days overdue
  given EHC case with request received 2024-01-01, plan is needed no, final plan sent absent
  expect LATE exempt

test "the first day in force"
  as at 2016-01-01
  given EHC case with request received 2014-09-01, plan is needed yes, final plan sent absent
  expect LATE not met
  given EHC case with request received 2014-08-31, plan is needed yes, final plan sent absent
  expect LATE not in force
"""

LETTERS = """
test "one of the two"
  as at 2024-06-01
  given ICB with posts [{title: chief nurse, holder: {id: "P1"}}]
  expect LEADS not met
"""


class Measures(program.Case):
    def measure(self, text, *arguments, status=0):
        self.write("tests.rules", text)
        return self.run_program("test", "tests.rules", *arguments, status=status)

    def items(self, text):
        done = json.loads(self.measure(text, "--coverage", "--format", "json").out)
        return {(item["rule"], item["kind"], item.get("what")): (item["so"], item["not_so"])
                for item in done["coverage"]["items"]}

    def test_coverage_of_one_side(self):
        items = self.items(DUTY + ONE_SIDE)
        self.assertEqual(items[("LATE", "rule", None)], (True, False))
        self.assertEqual(items[("LATE", "exception", "unless plan is not needed")], (False, False))
        self.assertEqual(items[("IDLE", "letter", "(b)")], (False, False))

    def test_coverage_of_both_sides(self):
        items = self.items(DUTY + ONE_SIDE + BOTH_SIDES + LETTERS)
        self.assertEqual(items[("LATE", "rule", None)], (True, True))
        self.assertEqual(items[("LATE", "exception", "unless plan is not needed")], (True, True))
        self.assertEqual(items[("LEADS", "rule", None)], (False, True))
        self.assertEqual(items[("LEADS", "letter", "(a)")], (True, False))
        self.assertEqual(items[("LEADS", "letter", "(b)")], (False, True))

    def test_an_expectation_that_is_not_there_decides_nothing(self):
        items = self.items(DUTY + ONE_SIDE + LETTERS.replace("expect LEADS not met", "expect IDLE not met"))
        self.assertEqual(items[("LEADS", "rule", None)], (False, False))

    def test_coverage_for_people(self):
        done = self.measure(DUTY + ONE_SIDE + BOTH_SIDES + LETTERS, "--coverage")
        self.assertEqual(done.out, """4 tests: 4 passed, 0 failed (7 expectations)
tests.rules:13:1: LEADS: no test finds it so
tests.rules:16:5: LEADS, (a): no test finds it not so
tests.rules:17:5: LEADS, (b): no test finds it so
tests.rules:19:1: IDLE: no test decides it
coverage: 1 of 3 rules, 1 of 1 exceptions, 0 of 4 letters decided both ways; 7 of 16 sides (43%)
""")

    def test_mutants_that_are_noticed(self):
        done = json.loads(self.measure(DUTY + ONE_SIDE + BOTH_SIDES, "--mutants", "--format", "json").out)["mutants"]
        self.assertEqual([(m["was"], m["is"]) for m in done["unnoticed"] if m["rule"] == "LATE"], [])
        self.assertEqual(done["tried"], done["noticed"] + len(done["unnoticed"]))

    def test_mutants_that_pass(self):
        done = json.loads(self.measure(DUTY + ONE_SIDE, "--mutants", "--format", "json").out)["mutants"]
        late = [(m["line"], m["was"], m["is"]) for m in done["unnoticed"] if m["rule"] == "LATE"]
        self.assertEqual(late, [(8, "2014-09-01", "2014-08-31"), (8, "2014-09-01", "2014-09-02"), (10, "must", "should"),
                                (10, "20", "21"), (11, "unless plan is not needed", None)])
        idle = [(m["was"], m["is"]) for m in done["unnoticed"] if m["rule"] == "IDLE"]
        self.assertIn(("(b) SEND executive lead", None), idle)
        self.assertIn(("must", "must not"), idle)

    def test_mutants_for_people(self):
        done = self.measure(DUTY + ONE_SIDE, "--mutants")
        self.assertIn("tests.rules:10:40: LATE: no test notices 21 in place of 20\n", done.out)
        self.assertIn("tests.rules:11:3: LATE: no test notices if this is left out: unless plan is not needed\n", done.out)
        self.assertRegex(done.out, r"tests.rules:19:1: IDLE: no test notices any of \d+ mutants\n")
        self.assertRegex(done.out, r"\nmutants: \d+ tried, \d+ noticed \(\d+%\)\n\Z")

    def test_force_makes_must_and_should_alike(self):
        guidance = DUTY.replace("kind Act", "kind statutory guidance")
        text = guidance + LETTERS.replace("not met", "departed")
        done = json.loads(self.measure(text, "--mutants", "--format", "json").out)["mutants"]
        self.assertNotIn(("must", "should"), [(m["was"], m["is"]) for m in done["unnoticed"]])

    def test_min(self):
        text = DUTY + ONE_SIDE + BOTH_SIDES + LETTERS
        self.measure(text, "--coverage", "--min", "43")
        self.measure(text, "--coverage", "--min", "44%", status=1)
        self.measure(text, "--mutants", "--min", "100", status=1)
        for wrong in ("", "x", "101", "-1", "4.5", "0x1"):
            self.assertIn("--min", self.measure(text, "--coverage", f"--min={wrong}", status=2).err)
        self.assertIn("--coverage", self.measure(text, "--min", "50", status=2).err)

    def test_tests_that_fail_are_not_measured(self):
        done = self.measure(DUTY + ONE_SIDE.replace("met", "not met"), "--coverage", "--mutants", "--min", "0", status=1)
        self.assertIn("failed", done.out)
        self.assertNotIn("coverage:", done.out)
        failed = json.loads(self.measure(DUTY + ONE_SIDE.replace("met", "not met"), "--format", "json", status=1).out)
        self.assertEqual((failed["tests"], failed["failed"], failed["failures"][0]["found"]), (1, 1, "LATE met"))

    def test_rules_of_a_pack_by_the_tests_beside_it(self):
        done = self.run_program("test", RULES / "send" / "tests", "--coverage", status=0)
        self.assertIn("send/assessment.rules", done.out)
        self.assertNotIn("icb/", done.out)
        self.assertRegex(done.out, r"\ncoverage: \d+ of \d+ rules")

    def test_every_mutant_of_what_the_language_says(self):
        """No mutant of any construct takes the program down."""
        for path in sorted((program.SOURCES / "tests/language").glob("*.rules")):
            with self.subTest(path.name):
                done = self.run_program("test", path, "--mutants", "--coverage", "--format", "json", status=0)
                self.assertEqual(json.loads(done.out)["failed"], 0)
                self.assertFalse(re.search("Sanitizer", done.err))


if __name__ == "__main__":
    unittest.main()
