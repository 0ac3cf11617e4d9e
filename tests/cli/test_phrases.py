"""What an explanation says of the phrases of a sentence: the truth of the words as they are written."""

from program import Case

RULES = """use ics

source ACT "An Act"
  kind Act

rule NO-LEAD
  cites ACT section 1
  in force from 2022-07-01
  ICB must not name SEND executive lead

rule FEW
  cites ACT section 1
  in force from 2022-07-01
  ICB must not have population more than 5

rule REPORT
  cites ACT section 2
  in force from 2022-07-01
  ICB must publish annual report by 2023-01-01

rule RELIEF
  cites ACT section 3
  in force from 2022-07-01
  ICB must publish forward plan by 2023-01-01
  time limit lifted where it shows that population is more than 5
    in force from 2022-07-01
    cites ACT section 4

rule FIRST
  cites ACT section 5
  in force from 2022-07-01
  applies to each ICB where it has population
  ICB must publish forward plan within 6 months of established
"""

FACTS = """ICB:
  - {code: Q1, established: 2022-07-01, population: 10, posts: [{title: SEND executive lead, holder: {id: P}}], documents: []}
  - {code: Q2, population: 3, posts: [], documents: [{kind: annual report, published: 2023-05-05}]}
"""


class Phrases(Case):
    def setUp(self):
        super().setUp()
        self.write("own.rules", RULES)
        self.write("facts.yaml", FACTS)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)

    def phrases(self, rule, subject):
        """The lines below "Phrases", without what nests them."""
        out = self.run_program("explain", rule, subject, "own.icsb", "facts.yaml", "--as-at", "2024-06-01",
                               status=0).out
        return [line.strip() for line in out.split("\nPhrases\n")[1].split("\n\n")[0].splitlines()]

    def test_what_is_forbidden_is_told_as_it_is_written(self):
        self.assertIn("name SEND executive lead: yes", self.phrases("NO-LEAD", "Q1"))
        self.assertIn("name SEND executive lead: no", self.phrases("NO-LEAD", "Q2"))
        self.assertIn("population more than 5: yes", self.phrases("FEW", "Q1"))
        self.assertIn("population more than 5: no", self.phrases("FEW", "Q2"))

    def test_what_is_asked_is_whether_it_is_done(self):
        self.assertIn("publish annual report: no", self.phrases("REPORT", "Q1"))
        self.assertIn("publish annual report: yes", self.phrases("REPORT", "Q2"))

    def test_an_exception_is_told_as_it_is_written(self):
        for board, is_lifted in (("Q1", "yes"), ("Q2", "no")):
            lines = self.phrases("RELIEF", board)
            self.assertTrue(any(line.startswith("time limit lifted where") and line.endswith(f": {is_lifted}")
                                for line in lines), lines)
            self.assertIn("in force from 2022-07-01: yes", lines)
            self.assertIn(f"population is more than 5: {is_lifted}", lines)

    def test_what_no_words_join_is_no_phrase(self):
        lines = self.phrases("FIRST", "Q1")
        self.assertFalse([line for line in lines if "must" in line], lines)
        self.assertIn("within 6 months of established: 2023-01-01", lines)
