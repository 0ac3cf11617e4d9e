"""icsrules bench from outside: its shape and its sums. Times are of the machine, and are not compared."""

import json
import os
import subprocess

from program import IN_POST, PROGRAM, SENTENCE, VACANT, Case

AS_AT = ("--as-at", "2023-06-01")
PARTS = ("pack", "load", "judge", "report", "all")
RULES = """use ics

rule LEAD "A lead"
  ICB must name SEND executive lead

rule BOTH "A lead, where there are people"
  applies to each ICB where population of it is at least 1000
  ICB must name SEND executive lead

rule MANY "Many people"
  ICB must ensure that population of it is at least 500000
"""
EHC = """use ics

source SENDR-2014 "Special Educational Needs and Disability Regulations 2014"
  kind regulations

rule EHC-20-WEEKS "Final plan within 20 weeks of receiving the request"
  cites SENDR-2014 regulation 13(2)
  applies to each EHC case
  local authority must send final plan within 20 weeks of request received
"""
CASES = """local authority:
  code: '936'
  EHC cases:
    - {reference: SECRET-1, request received: 2021-03-04}
    - {reference: SECRET-2, request received: 2021-03-04, final plan sent: 2021-04-05}
"""
SITES = """model sites

entity site
  code     : text, unique
  visitors : people
  rooms    : list of room

entity room
  seats : number

source S "Rules of the house"
  kind agreement

rule SEATS "Every room has seats"
  cites S "1"
  site must have no rooms where seats is less than 2

rule VISITORS "Visitors come"
  cites S "2"
  site must ensure that visitors of it is at least 100
"""


class Shape(Case):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", IN_POST)
        self.write("x.rules", RULES)
        self.run_program("compile", "x.rules", status=0)

    def bench(self, *arguments):
        return self.run_program("bench", "--format", "json", *AS_AT, *arguments, status=0).json()

    def check_sums(self, told):
        self.assertEqual(sum(rule["cost"] for rule in told["rules"]), told["cost"])
        for rule in told["rules"]:
            self.assertEqual(rule["own"] + rule["shared"], rule["cost"])
        costs = [rule["cost"] for rule in told["rules"][:-1]]
        self.assertEqual(costs, sorted(costs, reverse=True))
        self.assertIsNone(told["rules"][-1]["rule"])
        for share in ("cost_percent", "time_percent"):
            self.assertAlmostEqual(sum(rule[share] for rule in told["rules"]), 100, delta=0.1)

    def test_figures(self):
        told = self.bench("x.icsb", "x.yaml")
        self.assertEqual(told["format"], "icsrules-bench/1")
        self.assertEqual((told["as_at"], told["runs"], told["jobs"], told["records"]), ("2023-06-01", 5, 1, 1))
        self.assertEqual(told["bytes"], len(IN_POST))
        self.assertEqual(told["outcomes"], 3)
        self.assertGreater(told["peak_rss_kib"], 0)
        for part in PARTS:
            times = told[f"{part}_ms"]
            self.assertLessEqual(0, times["least"])
            self.assertLessEqual(times["least"], times["median"])
            self.assertLessEqual(times["median"], times["most"])

    def test_costs_of_rules_sum_to_what_was_announced(self):
        told = self.bench("x.icsb", "x.yaml")
        self.check_sums(told)
        self.assertEqual({rule["rule"] for rule in told["rules"][:-1]}, {"LEAD", "BOTH", "MANY"})
        by_name = {rule["rule"]: rule for rule in told["rules"]}
        self.assertGreater(by_name["LEAD"]["shared"], 0, "LEAD and BOTH ask for the same post")
        self.assertGreaterEqual(by_name["BOTH"]["own"], by_name["LEAD"]["own"])

    def test_text(self):
        out = self.run_program("bench", "x.icsb", "x.yaml", *AS_AT, status=0).out
        for word in (*PARTS, "median", "5 runs", "1 record", "steps", "LEAD", "BOTH", "MANY"):
            self.assertIn(word, out)

    def test_outcomes_do_not_change_the_status(self):
        self.write("vacant.yaml", VACANT)
        self.run_program("eval", "x.icsb", "vacant.yaml", *AS_AT, status=1)
        self.bench("x.icsb", "vacant.yaml")

    def test_sentence_has_its_words_for_a_name(self):
        told = self.bench("-e", SENTENCE, "x.yaml")
        self.assertEqual(told["rules"][0]["rule"], SENTENCE)
        self.check_sums(told)

    def test_twenty_dearest_or_all(self):
        self.write("many.rules", "use ics\n" + "".join(
            f'\nrule R{i:02} "Rule {i}"\n  ICB must ensure that population of it is at least {i}\n' for i in range(25)))
        self.run_program("compile", "many.rules", status=0)
        self.assertEqual(len(self.bench("many.icsb", "x.yaml")["rules"]), 21)
        told = self.bench("many.icsb", "x.yaml", "--all")
        self.assertEqual(len(told["rules"]), 26)
        self.check_sums(told)
        self.assertIn("5 more rules", self.run_program("bench", "many.icsb", "x.yaml", *AS_AT, status=0).out)

    def test_warnings_are_told_once(self):
        self.write("odd.yaml", IN_POST + "  colour: red\n")
        result = self.run_program("bench", "x.icsb", "odd.yaml", *AS_AT, status=0)
        self.assertEqual(result.err.count("colour"), self.run_program(
            "eval", "x.icsb", "odd.yaml", *AS_AT).err.count("colour"))

    def test_nonsense_is_refused(self):
        self.run_program("bench", "x.icsb", status=2)
        self.run_program("bench", "x.icsb", "no.yaml", status=2)
        for runs in ("0", "4", "-5", "1001", "many", "5x", "", "99999999999999999999"):
            result = self.run_program("bench", "x.icsb", "x.yaml", "--runs", runs, status=2)
            self.assertIn("5 to 1000", result.err)
        for form in ("ndjson", "junit", "nonsense"):
            self.assertIn("text or json", self.run_program("bench", "x.icsb", "x.yaml", "--format", form, status=2).err)
        self.write("bad.yaml", "ICB: {code: QXU, population: many}\n")
        self.run_program("bench", "x.icsb", "bad.yaml", status=2)
        failed = self.run_program("bench", "--format", "json", "x.icsb", "bad.yaml", status=2)
        self.assertTrue(failed.json()["diagnostics"])

    def test_what_can_be_read_but_once_is_refused(self):
        os.mkfifo(self.folder / "pipe")
        for data in ("-", "pipe"):
            self.assertIn("once", self.run_program("bench", "x.icsb", data, status=2, input=IN_POST).err)
            self.assertIn("once", self.run_program("bench", "x.icsb", "--table", f"ICB={data}", status=2,
                                                   input=IN_POST).err)

    def test_full_standard_output(self):
        done = self.run_program("bench", "x.icsb", "x.yaml", status=0)
        self.assertEqual(done.err, "")
        with open("/dev/full", "w", encoding="utf-8") as full:
            for form in ("text", "json"):
                done = subprocess.run([PROGRAM, "bench", "--format", form, "x.icsb", "x.yaml"], cwd=self.folder,
                                      stdout=full, stderr=subprocess.PIPE, timeout=60)
                self.assertEqual(done.returncode, 4)

    def test_nothing_of_a_record_is_told(self):
        self.write("ehc.rules", EHC)
        self.run_program("compile", "ehc.rules", status=0)
        self.write("cases.yaml", CASES)
        for form in ("text", "json"):
            result = self.run_program("bench", "ehc.icsb", "cases.yaml", *AS_AT, "--format", form, "--records", status=0)
            self.assertIn("EHC-20-WEEKS", result.out)
            for secret in ("SECRET", "2021-03-04", "Anne"):
                self.assertNotIn(secret, result.out + result.err)

    def test_how_many_records_there_are_is_not_told(self):
        self.write("ehc.rules", EHC)
        self.run_program("compile", "ehc.rules", status=0)
        self.write("cases.yaml", CASES)
        few = self.bench("ehc.icsb", "cases.yaml")
        self.assertIsNone(few["outcomes"])
        self.assertIsNone(few["cost"])
        for rule in few["rules"]:
            self.assertEqual([rule[name] for name in ("cost", "own", "shared", "cost_percent")], [None] * 4)
        self.assertNotIn("steps", self.run_program("bench", "ehc.icsb", "cases.yaml", *AS_AT, status=0).out)
        self.write("cases.yaml", CASES + "".join(f"    - {{reference: C{i}}}\n" for i in range(2000)))
        many = self.bench("ehc.icsb", "cases.yaml")
        self.assertIsNone(many["cost"])
        self.assertEqual(many["rules"][0]["cost_percent"], 100)


