"""The mistakes of a policy officer's first rules: each message points at the line and says what to type instead.

`ICS_TEST_UPDATE=1 ctest -R diagnostics` writes what is said into first_pack.txt; read what changed, line by line.
"""

import os
import pathlib
import subprocess
import tempfile
import unittest

PROGRAM = pathlib.Path(os.environ.get("ICSRULES") or os.environ["ICS_TEST_PROGRAM"]).resolve()
GOLDEN = pathlib.Path(__file__).parent / "first_pack.txt"

FILE = """use ics

source PLAN-ACT "The Plans Act 2022"
  kind Act

{rule}
"""
RULE = """rule PLAN "The forward plan"
  cites PLAN-ACT section 4
  in force from 2022-09-01
  {sentence}"""
SENTENCES = [  # what a person writes who knows Acts and letters, and not the language
    "ICB must publish foward plan by 2023-09-01",
    "ICB mus publish forward plan",
    "ICB must publish forward plan 2023-09-01",
    "ICB must publish forward plan by 1/9/2023",
    "ICB must publish forward plan by 1.9.23",
    "ICB must publish forward plan by 1 September 2023",
    "ICB must publish forward plan by 1st Sept 2023",
    "ICB must publish forward plan no later than 2023-09-01",
    "ICB must publish forward plan not later than 2023-09-01",
    "ICB must publish forward plan on 2023-09-01",
    "ICB must publish forward plan as soon as reasonably practicable",
    "ICB must publish forward plan within twenty weeks of established",
    "ICB must publish forward plan within 20 weeks",
    "ICB must publish forward plan within 20 weeks from established",
    "ICB must publish forward plan at least once every three years",
    "ICB must publish forward plan annually",
    "ICB may not publish forward plan",
    "ICB will publish forward plan",
    "ICB is to publish forward plan",
    "ICB has to publish forward plan",
    "ICB publishes forward plan",
    "ICB must publishes forward plan",
    "forward plan must be published by ICB",
    "It must publish forward plan",
    "all ICBs must publish forward plan",
    "every ICB must publish forward plan",
    "ICB must publish forward plan.",
    "ICB must publish forward plan\n  ICB must name SEND executive lead",
    "ICB must publish forward plan and name SEND executive lead",
    "ICB must ensure that\n    (a) population is at least 3\n    (b) population is at most 9",
    "ICB must\n    (a) publish forward plan\n    (b) name SEND executive lead",
    "ICB must\n    - publish forward plan\n    - name SEND executive lead",
    "if ICB has population ICB must publish forward plan",
    "ICB must publish forward plan if population is more than 3",
    "ICB must publish forward plan except where population is 3",
    "ICB must publish forward plan provided that population is 3",
    "ICB must publish forward plan unless population",
    "ICB must publish forward plan unless population > 3",
    "ICB must publish forward plan unless population is greater than 3",
    "ICB must publish forward plan unless population is 3 or more",
    "ICB must publish forward plan unless population is at least 1,000,000",
    "ICB must publish forward plan unless population is 3 and/or population is 4",
    "ICB must ensure that either population is 3 or population is 4",
    "ICB must have at least 90 per cent of posts",
    "ICB must publish forward plan (the forward plan)",
    "subject to OVER\n  ICB must publish forward plan",
    "ICB must publish forward plan\n  applies to ICB",
    "ICB must ensure that at least 2 of its posts have holder",
    "each time ICB receives forward plan\n  ICB must publish forward plan within 20 weeks",
    "ICB must publish forward plan within 20 weeks of receiving integrated care strategy",
    "ICB must ensure that share of posts where it has holder is at least 75%",
]
RULES = [
    "rule PLAN 'The forward plan'\n  ICB must publish forward plan",
    "rule PLAN “The forward plan”\n  ICB must publish forward plan",
    "rule PLAN ‘The forward plan’\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\n  ICB must publish forward plan",
    "rule \"The forward plan\"\n  ICB must publish forward plan",
    "rule PLAN: \"The forward plan\"\n  ICB must publish forward plan",
    "rule FORWARD PLAN \"The forward plan\"\n  ICB must publish forward plan",
    "rule Forward Plan \"The forward plan\"\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\"\n  cites PLAN-ACT s 4\n  in force from 2022-09-01\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\"\n  cites PLAN-ACT reg. 4\n  in force from 2022-09-01\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\"\n  cites The Plans Act 2022, section 4\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\"\n  cites PLANS section 4\n  in force from 2022-09-01\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\"\n  cite PLAN-ACT section 4\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\"\n  in force 2022-09-01\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\"\n  in force from 1 September 2022\n  ICB must publish forward plan",
    "rule PLAN \"The forward plan\"\n  cites PLAN-ACT section 4",
    "// the forward plan\nrule PLAN \"The forward plan\"\n  ICB must publish forward plan",
]
ALLOWED = [  # these are no mistakes
    "The ICB shall publish the forward plan",
    "each ICB must publish a forward plan",
    "ICBs must publish forward plan",
    "\tICB MUST Publish Forward Plan",
]


def check(text):
    """Exit status and messages of a file of one rule."""
    with tempfile.TemporaryDirectory(prefix="icsrules-first-") as folder:
        (pathlib.Path(folder) / "plan.rules").write_text(text, encoding="utf-8")
        done = subprocess.run([PROGRAM, "check", "plan.rules"], cwd=folder, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", timeout=60,
                              env={**os.environ, "LC_ALL": "C.UTF-8"})
        return done.returncode, done.stderr


def files():
    rules = [RULE.replace("{sentence}", sentence) for sentence in SENTENCES] + RULES
    return [FILE.replace("{rule}", rule) for rule in rules]


class FirstPack(unittest.TestCase):
    maxDiff = None

    def test_each_mistake_is_told_with_what_to_type(self):
        said = ""
        for text in files():
            status, messages = check(text)
            with self.subTest(text=text):
                self.assertEqual(status, 2, messages)
                self.assertIn("^", messages)
                self.assertIn("  help: ", messages)
                self.assertEqual(messages.count(": error "), 1, "one mistake, one message")
            said += messages + "\n"
        if os.environ.get("ICS_TEST_UPDATE"):
            GOLDEN.write_text(said, encoding="utf-8")
        self.assertEqual(said, GOLDEN.read_text(encoding="utf-8"))

    def test_a_pack_that_is_not_there_has_a_near_one(self):
        status, messages = check("use icss\n")
        self.assertEqual(status, 2, messages)
        self.assertIn("did you mean 'ics'?", messages)

    def test_what_is_no_mistake_passes(self):
        for sentence in ALLOWED:
            status, messages = check(FILE.replace("{rule}", RULE.replace("{sentence}", sentence)))
            self.assertEqual(status, 0, messages)
            self.assertNotIn(" error ", messages)
