"""Several who owe a duty, and bodies that ended, as reports and explanations tell of them."""

from program import Case

RULES = """source ACT "Trusts Act"
  kind Act

rule PLAN "The board and its trusts prepare the plan"
  cites ACT section 1
  in force from 2022-07-01
  ICB and its partner trusts must together prepare forward plan by 2024-03-31

rule LEADS "Each has a lead"
  cites ACT section 2
  in force from 2022-07-01
  ICB and its partner trusts must each name SEND executive lead
"""

GROUP = """trust:
  - {code: R1, documents: [], posts: []}
  - {code: R2, documents: [], posts: []}
  - {code: R3}
ICB:
  - code: QXU
    ended: 2024-06-30
    successors: [QZZ]
    partner trusts: [R1, R2, R3]
    documents: [{kind: forward plan, prepared: 2024-01-02, preparers: [QXU, R1]}]
    posts: []
  - {code: QZZ, established: 2024-07-01}
"""


class Bodies(Case):
    def setUp(self):
        super().setUp()
        self.write("group.yaml", GROUP)
        self.write("g.rules", RULES)
        self.run_program("compile", "g.rules", status=0)

    def outcomes(self, as_at, rule):
        lines = self.run_program("eval", "g.icsb", "group.yaml", "--as-at", as_at, "--format", "ndjson").lines()
        return [line for line in lines if line.get("rule") == rule]

    def test_who_did_not_take_part_is_named_in_each_outcome(self):
        outcomes = self.outcomes("2024-05-01", "PLAN")
        self.assertEqual({line["subject"]["code"] for line in outcomes if "with" in line}, {"R1", "R2", "R3"})
        for line in outcomes:
            if line["outcome"] == "not met":
                self.assertEqual(line["without"], [{"type": "trust", "code": "R2"}])
                self.assertIn("trust R2 did not take part", line["why"])
        self.assertEqual([line["outcome"] for line in outcomes].count("not met"), 4)

    def test_each_is_one_rule_to_its_readers(self):
        self.assertEqual({line["subject"]["code"] for line in self.outcomes("2024-05-01", "LEADS")},
                         {"QXU", "QZZ", "R1", "R2", "R3"})
        self.assertIn("rules        2\n", self.run_program("inspect", "g.icsb", status=0).out)

    def test_a_successor_inherits_and_is_explained_alike(self):
        inherited = [line for line in self.outcomes("2025-01-01", "PLAN") if "inherited_from" in line]
        self.assertEqual([line["subject"]["code"] for line in inherited], ["QZZ"])
        self.assertEqual(inherited[0]["inherited_from"], {"type": "ICB", "code": "QXU"})
        self.assertEqual(inherited[0]["days"], 91)
        told = self.run_program("explain", "PLAN", "QZZ", "g.icsb", "group.yaml", "--as-at", "2025-01-01", status=0).out
        self.assertIn("inherited from ICB QXU", told)
        self.assertIn("91 days before the body ended", told)

    def test_a_limit_on_the_last_day_of_the_body(self):
        self.write("group.yaml", GROUP.replace("2024-06-30", "2024-03-31").replace("2024-07-01", "2024-04-01"))
        told = self.run_program("explain", "PLAN", "QZZ", "g.icsb", "group.yaml", "--as-at", "2025-01-01", status=0).out
        self.assertIn("the last lawful day was 2024-03-31, the body's last", told)

    def test_an_ended_body_names_who_came_after(self):
        told = self.run_program("explain", "LEADS", "QXU", "g.icsb", "group.yaml", "--as-at", "2025-01-01", status=0).out
        self.assertIn("the body ended on 2024-06-30; succeeded by ICB QZZ", told)
