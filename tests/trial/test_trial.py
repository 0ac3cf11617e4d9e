#!/usr/bin/env python3
"""`icsrules test`: what passes, what a failure prints, what is refused, and that tests are no part of a pack."""

import os
import pathlib
import unittest
import xml.etree.ElementTree

import program

HERE = pathlib.Path(__file__).resolve().parent
RULES = program.SOURCES / "rules"
program.GOLDEN = HERE / "golden"


class Trial(program.Case):
    def run_test(self, text, *arguments, status=None):
        self.write("tests.rules", text)
        return self.run_program("test", "tests.rules", *arguments, status=status)


class Passing(Trial):
    def test_every_kind_of_expectation(self):
        done = self.run_program("test", HERE / "06_tests.rules", status=0)
        self.assertEqual(done.out, "9 tests: 9 passed, 0 failed (19 expectations)\n")
        self.assertEqual(done.err, "")

    def test_tests_of_the_packs(self):
        folders = sorted(RULES.glob("*/tests"))
        self.assertTrue(folders)
        done = self.run_program("test", *folders, status=0)
        self.assertRegex(done.out, r"\A\d+ tests: (\d+) passed, 0 failed ")

    def test_values_arrive_exactly(self):
        """Quotes, backslashes, money, shares, months, lists, partial lists and references."""
        self.run_test(
            """use ics
entity thing is a body
  fee : money
  part : share
  seen : event date
  notice : duration
  words : text
  year : financial year
test "values"
  given thing with fee £20,000.50, part 33.5%, seen 2024-02, notice 3 weeks, words "a\\b {c}: [d], 'e'", year 2023/24
  as at 2024-06-01
  given rule FEE thing must have fee between £20000.5 and £20000.5
  given rule PART thing must have part between 33.5% and 33.5%
  given rule SEEN thing must ensure that seen is before 2024-03-01
  given rule SEEN-MAYBE thing must ensure that seen is before 2024-02-15
  given rule WORDS thing must ensure that words is "a\\b {c}: [d], 'e'"
  expect FEE met
  expect PART met
  expect SEEN met
  expect SEEN-MAYBE unknown, needing seen
  expect WORDS met
""",
            status=0,
        )

    def test_partial_lists_and_rules_of_ones_own(self):
        self.run_test(
            """use ics
test "partial"
  given ICP with members {partial: [{organisation: "Surrey", sector: local authority}]}
  given rule ONE ICP must have some members where sector is local authority
  given rule TWO ICP must have at most 1 member where sector is local authority
  expect ONE met
  expect TWO unknown, needing members
test "another rule of that name"
  given ICB with posts []
  given rule ONE ICB must name SEND executive lead
  expect ONE not met
""",
            status=0,
        )

    def test_evidence_travels_with_a_value(self):
        self.run_test(
            """use ics
test "a fact of its days alone"
  given ICB with population {value: 1000, from: 2023-01-01, to: 2023-12-31, source: "minutes"}
  given rule R ICB must have population at least 1000
  as at 2023-06-01
  expect R met
  as at 2024-06-01
  expect R unknown, needing population
""",
            status=0,
        )

    def test_a_need_is_named_by_its_path(self):
        text = """use ics
test "paths"
  given ICB with posts [{title: SEND executive lead}]
  given rule R ICB must name SEND executive lead
  expect R unknown, needing %s
"""
        self.run_test(text % "holder", status=0)
        self.run_test(text % "holder of posts", status=0)
        self.run_test(text % "holder of members", status=1)
        self.run_test(text % "posts", status=1)

    def test_given_together_and_given_anew(self):
        self.run_test(
            """use ics
rule R "R"
  ICB must name SEND executive lead
test "two boards, then one"
  given ICB with code "A", posts []
  as at 2024-01-01
  given ICB with code "B"
  expect R for "A" not met
  expect R for "B" unknown
  given ICB with code "B", posts []
  expect R not met
""",
            status=0,
        )

    def test_the_day_of_a_test_that_says_none(self):
        text = """use ics
rule R "R"
  in force from 2024-01-01
  ICB must name SEND executive lead
test "no day"
  given ICB with posts []
  expect R %s
"""
        self.run_test(text % "not in force", "--as-at", "2023-12-31", status=0)
        self.run_test(text % "not met", "--as-at", "2024-01-01", status=0)
        self.run_test(text % "not met", status=0)


