"""Waivers and attestations of a description, in every form of report."""

from program import Case

RULES = """use ics

source STANDING-ORDERS "Standing orders of the board"
  kind standing orders

rule THREE-QUOTES "Three quotes for a grant"
  cites STANDING-ORDERS para 9
  in force from 2024-04-01
  each grant of ICB must have quotes at least 3
"""
FACTS = "ICB: [{code: QAA, grants: [{amount: 20000, quotes: 1}]}, {code: QBB, grants: [{amount: 10}]}]\n"
WAIVER = ("{rule: three-quotes, subject: QAA, power: standing order 12, approver: chief nurse, approved: 2026-01-10, "
          "reason: one supplier, last day: 2026-03-31}")
ATTESTATION = "{rule: THREE-QUOTES, subject: QBB, value: %s, role: chair, date: 2026-01-01, expiry: 2026-12-31}"


class Registers(Case):
    def setUp(self):
        super().setUp()
        self.write("rules/own.rules", RULES)
        self.write("icsrules.yaml", "name: own\ndata: [data]\ntables: []\n")
        self.write("data/facts.yaml", FACTS)

    def compile(self):
        self.run_program("compile", status=0)

    def outcomes(self, day, *arguments, status):
        self.compile()
        lines = self.run_program("eval", "--as-at", day, "--format", "ndjson", *arguments, status=status).lines()
        return {line["subject"]["path"][4:7]: line for line in lines}

    def test_a_waiver_has_its_power_and_days(self):
        self.write("data/waivers.yaml", f"waivers: [{WAIVER}]\n")
        line = self.outcomes("2026-02-01", status=5)["QAA"]
        self.assertEqual(line["outcome"], "waived")
        self.assertEqual(line["waiver"], {"power": "standing order 12", "approver": "chief nurse",
                                          "approved": "2026-01-10", "last_day": "2026-03-31"})
        self.assertIn("data/waivers.yaml line 1", line["why"])
        self.assertEqual(self.outcomes("2026-02-01", status=5)["QBB"]["outcome"], "unknown")

    def test_of_two_the_one_that_was_approved_in_time_is_named(self):
        self.write("rules/own.rules", RULES.replace("quotes at least 3", "quotes at least 3 by 2026-01-15"))
        later = WAIVER.replace("order 12", "order 13").replace("2026-01-10", "2026-01-20").replace("03-31", "06-30")
        self.write("data/waivers.yaml", f"waivers:\n- {WAIVER}\n- {later}\n")
        line = self.outcomes("2026-02-01", status=5)["QAA"]
        self.assertEqual((line["outcome"], line["waiver"]["power"]), ("waived", "standing order 12"))
        self.assertIn("standing order 12", line["why"])
        line = self.outcomes("2026-04-01", status=1)["QAA"]
        self.assertEqual((line["outcome"], line["details"]), ("not met", ["waiver expired"]))
        self.assertIn("the waiver under standing order 12", line["why"])

    def test_one_that_has_run_out_is_told(self):
        self.write("data/waivers.yaml", f"waivers: [{WAIVER}]\n")
        line = self.outcomes("2026-04-01", status=1)["QAA"]
        self.assertEqual((line["outcome"], line["details"]), ("not met", ["waiver expired"]))
        for day, status in (("2026-04-01", 1), ("2026-03-31", 0), ("2026-01-09", 0)):
            self.run_program("eval", "--as-at", day, "--fail-on", "expired-waiver", status=status)

    def test_a_register_may_be_a_table(self):
        self.write("tables/w.csv", "Rule,Code,Power,By,On,Why,Until\nTHREE-QUOTES,QAA,order 12,nurse,10/01/2026,x,31/03/2026\n"
                   .replace("10/01/2026", "2026-01-10").replace("31/03/2026", "2026-03-31"))
        self.write("icsrules.yaml", "name: own\ndata: [data]\ntables:\n  - entity: waiver\n    file: tables/w.csv\n"
                   "    columns: {Rule: rule, Code: subject, Power: power, By: approver, On: approved, Why: reason, "
                   "Until: last day}\n")
        self.assertEqual(self.outcomes("2026-02-01", status=5)["QAA"]["waiver"]["approver"], "nurse")

    def test_registers_stand_beside_a_bare_record(self):
        self.write("rules/own.rules", RULES.replace("each grant of ICB must have quotes at least 3",
                                                    "ICB must have grants"))
        self.write("data/facts.yaml", f"code: QAA\ngrants: []\nwaivers: [{WAIVER}]\n")
        self.assertEqual(self.outcomes("2026-02-01", status=0)["QAA"]["outcome"], "waived")

    def test_an_attestation_decides_where_facts_do_not(self):
        self.write("data/a.yaml", f"attestations: [{ATTESTATION % 'yes'}]\n")
        line = self.outcomes("2026-02-01", status=1)["QBB"]
        self.assertEqual(line["outcome"], "attested")
        self.assertEqual(line["attestation"], {"role": "chair", "date": "2026-01-01", "expiry": "2026-12-31"})
        self.write("data/a.yaml", f"attestations: [{ATTESTATION % 'no'}]\n")
        self.assertEqual(self.outcomes("2026-02-01", status=1)["QBB"]["outcome"], "unknown")
        self.write("data/a.yaml", f"attestations: [{ATTESTATION.replace('QBB', 'QAA') % 'yes'}]\n")
        line = self.outcomes("2026-02-01", status=1)["QAA"]
        self.assertEqual((line["outcome"], line["details"]), ("not met", ["against attestation"]))
        self.assertIn("attested to be met by chair", line["why"])

    def test_what_a_row_lacks_is_told_at_once(self):
        self.compile()
        for text, code, words in (
            ("waivers: [{rule: THREE-QUOTES}]", "E0611", "'subject', 'power', 'approver', 'approved', 'reason', 'last day'"),
            (f"waivers: [{WAIVER.replace('2026-03-31', '2026-03')}]", "E0611", "a day is needed"),
            (f"waivers: [{WAIVER.replace('2026-03-31', '2025-03-31')}]", "E0611", "ends before it begins"),
            ("waivers: yes", "E0602", "expected a record of a waiver"),
            ("waivers: {partial: []}", "E0611", "does not say"),
        ):
            with self.subTest(text):
                self.write("data/w.yaml", text + "\n")
                self.assertRegex(self.run_program("eval", "--as-at", "2026-02-01", status=2).err,
                                 f"(?s)error {code}: .*{words}")

    def test_a_name_that_is_nowhere_is_a_warning(self):
        self.write("data/w.yaml", f"waivers: [{WAIVER.replace('three-quotes', 'THREE-QUOTE')}]\n")
        self.compile()
        self.assertIn("did you mean THREE-QUOTES?", self.run_program("eval", "--as-at", "2026-02-01", status=1).err)
        self.write("data/w.yaml", f"waivers: [{WAIVER.replace('QAA', 'QZZ')}]\n")
        self.assertIn("no record has that code", self.run_program("eval", "--as-at", "2026-02-01", status=1).err)

    def test_an_act_is_not_waived_without_a_power(self):
        self.write("rules/own.rules", RULES.replace("standing orders\n", "Act\n"))
        self.write("data/w.yaml", f"waivers: [{WAIVER}]\n")
        self.compile()
        self.assertIn("E0612", self.run_program("eval", "--as-at", "2026-02-01", status=2).err)
        for power, status in (("STANDING-ORDERS", 2), ("STANDING-ORDERS section 3", 5),
                              ("Standing orders of the board, section 3", 5), ("Standing orders of the board para 3", 5)):
            self.write("data/w.yaml", f'waivers: [{WAIVER.replace("standing order 12", chr(34) + power + chr(34))}]\n')
            self.run_program("eval", "--as-at", "2026-02-01", status=status)


