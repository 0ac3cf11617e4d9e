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
