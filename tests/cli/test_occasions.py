"""Outcomes of which a subject has several: for each period, each event, and over all days."""

import json

from program import Case

RULES = """model boards
entity board
  code     : text, unique
  chair    : text
  plans    : list of plan
  letters  : list of letter
  replies  : list of reply
entity plan
  published : event date
  year      : financial year
entity letter
  topic    : topic
  received : event date
entity reply
  sent : event date
verb board publish plan
  means some of its plans has published
  happens on published
  about the plan's year
enum topic is noise, light
verb board receive (t: topic)
  means some of its letters where topic is t has received
  happens on received
verb board reply
  means some of its replies has sent
  happens on sent
rule PLAN "A plan each year"
  in force from 2019-04-01
  each financial year board must publish plan
rule BEFORE "A plan before each year"
  in force from 2019-04-01
  before each financial year board must publish plan
rule REPLY "Each letter is answered"
  in force from 2019-04-01
  each time board receives noise, board must reply within 2 weeks of receiving noise
rule CHAIR "There is always a chair"
  in force from 2019-04-01
  board must have chair
  throughout
"""
AS_AT = ("--as-at", "2024-06-01")


def board(number):
    """A board with facts that differ by its number: some without lists, some with gaps."""
    facts = {"code": f"B{number:04}"}
    if number % 3:
        facts["plans"] = [{"published": f"{2019 + k}-0{1 + (number + k) % 9}-15", "year": f"{2019 + k}/{20 + k}"}
                          for k in range(number % 6)]
    if number % 4:
        facts["letters"] = [{"topic": "noise" if k % 2 else "light", "received": f"20{19 + k % 5}-1{k % 3}-0{1 + k % 9}"} for k in range(number % 7)]
    if number % 5:
        facts["replies"] = [{"sent": f"20{19 + k % 5}-1{k % 3}-1{k % 9}"} for k in range(number % 5)]
    if number % 2:
        facts["chair"] = [{"value": None if k % 3 == 0 else f"P{k}", "from": f"{2018 + k}-02-03", "to": f"{2019 + k}-02-02"}
                          for k in range(number % 8)] or None
    return facts


class Occasions(Case):
    def setUp(self):
        super().setUp()
        self.write("boards.rules", RULES)
        self.write("boards.json", json.dumps({"board": [board(n) for n in range(150)]}))
        self.run_program("compile", "boards.rules", "-o", "boards.icsb", status=0)

    def judge(self, lanes):
        return self.run_program("eval", *AS_AT, "--format", "ndjson", "--fail-on", "never", "--batch-lanes", lanes,
                                "boards.icsb", "boards.json", status=0)

    def test_outcomes_do_not_depend_on_batches(self):
        outs = {self.judge(lanes).out for lanes in ("1", "7", "64", "2048")}
        self.assertEqual(len(outs), 1)

    def test_each_has_its_period_event_or_neither(self):
        for outcome in self.judge("2048").lines():
            rule = outcome["rule"]
            self.assertEqual("period" in outcome, rule in ("PLAN", "BEFORE"), outcome)
            if rule == "CHAIR":
                self.assertEqual("since" in outcome, outcome["outcome"] == "not met", outcome)
            if "event" in outcome:
                self.assertEqual(outcome["event"]["type"], "letter")
        of_one = [o for o in self.judge("64").lines() if o["subject"]["code"] == "B0001" and o["rule"] == "PLAN"]
        self.assertEqual([o["period"]["label"] for o in of_one],
                         ["2019/20", "2020/21", "2021/22", "2022/23", "2023/24", "2024/25"])
        self.assertEqual(of_one[0]["period"], {"from": "2019-04-01", "to": "2020-03-31", "label": "2019/20"})

    def explain(self, *arguments, status=0):
        return self.run_program("explain", *arguments, "boards.icsb", "boards.json", *AS_AT, status=status)

    def test_one_of_several_is_explained(self):
        self.assertEqual(self.explain("PLAN", "B0001").out.count("board B0001"), 6)
        text = self.explain("PLAN", "B0001", "--for", "2021/22").out
        self.assertIn("board B0001, for 2021/22, as at 2024-06-01", text)
        self.assertEqual(text.count("board B0001"), 1)
        self.assertIn("E0804", self.explain("PLAN", "B0001", "--for", "1999", status=2).err)

    def test_gaps_are_told_in_days(self):
        for outcome in self.judge("64").lines():
            if outcome["rule"] == "CHAIR" and outcome["outcome"] == "not met":
                self.assertIn(f"it was not so on {outcome['days']} day", outcome["why"])
                break
        else:
            self.fail("no gap among the boards")


class BeforeForce(Case):
    """A duty that was done before it was one is done, and the explanation says so."""

    def why(self, day):
        self.write("own.rules", "model own\nentity board\n  code : text, unique\n  published : event date\n"
                   "verb board publish plan\n  means board has published\n  happens on published\n"
                   'source ACT "Boards Act"\n  kind Act\n'
                   'rule PLAN "A plan"\n  cites ACT section 1\n  in force from 2022-01-01\n  board must publish plan by 2022-06-30\n')
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)
        self.write("board.yaml", f"board: {{code: B, published: {day}}}\n")
        line, = self.run_program("eval", "own.icsb", "board.yaml", *AS_AT, "--format", "ndjson", status=0).lines()
        self.assertEqual(line["outcome"], "met")
        return line["why"]

    def test_it_is_said(self):
        self.assertTrue(self.why("2019-05-01").endswith("; it was done before the duty was in force, from 2022-01-01"))
        self.assertTrue(self.why("2021-12").endswith("; it was done before the duty was in force, from 2022-01-01"))

    def test_and_not_of_what_was_done_since(self):
        self.assertNotIn("before the duty", self.why("2022-01-01"))
        self.assertNotIn("before the duty", self.why("2022-01"))


class Yields(Case):
    """An exemption by `subject to` names the rule that prevails, and what came of that."""

    RULES = """model yields
source ACT "Boards Act"
  kind Act
entity board
  code : text, unique
  asked : yes/no
  told : event date
  consented : yes/no
verb board tell
  means board has told
  happens on told
rule TELL "Told when asked"
  cites ACT section 2
  in force from 2020-01-01
  applies to each board where asked is yes
  board must tell by 2022-01-01
  despite CONSENT
rule CONSENT "Nothing without consent"
  cites ACT section 1
  in force from 2020-01-01
  board must ensure that consented is yes
"""

    def why(self, told):
        self.write("own.rules", self.RULES)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)
        self.write("board.yaml", f"board: {{code: B, asked: yes, told: {told}, consented: no}}\n")
        lines = self.run_program("eval", "own.icsb", "board.yaml", *AS_AT, "--format", "ndjson").lines()
        line = next(line for line in lines if line["rule"] == "CONSENT")
        self.assertEqual(line["outcome"], "exempt")
        return line

    def test_the_rule_and_its_state_are_named(self):
        line = self.why("2021-01-01")
        self.assertTrue(line["why"].startswith("subject to rule TELL, which is met (Boards Act, section 2)"), line["why"])
        self.assertEqual(line["exceptions"], [{"says": "exempt", "text": "subject to rule TELL, which is met",
                                               "clause": "Boards Act, section 2"}])
        self.assertIn("subject to rule TELL, which is done late", self.why("2023-01-01")["why"])

    def test_and_not_what_would_be_the_breach(self):
        self.assertNotIn("consented", self.why("null")["why"])
