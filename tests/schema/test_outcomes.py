"""What eval prints, by docs/outcomes-schema.json: each form, the examples, and outcomes of every kind."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import jsonschema

SOURCES = pathlib.Path(os.environ["ICS_TEST_SOURCES"])
PROGRAM = pathlib.Path(os.environ.get("ICSRULES") or os.environ["ICS_TEST_PROGRAM"]).resolve()
SCHEMA = json.loads((SOURCES / "docs" / "outcomes-schema.json").read_text(encoding="utf-8"))

RULES = """use ics
source STANDING-ORDERS "Standing orders"
  kind standing orders
role chair of partnership
term quorum
rule SIZE "Enough people"
  cites STANDING-ORDERS para 9
  ICB must have population at least 5
rule LETTERS "Both"
  ICB must have
    (a) posts and
    (b) population
rule CASE "The plan in time"
  applies to each EHC case
  local authority must send final plan within 20 weeks of request received
  unless plan is not needed
check KNOWN "It is said" population of ICB is recorded
question QUORUM "How many?"
  asks quorum of each ICB
  owner chair of partnership
  review by 2027-03-31
"""
FACTS = """as at: 2024-01-01
ICB:
  - {code: A, population: {value: 7, kind: statement}}
  - {code: B, population: 3, posts: []}
  - {code: C, population: not applicable}
  - {code: D, population: {value: 9, review by: 2023-01-01}}
  - {code: E}
local authority:
  - code: L
    EHC cases:
      - {reference: T1, request received: 2023-01-01, final plan sent: 2023-02-01, plan is needed: yes}
      - {reference: T2, request received: 2023-01-01, plan is needed: yes}
waivers:
  - {rule: SIZE, subject: B, power: order 1, approver: chair, approved: 2023-12-01, reason: x, last day: 2024-12-31}
attestations:
  - {rule: SIZE, subject: E, value: yes, role: chair, date: 2023-12-01, expiry: 2024-12-31}
answers:
  - {question: QUORUM, subject: A, answer: half, by: chair, date: 2023-12-01, review by: 2025-12-31}
"""


def run(folder, *arguments, statuses=(0, 1, 5)):
    done = subprocess.run([PROGRAM, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding="utf-8", timeout=120)
    if done.returncode not in statuses:
        raise AssertionError(f"{arguments}: {done.returncode}\n{done.stderr}")
    return done.stdout


class Outcomes(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="icsrules-outcomes-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.document = jsonschema.Draft202012Validator(SCHEMA)
        self.lines = jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"],
                                                      **SCHEMA["properties"]["outcomes"]["items"]})

    def check(self, text, is_lines=False):
        for value in map(json.loads, text.splitlines()) if is_lines else [json.loads(text)]:
            errors = [f"{list(error.absolute_path)}: {error.message}"[:400] for error in
                      (self.lines if is_lines else self.document).iter_errors(value)]
            self.assertEqual(errors, [])
        return text

    def test_it_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_outcomes_of_many_kinds(self):
        (self.folder / "own.rules").write_text(RULES, encoding="utf-8")
        (self.folder / "facts.yaml").write_text(FACTS, encoding="utf-8")
        run(self.folder, "compile", "own.rules", "-o", "own.icsb")
        states = set()
        for options in ((), ("--records",), ("--names",), ("--known-by", "2023-12-31")):
            arguments = ("eval", "own.icsb", "facts.yaml", "--as-at", "2024-06-01", *options, "--format")
            document = json.loads(self.check(run(self.folder, *arguments, "json")))
            self.check(run(self.folder, *arguments, "ndjson"), is_lines=True)
            states |= {outcome["outcome"] for outcome in document["outcomes"]}
        self.assertEqual(states, {"met", "not met", "unknown", "waived", "attested", "not applicable", "holds",
                                  "answered", "unanswered", "does not hold"})

    def test_a_run_that_could_not_be(self):
        self.check(run(self.folder, "eval", "--format", "json", "nothing.icsb", statuses=(2,)))

    def test_the_examples(self):
        for name in ("systems", "england"):
            with self.subTest(name):
                project = self.folder / name
                shutil.copytree(SOURCES / "examples" / name, project)
                run(project, "compile")
                self.check(run(project, "eval", "--format", "json"))
                self.check(run(project, "eval", "--format", "ndjson", "--records"), is_lines=True)


if __name__ == "__main__":
    unittest.main()
