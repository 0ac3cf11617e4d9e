"""Facts with their evidence: what is not applicable, old, contradicted, said by statements, recorded later."""

from program import Case

RULES = """use ics
rule CASE "The plan is sent in time"
  each EHC case must have final plan sent within 20 weeks of request received
  unless plan is not needed
rule SIZE "Enough people"
  ICB must have population at least 5
rule LEAD "A lead"
  ICB must name SEND executive lead
"""


class Evidence(Case):
    def setUp(self):
        super().setUp()
        self.write("own.rules", RULES)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)

    def outcomes(self, facts, *arguments, day="2024-10-01"):
        self.write("facts.yaml", facts)
        result = self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", day, "--records", "--format", "ndjson",
                                  *arguments)
        return {(line["rule"], line["subject"]["code"]): line for line in result.lines()}

    def states(self, facts, *arguments, **options):
        return {key: line["outcome"] for key, line in self.outcomes(facts, *arguments, **options).items()}


class NotApplicable(Evidence):
    def test_a_requirement_that_reads_it_is_not_applicable(self):
        lines = self.outcomes("ICB: [{code: A, population: not applicable, posts: not applicable},\n"
                              "  {code: B, posts: [{title: SEND executive lead, holder: not applicable}]}]\n")
        self.assertEqual(lines["SIZE", "A"]["outcome"], "not applicable")
        self.assertEqual(lines["SIZE", "A"]["why"], "population is said to be not applicable")
        self.assertNotIn("needs", lines["SIZE", "A"])
        self.assertEqual(lines["LEAD", "A"]["outcome"], "not applicable")
        self.assertEqual(lines["LEAD", "B"]["outcome"], "not applicable")
        self.assertEqual(lines["SIZE", "B"]["outcome"], "unknown")

    def test_it_hides_nothing_that_other_facts_settle(self):
        posts = "{title: SEND executive lead, holder: not applicable}"
        states = self.states(f"ICB: [{{code: A, posts: [{posts}, {{title: SEND executive lead, holder: {{id: P}}}}]}},\n"
                             f"  {{code: B, posts: [{posts}, {{title: SEND executive lead}}]}}]\n")
        self.assertEqual((states["LEAD", "A"], states["LEAD", "B"]), ("met", "unknown"))

    def test_an_exception_that_reads_it_ends_no_duty(self):
        states = self.states("EHC case: [\n"
                             "  {reference: a, request received: 2024-01-01, final plan sent: not applicable,"
                             " plan is needed: yes},\n"
                             "  {reference: b, request received: 2024-01-01, final plan sent: null,"
                             " plan is needed: not applicable},\n"
                             "  {reference: c, request received: not applicable, final plan sent: 2024-02-02}]\n")
        self.assertEqual([states["CASE", code] for code in "abc"], ["not applicable", "unknown", "not applicable"])

    def test_a_code_of_a_table_may_say_it(self):
        self.write("icsrules.yaml", "name: own\nrules: [own.rules]\noutput: own.icsb\ntables:\n  - entity: ICB\n"
                   "    file: icb.csv\n    codes: {z: not applicable}\n")
        self.write("icb.csv", "code,population\nA,z\nB,\nC,7\n")
        self.run_program("compile", status=0)
        lines = self.run_program("eval", "--format", "ndjson", "--as-at", "2024-01-01", status=5).lines()
        self.assertEqual([line["outcome"] for line in lines if line["rule"] == "SIZE"],
                         ["not applicable", "unknown", "met"])
        document = self.run_program("eval", "--format", "json", "--as-at", "2024-01-01", status=5).json()
        self.assertEqual(document["counts"], {"not applicable": 1, "met": 1, "unknown": 4})