class Parts(Case):
    """A table of a record a line is judged in parts, and costs what it costs when it is read whole."""

    def setUp(self):
        super().setUp()
        self.write("s.rules", SITES)
        self.run_program("compile", "s.rules", status=0)
        self.write("sites.ndjson", "".join(self.site(i) for i in range(60000)))

    @staticmethod
    def site(number):
        rooms = [{"seats": number % 7} for _ in range(number % 3)]
        return json.dumps({"code": f"S{number}", "visitors": number % 300, "rooms": rooms}) + "\n"

    def bench(self, *options):
        return self.run_program("bench", "--format", "json", *AS_AT, "s.icsb", "--table", "site=sites.ndjson", *options,
                                status=0).json()

    def test_parts_cost_what_the_whole_costs(self):
        parts, whole = self.bench("--jobs", "2"), self.bench("--batch-lanes", "2048")
        self.assertEqual(parts["jobs"], 2)
        for figure in ("records", "bytes", "outcomes", "cost"):
            self.assertEqual(parts[figure], whole[figure], figure)
        self.assertEqual(parts["records"], 60000)
        self.assertEqual(parts["bytes"], (self.folder / "sites.ndjson").stat().st_size)
        for one, other in zip(parts["rules"], whole["rules"]):
            self.assertEqual(one["rule"], other["rule"])
            self.assertLessEqual(abs(one["cost"] - other["cost"]), 64, "but for what does not part evenly")

    def test_a_table_read_whole_after_all(self):
        with open(self.folder / "sites.ndjson", "a", encoding="utf-8") as data:
            data.write(self.site(5))  # told twice
        first = self.bench()
        self.assertEqual(first["cost"], self.bench("--batch-lanes", "2048")["cost"])
