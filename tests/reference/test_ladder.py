"""Every row of the table of outcomes, expanded, against the ladder read from the language page."""

import csv
import os
import unittest
from itertools import product

import ladder

TABLE = os.environ.get("ICS_OUTCOMES") or os.path.join(os.path.dirname(__file__), "..", "vm", "outcomes.csv")
WORDS = {"yes": True, "no": False, "unknown": None, "no clock": ladder.NO_CLOCK}
COLUMNS = ("version governs", "applies", "vacuous", "done", "in time", "limit lifted", "exempt", "waived", "due ahead",
           "attested")
ANY = {name: ("yes", "no", "unknown") for name in COLUMNS}
ANY["in time"] += ("no clock",)
ANY["version governs"] = ANY["vacuous"] = ANY["waived"] = ANY["attested"] = ("yes", "no")
ANY.update({
    "modality": (ladder.DUTY, ladder.PROHIBITION, ladder.EXPECTATION, ladder.PERMISSION, ladder.CONSIDER),
    "force": ("binding", "advice", "not law"), "no period stated": ("yes", "no")})


class Table(unittest.TestCase):
    def test_every_row(self):
        with open(TABLE, encoding="utf-8", newline="") as table:
            rows = list(csv.DictReader(table))
        self.assertGreater(len(rows), 300)
        seen = 0
        names = COLUMNS + ("modality", "force", "no period stated")
        for line, row in enumerate(rows, 2):
            wrong = set()
            for way in product(*(ANY[n] if row[n] == "*" else row[n].split("|") for n in names)):
                operands = ladder.Operands(*(WORDS[w] for w in way[:10]))
                state = ladder.judge(operands, way[10], way[11], way[12] == "yes")
                seen += 1
                if state != row["state"]:
                    wrong.add((state, way))
            self.assertFalse(wrong, f"row {line} wants {row['state']}: {sorted(wrong, key=str)[:3]}")
        self.assertGreater(seen, 10000)


class Prose(unittest.TestCase):
    def judge(self, modality=ladder.DUTY, force="binding", no_period=False, **operands):
        return ladder.judge(ladder.Operands(**operands), modality, force, no_period)

    def test_not_yet_due_whatever_else_is_unknown(self):
        self.assertEqual(self.judge(governs=None, applies=None, vacuous=None, done=False, in_time=None, due_ahead=True),
                         "not yet due")

    def test_unknown_version_hides_nothing_that_is_settled(self):
        self.assertEqual(self.judge(governs=None, applies=False, done=None), "unknown")
        self.assertEqual(self.judge(governs=False, applies=None, done=None), "not in force")

    def test_checks_have_two_words(self):
        self.assertEqual(self.judge(ladder.CHECK, "own", done=True), "holds")
        self.assertEqual(self.judge(ladder.CHECK, "own", done=False), "does not hold")
        self.assertEqual(self.judge(ladder.DESCRIPTION, "own", done=None), "unknown")

    def test_should_not_is_departed_from(self):
        self.assertEqual(self.judge(ladder.SHOULD_NOT, done=False, in_time=False, due_ahead=True), "departed")

    def test_a_failure_that_cannot_matter_is_no_error(self):
        self.assertEqual(self.judge(done=True, exempt=ladder.FAILED), "met")
        self.assertEqual(self.judge(done=ladder.FAILED), "error")
        self.assertEqual(self.judge(done=ladder.FAILED, applies=False), "not applicable")


if __name__ == "__main__":
    unittest.main()