FUNCTIONS = """use ics
source NHS-ACT-2006 "National Health Service Act 2006"
  kind Act
rule PLAN "The plan is published"
  cites NHS-ACT-2006 section 14Z52
  in force from 2022-07-01
  ICB must publish forward plan by 2024-03-31
rule NEEDS "Needs are assessed"
  cites NHS-ACT-2006 section 14Z52
  in force from 2022-07-01
  ICB must prepare joint strategic needs assessment by 2024-03-31
"""
BODIES = ("ICB: [{code: QAA, documents: []}, {code: QBB, documents: []}]\n"
          "trust: [{code: R1, documents: [{kind: forward plan, published: 2024-03-01},"
          " {kind: joint strategic needs assessment, prepared: 2024-04-02}]}]\n")


class Functions(Case):
    """The register of functions: acts of the one who exercises it count as the body's own."""

    def outcomes(self, register):
        self.write("own.rules", FUNCTIONS)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)
        self.write("facts.yaml", BODIES + register)
        result = self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", "2024-06-01", "--format", "ndjson")
        return {(line["rule"], line["subject"]["code"]): line for line in result.lines()}, result

    def test_done_by_the_one_who_exercises_it(self):
        lines, _ = self.outcomes("functions: [{function: forward plan, of: QAA, exercised by: R1, under: an agreement}]\n")
        self.assertEqual(lines["PLAN", "QAA"]["outcome"], "met")
        self.assertEqual(lines["PLAN", "QBB"]["outcome"], "not met")
        self.assertEqual(lines["NEEDS", "QAA"]["outcome"], "not met")

    def test_on_its_days_alone(self):
        row = "functions: [{function: forward plan, of: QAA, exercised by: R1, under: an agreement, from: %s, to: %s}]\n"
        for first, last, state in (("2024-03-01", "2024-03-01", "met"), ("2024-03-02", "2025-01-01", "not met"),
                                   ("2020-01-01", "2024-02-29", "not met")):
            self.assertEqual(self.outcomes(row % (first, last))[0]["PLAN", "QAA"]["outcome"], state)

    def test_a_function_is_the_last_words_of_what_is_done(self):
        lines, _ = self.outcomes("functions: [{function: needs assessment, of: QBB, exercised by: R1, under: the Act}]\n")
        self.assertEqual((lines["NEEDS", "QBB"]["outcome"], lines["NEEDS", "QBB"]["days"]), ("done late", 2))

    def test_who_is_nowhere_may_have_done_it(self):
        lines, result = self.outcomes("functions: [{function: forward plan, of: QAA, exercised by: R9, under: x},\n"
                                      "  {function: magic, of: QBB, exercised by: R1, under: x},\n"
                                      "  {function: forward plan, of: QZZ, exercised by: R1, under: x}]\n")
        self.assertEqual((lines["PLAN", "QAA"]["outcome"], lines["PLAN", "QBB"]["outcome"]), ("unknown", "not met"))
        self.assertEqual(result.err.count("W1603"), 3)

    def test_as_a_table(self):
        self.write("icsrules.yaml", "name: own\nrules: [own.rules]\noutput: own.icsb\ndata: [facts.yaml]\ntables:\n"
                   "  - entity: function\n    file: f.csv\n")
        self.write("f.csv", "function,of,exercised by,under\nforward plan,QBB,R1,an agreement\n")
        self.write("own.rules", FUNCTIONS)
        self.write("facts.yaml", BODIES)
        self.run_program("compile", status=0)
        lines = self.run_program("eval", "--as-at", "2024-06-01", "--format", "ndjson", status=1).lines()
        self.assertEqual([line["outcome"] for line in lines if line["rule"] == "PLAN"], ["not met", "met"])