class Failing(Trial):
    def run_failing(self, *arguments):
        (self.folder / "failing.rules").write_bytes((HERE / "failing.rules").read_bytes())
        return self.run_program("test", "failing.rules", *arguments, status=1)

    def test_what_a_failure_prints(self):
        """The words of explanations have golden files of their own: here it counts that they are there."""
        printed = self.run_failing().out
        lines = [line for line in printed.splitlines(True) if line[:4] != "    " and line != "\n"]
        self.assert_golden("failing.txt", "".join(lines))
        self.assertIn("\n      ICB[Q&A].posts[0].holder is absent\n        failing.rules:13:74\n", printed)
        self.assertEqual(printed.count("\n    Why\n"), 7)

    def test_junit(self):
        done = self.run_failing("--format", "junit")
        suites = xml.etree.ElementTree.fromstring(done.out)
        self.assertEqual(suites.attrib["failures"], "6")
        suite = suites.find("testsuite")
        self.assertEqual((suite.attrib["name"], suite.attrib["tests"]), ("failing.rules", "6"))
        cases = suite.findall("testcase")
        self.assertEqual(cases[0].attrib["name"], "another state, <with> odd & ends")
        self.assertIn('for "Q&A" not met', cases[0].find("failure").attrib["message"])
        self.assertEqual([len(case.findall("failure")) for case in cases], [1, 2, 2, 1, 1, 1])
        self.assertEqual([case.attrib["line"] for case in cases][0], "12")

    def test_a_full_disk_is_told(self):
        if not os.path.exists("/dev/full"):
            self.skipTest("no /dev/full")
        self.write("failing.rules", (HERE / "failing.rules").read_bytes())
        with open("/dev/full", "w") as full:
            done = program.subprocess.run([program.PROGRAM, "test", "failing.rules"], cwd=self.folder, stdout=full,
                                          stderr=program.subprocess.PIPE, encoding="utf-8", timeout=60)
        self.assertEqual(done.returncode, 4)
        self.assertIn("E0802", done.stderr)


class Refused(Trial):
    def refuse(self, step, *words):
        done = self.run_test('use ics\nrule R "R" ICB must name SEND executive lead\ntest "t"\n' + step + "\n", status=2)
        for word in words:
            self.assertIn(word, done.err)
        self.assertEqual(done.out, "")
        check = self.run_program("check", "tests.rules")
        return done, check

    def test_names_that_do_not_exist(self):
        for step, words in (
            ("given ICB\nexpect RR met", ("tests.rules:5:8: error E0102", "did you mean 'R'?")),
            ("given ICB with EHC cases []\nexpect R met", ("tests.rules:4:16: error E0111",)),
            ("given ICB with posts [{titel: yes}]\nexpect R met", ("E0102", "did you mean 'title'?")),
            ("given ICB with population {title: yes}\nexpect R met", ("E0303",)),
            ("given limited\nexpect R met", ("E0304", "no entity")),
            ("given ICB\ngiven waiver of Q with power \"p\"\nexpect R met", ("E0102", "Q")),
            ("given ICB\ngiven waiver of R with role chair\nexpect R met", ("E0111", "role")),
        ):
            with self.subTest(step):
                _, check = self.refuse(step, *words)
                self.assertEqual(check.status, 2, "check says it too")

    def test_tests_that_cannot_be_meant(self):
        for step, words in (
            ("expect R met", ("E0116", "before anything is given")),
            ("given ICB", ("E0116", "expects nothing")),
            ("given ICB\nas at 2024-05\nexpect R met", ("E0303", "a day is needed")),
            ("given ICB\nexpect R not yet due, by 2024-05", ("E0303", "a day is needed")),
            ("given ICB with population age of population at 3\nexpect R met", ("E0303",)),
            ("given ICB\nexpect R not met, 2 months overdue", ("E0303", "days or weeks")),
            ("given ICB\ngiven rule MINE ICB must nam SEND executive lead\nexpect MINE met", ("E0104",)),
            ("given ICB\ngiven rule M ICB must name SEND executive lead\n"
             "given rule M ICB must name SEND executive lead\nexpect M met", ("E0110",)),
        ):
            with self.subTest(step):
                self.refuse(step, *words)

    def test_values_of_another_type(self):
        """Said where they stand in the rule file, of all tests."""
        done, _ = self.refuse('given ICB with population "many"\nexpect R met\ntest "u"\ngiven ICB with\n  name 12\nexpect R met',
                              "tests.rules:4:27: error E0602", "tests.rules:8:8: error E0602")
        self.assertEqual(done.err.count("error"), 2)
        for fact in ("population £200", "population 3%", "population 3 weeks", "annual spend 30%"):
            with self.subTest(fact):
                self.refuse(f"given ICB with {fact}\nexpect R met", "E0602")

    def test_one_mistake_one_message(self):
        done = self.run_test('use ics\nrule R ICB must nam SEND executive lead\ntest "t"\ngiven ICB\nexpect R met\n', status=2)
        self.assertEqual(done.err.count("error"), 1, done)
        done = self.run_test('use nowhere\ntest "t"\ngiven ICB\nexpect R met\n', status=2)
        self.assertEqual(done.err.count("error"), 1, done)

    def test_deep_values(self):
        deep = "[" * 80 + "]" * 80
        self.refuse(f"given ICB with posts {deep}\nexpect R met", "E0005", "DATA_NESTING")

    def test_no_test_and_no_rules(self):
        self.assertIn("E0608", self.run_test(program.SENTENCE, status=2).err)
        self.assertIn("E0801", self.run_program("test", status=2).err)
        self.assertIn("E0801", self.run_program("test", "x.rules", "--format", "ndjson", status=2).err)
        self.assertIn("E0001", self.run_program("test", "none.rules", status=2).err)


