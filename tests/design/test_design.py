"""The worked examples of the design, as they stand: every one compiles, its tests hold, its mistakes are told.

    test_design.py ICSRULES FOLDER

FOLDER is the examples' own, beside the project; where it is not there the test is skipped (77), and says so.
"""

import re
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

PROGRAM, EXAMPLES = "", Path()

# What the examples `use`: the vocabulary, the duties of one pack, and the one rule that a variation fills in.
PACKS = {"ics": ["01_model"], "send": ["02_duties", "04_deadlines"]}
ICP = """use ics
source LGPIHA-2007 "Local Government and Public Involvement in Health Act 2007"
  kind Act
rule ICP-CHAIR "The partnership has a chair, or what it settles itself"
  cites LGPIHA-2007 section 116ZA(4)
  in force from 2022-07-01
  locally determined
  ICP must have chair
"""
BAD = ["E0104", "E0102", "E0301", "E0201", "E0110", "E0106"]


class Design(unittest.TestCase):
    def setUp(self):
        self.place = tempfile.TemporaryDirectory()
        self.addCleanup(self.place.cleanup)
        self.folder = Path(self.place.name)
        for pack, files in PACKS.items():
            (self.folder / "rules" / pack).mkdir(parents=True)
            for file in files:
                shutil.copy(EXAMPLES / f"{file}.rules", self.folder / "rules" / pack)
        (self.folder / "rules/icp.rules").write_text(ICP)
        (self.folder / "icsrules.yaml").write_text("name: examples\nrules: [rules]\n")
        for file in EXAMPLES.iterdir():
            shutil.copy(file, self.folder)

    def run_program(self, *arguments):
        return subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=120)

    def assert_compiles(self, name):
        done = self.run_program("check", f"{name}.rules")
        self.assertEqual(re.findall(r"error (E\d+)", done.stderr), [], done.stderr)
        self.assertEqual(done.returncode, 0, done.stderr)

    def test_the_one_sentence(self):
        self.assert_compiles("00_sentence")
        done = self.run_program("compile", "00_sentence.rules", "-o", "one.icsb")
        self.assertEqual(done.returncode, 0, done.stderr)
        done = self.run_program("eval", "one.icsb", "system.yaml", "--as-at", "2023-06-01")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn("1 met", done.stdout)

    def test_duties(self):
        self.assert_compiles("02_duties")

    def test_places(self):
        self.assert_compiles("03_places")

    def test_deadlines(self):
        self.assert_compiles("04_deadlines")

    def test_variation(self):
        self.assert_compiles("05_variation")

    def test_more_forms(self):
        self.assert_compiles("07_more")

    def test_tests_hold(self):
        for name in ("06_tests", "07_more"):
            with self.subTest(name):
                done = self.run_program("test", f"{name}.rules")
                self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
                self.assertIn(" 0 failed", done.stdout)

    def test_six_mistakes_in_one_run(self):
        done = self.run_program("check", "bad.rules")
        self.assertEqual(re.findall(r"error (E\d+)", done.stderr), BAD, done.stderr)
        self.assertEqual(done.returncode, 2)


if __name__ == "__main__":
    PROGRAM, EXAMPLES = str(Path(sys.argv[1]).resolve()), Path(sys.argv[2])
    if not (EXAMPLES / "00_sentence.rules").is_file():
        print("skipped: the worked examples are not beside the project")
        sys.exit(77)
    unittest.main(argv=sys.argv[:1])
