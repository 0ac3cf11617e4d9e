"""What is said in plain words: reasons as sentences, phrases that count what must hold, and where files were looked for."""

from program import Case

RULES = """model area
source ACT "The Area Act"
  kind Act
entity ICB
  code : text, unique
  chair : text
  fee : money
  staff : number
  asked : event date
  sent : event date
verb ICB answer
  means ICB has sent
  happens on sent
rule KEPT "A chair throughout"
  cites ACT section 1
  in force from 2022-01-01
  ICB must have chair
  throughout
rule EITHER "Staff, or no fee to speak of"
  cites ACT section 2
  in force from 2022-01-01
  ICB must ensure that staff is at least 3 or fee is at most £20
rule NEVER "No chair"
  cites ACT section 3
  in force from 2022-01-01
  ICB must not have chair
rule ANSWERED "Answers of old"
  cites ACT section 4
  governs asked from 2020-01-01 to 2021-12-31
  ICB must answer within 3 weeks of asked
"""
FACTS = """ICB:
  - code: A
    chair:
      - {value: x, from: 2022-01-01, to: 2022-06-30}
      - {value: null, from: 2022-07-01, to: 2022-08-31}
      - {value: y, from: 2022-09-01}
    staff: 2
    fee: 30
    asked: 2022-03-01
    sent: 2022-04-01
"""


class Reasons(Case):
    def explained(self, rule):
        self.write("r.rules", RULES)
        self.write("a.yaml", FACTS)
        self.run_program("compile", "r.rules", status=0)
        return self.run_program("explain", rule, "A", "r.icsb", "a.yaml", "--as-at", "2023-01-01", status=0).out

    def test_several_facts_say_of_what_they_are_the_reason(self):
        self.assertIn("it is not so that staff is at least 3 or fee is at most £20: staff is 2, line 7; fee is £30, line 8",
                      self.explained("EITHER"))

    def test_what_is_forbidden_is_said_to_be_so(self):
        self.assertIn("what is forbidden is so: chair is y, line 6", self.explained("NEVER"))

    def test_throughout_counts_the_days_on_which_it_was_so(self):
        text = self.explained("KEPT")
        self.assertIn("chair: yes for 2 of 3\n", text)
        self.assertIn("throughout: no\n", text)

    def test_what_a_rule_governs_is_said_as_it_is_written(self):
        self.assertIn("it governs asked from 2020-01-01 to 2021-12-31, and asked is 2022-03-01", self.explained("ANSWERED"))


class Places(Case):
    def test_rules_in_a_folder_below_are_pointed_at(self):
        self.write("icsrules.yaml", "rules: [rules]\n")
        self.write("rules/board/lead.rules", "ICB must name SEND executive lead\n")
        err = self.run_program("check", status=2).err
        self.assertIn("there are some in rules/board: name that folder, or write 'use board'", err)

    def test_a_pack_that_is_not_there(self):
        self.write("r.rules", "use nowhere\nrule R \"r\"\n  ICB must have chair\n")
        self.assertIn("icsrules.yaml, as in 'rules: [rules, lib]'", self.run_program("check", "r.rules", status=2).err)

    def test_a_line_of_rules_in_the_project_file(self):
        self.write("icsrules.yaml", "name: x\nuse send\n")
        self.assertIn("help: ", self.run_program("check", status=2).err)


class Words(Case):
    def test_articles(self):
        self.write("r.rules", RULES)
        self.run_program("compile", "r.rules", status=0)
        self.write("a.yaml", "ICB: [3]\n")
        self.assertIn("a record of an ICB", self.run_program("eval", "r.icsb", "a.yaml", status=2).err)
