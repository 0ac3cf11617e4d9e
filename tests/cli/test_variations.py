"""What may stand in the place of a national duty: what is proved to ask as much, and which part is told where not."""

from program import Case

NATIONAL = """model area
source ACT "The Area Act"
  kind Act
entity area
  code : text, unique
  board : one board
entity board
  code : text, unique
  established : event date
  agreed : event date
  members : list of member
  sent : event date
  urgent : yes/no
entity member
  name : text
term report
verb board send report
  means board has sent
  happens on sent
rule DUTY "The duty"
  cites ACT section 1
  in force from 2020-01-01
  {national}
"""
LOCAL = """use national
source MINUTES "Minutes of the area"
  kind resolution
variation NORTH of national for area with code "N"
  made by "North area"
  cites MINUTES para 4
  in force from 2022-01-01
  replace rule DUTY "The local text"
    {local}
"""

PROVED = [
    ("board must send report within 12 weeks of established", "board must send report within 8 weeks of established"),
    ("board must send report within 12 weeks of agreed", "board must send report within 8 weeks of agreed"),
    ("board must send report within 12 weeks of agreed", "board must send report within 56 days of agreed"),
    ("board must send report within 1 year of agreed", "board must send report within 9 months of agreed"),
    ("board must send report within 3 months of agreed", "board must send report within 12 weeks of agreed"),
    ("board must send report by 2022-12-31", "board must send report by 2022-09-30"),
    ("board must send report by 2022-12-31", "board must send report before 2022-12-31"),
    ("board must have at least 3 members", "board must have at least 4 members"),
]
CARETS = 32  # so many at most stand below a line
NOW = "the national text has no last day: it asks now"
REFUSED = [  # national, local, what is said, the part of the local text, the part of the national one
    ("board must send report within 12 weeks of agreed", "board must send report within 16 weeks of agreed",
     "its last lawful day is later", "within 16 weeks of agreed", "within 12 weeks of agreed"),
    ("board must send report within 3 months of agreed", "board must send report within 13 weeks of agreed",
     "its last lawful day may be later", "within 13 weeks of agreed", "within 3 months of agreed"),
    ("board must send report by 2022-12-31", "board must send report by 2023-01-01",
     "its last lawful day is later", "2023-01-01", "2022-12-31"),
    ("board must send report by 2022-12-31", "board must send report",
     "it has no last lawful day", "board must send report", "2022-12-31"),
    ("board must have members by 2022-12-31", "board must have members by 2022-09-30",
     "what is so on its last lawful day may be so no more on the later one", "2022-09-30", "2022-12-31"),
    ("board must have at least 3 members", "board must have at least 2 members",
     "it requires less", "at least 2 members", "at least 3 members"),
    ("board must have at least 3 members", "board must send report",
     "what it requires may be less", "board must send report", "at least 3 members"),
    ("board must have members", "board should have members", "its word is a weaker one",
     "board should have members", "board must have members"),
    ("board must have members", "board must have members\n    unless urgent is yes", "it has an exception",
     "urgent is yes", "board must have members"),
    ("board must have members\n  unless agreed is before 2021-01-01",
     "board must have members\n    unless agreed is before 2021-02-01", "its exceptions reach further",
     "agreed is before 2021-02-01", "agreed is before 2021-01-01"),
    ("board must have members", "applies to each board where urgent is yes\n    board must have members",
     "it applies to fewer", "urgent is yes", "board must have members"),
    ("board must send report within 12 weeks of agreed",
     "board must send report within 12 weeks of agreed\n    time limit lifted where urgent is yes",
     "it lifts the time limit", "urgent is yes", "within 12 weeks of agreed"),
    ("board must have at least 3 members", "board must have at least 4 members by 2030-01-01", NOW,
     "2030-01-01", "board must have at least 3 members"),
    ("board must have at least 3 members", "board must have at least 3 members by 2020-01-01", NOW,
     "2020-01-01", "board must have at least 3 members"),
    ("board must send report", "board must send report by 2030-01-01", NOW, "2030-01-01", "board must send report"),
    ("board must send report", "board must send report after 2030-01-01", NOW,
     "board must send report after 2030-01-01", "board must send report"),
    ("board must send report\n  no period stated", "board must send report by 2030-01-01", NOW,
     "2030-01-01", "board must send report"),
    ("board must send report", "board must send report\n    no period stated", "it states no period",
     "board must send report", "board must send report"),
    ("board must send report", "board must send report within 12 weeks of agreed", "it may apply to fewer",
     "within 12 weeks of agreed", "board must send report"),
]