class Packs(Trial):
    RULES = 'use ics\nrule R "R"\n  ICB must name SEND executive lead\n'
    TESTS = 'test "t"\n  given ICB with posts []\n  given rule MINE ICB must name chief nurse\n  expect R not met\n  expect MINE not met\n'

    def code_of(self, text):
        self.write("one/a.rules", text)
        self.run_program("compile", "one/a.rules", "-o", "a.icsb", status=0)
        return self.run_program("inspect", "a.icsb", "--code", status=0).out

    def test_tests_are_no_part_of_the_program(self):
        self.assertEqual(self.code_of(self.RULES + self.TESTS), self.code_of(self.RULES))

    def test_a_projects_tests_stay_out_of_its_pack(self):
        self.write("icsrules.yaml", "name: p\nrules: [rules]\n")
        self.write("rules/a.rules", self.RULES)
        self.run_program("compile", status=0)
        before = (self.folder / "p.icsb").read_bytes()
        self.write("tests/t.rules", "use ics\n" + self.TESTS)
        done = self.run_program("test", status=0)
        self.assertIn("1 test: 1 passed", done.out)
        self.run_program("compile", status=0)
        self.assertEqual((self.folder / "p.icsb").read_bytes(), before)
        self.write("d.yaml", program.VACANT)
        self.run_program("eval", "d.yaml", status=1)

    def test_tests_of_a_pack_that_is_used_are_not_run(self):
        self.write("icsrules.yaml", "name: p\nrules: [rules]\n")
        self.write("rules/a.rules", "use other\nuse ics\n" + self.TESTS.replace("expect R", "expect THEIRS"))
        self.write("rules/other/o.rules", self.RULES.replace("rule R", "rule THEIRS") +
                   self.TESTS.replace("expect R not met", "expect THEIRS met"))
        self.assertIn("1 test: 1 passed", self.run_program("test", status=0).out)

    def test_packs_do_not_see_the_tests_beside_them(self):
        self.write("s.rules", "use send\n")
        self.run_program("compile", "s.rules", "-o", "s.icsb", status=0)
        self.assertNotIn(b"assessment.rules\n## The clocks", (self.folder / "s.icsb").read_bytes())
        self.assertNotIn("tests/", self.run_program("inspect", "s.icsb", status=0).out)


if __name__ == "__main__":
    unittest.main()