class Variations(Case):
    def check(self, national, local):
        self.write("icsrules.yaml", "rules: [.]\n")
        self.write("national.rules", NATIONAL.replace("{national}", national))
        self.write("local.rules", LOCAL.replace("{local}", local))
        return self.run_program("check", "local.rules")

    def test_what_asks_as_much_is_proved(self):
        for national, local in PROVED:
            with self.subTest(national=national, local=local):
                result = self.check(national, local)
                self.assertEqual(result.status, 0, result)

    def test_the_part_that_asks_less_is_named_with_both_texts(self):
        for national, local, said, mine, theirs in REFUSED:
            with self.subTest(national=national, local=local):
                result = self.check(national, local)
                self.assertEqual(result.err.count(" error "), 1, result)
                self.assertIn("error E0250", result.err)
                self.assertIn(said, result.err)
                self.assertEqual(self.pointed_at(result.err), [mine[:CARETS], theirs[:CARETS]], result)

    def test_what_is_filled_in_takes_nobody_out(self):
        """What is asked is for the local text to say: not whether, of whom, or unless what."""
        def fill_in(local):
            self.write("icsrules.yaml", "rules: [.]\n")
            self.write("national.rules", NATIONAL.replace("  {national}", "  locally determined\n  board must send report"))
            self.write("local.rules", LOCAL.replace('replace rule DUTY "The local text"', 'fill in DUTY "The local text"')
                       .replace("{local}", local))
            return self.run_program("check", "local.rules")
        for local in ("board must have members", "board must send report", "board must have at least 2 members"):
            self.assertEqual(fill_in(local).status, 0, local)
        for local, said in (("board may send report", "its word is a weaker one"),
                            ("board should send report", "its word is a weaker one"),
                            ("board where urgent is yes must have members", "it may apply to fewer"),
                            ("board must have members\n    unless urgent is yes", "it has an exception")):
            self.assertRegex(fill_in(local).err, f"error E0250.*{said}", local)

    def pointed_at(self, text):
        """What stands above the carets, in their order."""
        lines = text.splitlines()
        return [above[line.index("^"):line.rindex("^") + 1]
                for above, line in zip(lines, lines[1:]) if line.strip(" |^") == "" and "^" in line]

    def test_a_body_that_begins_after_a_fixed_day_goes_on_under_the_national_text(self):
        self.check("board must send report by 2022-12-31", "board must send report by 2022-09-30")
        self.write("a.yaml", "area:\n  - {code: N, board: {code: NB, established: 2022-10-15, sent: null}}\n"
                             "  - {code: S, board: {code: SB, established: 2022-10-15, sent: null}}\n")
        self.run_program("compile", "local.rules", "-o", "l.icsb", status=0)
        for day, want in (("2022-11-01", "not yet due"), ("2023-01-01", "not met")):
            lines = self.run_program("eval", "--as-at", day, "--format", "ndjson", "l.icsb", "a.yaml").lines()
            self.assertEqual([line["outcome"] for line in lines], [want, want], lines)
            self.assertEqual({line["due"] for line in lines}, {"2022-12-31"})

    def test_a_text_stands_in_the_place_of_one_national_rule_and_is_one_text(self):
        """Else the national duty would be gone without a word, or the local text would."""
        versions = LOCAL[:LOCAL.index("    {local}")] + "    version 1\n      in force from 2022-01-01\n    board must have members\n"
        own = LOCAL.split("  replace")[0] + "  rule OWN \"o\"\n    board should have members\n" \
            "  replace rule OWN \"p\"\n    board should have agreed\n    because \"so\"\n"
        check = LOCAL.split("  replace")[0] + "  replace rule SEEN \"p\"\n    board should have agreed\n    because \"so\"\n"
        self.write("icsrules.yaml", "rules: [.]\n")
        self.write("national.rules", NATIONAL.replace("{national}", "board must have members") +
                   'check SEEN "Seen"\n  board has agreed\n')
        for local, said in ((versions, "a text in the place of rule DUTY has no versions"),
                            (own, "OWN is no national rule"), (check, "SEEN is no national rule")):
            with self.subTest(said=said):
                self.write("local.rules", local)
                result = self.run_program("compile", "local.rules", "-o", "l.icsb")
                self.assertEqual(result.status, 2, result)
                self.assertEqual(result.err.count(" error "), 1, result)
                self.assertIn("error E0252: " + said, result.err)


class Frees(Case):
    """A variation's own rule `despite` a national expectation: for a reason, and told with both texts."""

    def test_a_reason_is_asked_for_and_both_texts_are_listed(self):
        guided = NATIONAL.replace("  kind Act", "  kind statutory guidance").format(national="board should have members")
        own = LOCAL.replace("replace rule DUTY", "rule OWN").format(local="board should have agreed\n    despite DUTY")
        self.write("icsrules.yaml", "rules: [.]\n")
        self.write("national.rules", guided)
        self.write("local.rules", own)
        self.assertIn("E0253", self.run_program("check", "local.rules", status=2).err)
        self.write("local.rules", own + '    because "members are yet to be named"\n')
        out = self.run_program("check", "--departures", "local.rules", status=0).out
        self.assertIn("  adds OWN, which frees from DUTY\n    local:    board should have agreed\n"
                      "    national: board should have members\n", out)
