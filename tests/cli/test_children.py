"""What is said of children where the outcome is about somebody else: neither how many, nor which, nor when."""

from program import Case

RULES = """use ics

rule AUDIT "A local offer after the latest plan"
  local authority must publish local offer within 2 weeks of latest final plan sent of EHC cases
rule FIRST "A local offer after the first request"
  local authority must publish local offer within 2 weeks of earliest request received of EHC cases
rule SHARE "Nine of ten in time"
  local authority must ensure that share of EHC cases for which final plan sent is within 20 weeks of request received
    is at least 90%
rule COUNT "Three plans"
  local authority must ensure that number of EHC cases where plan is needed is at least 3
rule EVERY "All have a plan"
  local authority must ensure that every EHC case has final plan sent
rule NONE "None was ever sent"
  in force from 2024-01-01
  local authority must ensure that no EHC case has final plan sent
  throughout
rule NEEDED "All need a plan"
  local authority must ensure that every EHC case where plan is needed has decision notified
rule LETTERS "Parts"
  local authority must ensure that all of
    (a) share of EHC cases for which plan is needed is at least 99%
    (b) latest decision notified of EHC cases is before 2020-01-01
"""

FACTS = """local authority:
  code: '936'
  name: Surrey
  documents:
    - {kind: local offer, published: 2024-07-20}
  EHC cases:
    - {reference: T1, request received: 2024-01-03, final plan sent: 2024-05-07, plan is needed: yes}
    - {reference: T2, request received: 2024-01-05, final plan sent: 2024-06-08, plan is needed: yes}
    - {reference: T3, request received: 2024-02-04, final plan sent: null}
    - {reference: T4, request received: 2024-02-06, final plan sent: null}
"""


class Children(Case):
    FORMS = ("text", "json", "ndjson")
    AS_AT = ("--as-at", "2024-09-01")

    def setUp(self):
        super().setUp()
        self.write("own.rules", RULES)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)
        self.write("facts.yaml", FACTS)

    def every_output(self, *options):
        for form in self.FORMS:
            result = self.run_program("eval", "own.icsb", "facts.yaml", *self.AS_AT, "--format", form, *options)
            yield result.out + result.err
        for rule in ("AUDIT", "FIRST", "SHARE", "COUNT", "EVERY", "NONE", "NEEDED", "LETTERS"):
            yield self.run_program("explain", rule, "936", "own.icsb", "facts.yaml", *self.AS_AT, *options).out

    def test_no_day_of_a_record_and_none_reckoned_from_one(self):
        days = ("2024-01-03", "2024-01-05", "2024-02-04", "2024-02-06", "2024-05-07", "2024-06-08",  # in the facts
                "2024-06-22", "2024-01-17")  # two weeks later
        for options in ((), ("--names",), ("--records",)):
            for out in self.every_output(*options):
                for day in days:
                    self.assertNotIn(day, out)

    def test_no_number_of_them(self):
        for options in ((), ("--names",)):
            for out in self.every_output(*options):
                for number in ("1 of 4", "2 of 4", "4 items", "4 values", "yes for ", "2 to 4", "3 of ", "of 3", "and 1 more"):
                    self.assertNotIn(number, out)

    def test_no_reference_to_one_of_them(self):
        for out in self.every_output():
            for code in ("T1", "T2", "T3", "T4"):
                self.assertNotIn(code, out)

    def lines(self, *options):
        result = self.run_program("eval", "own.icsb", "facts.yaml", *self.AS_AT, "--format", "ndjson", *options)
        return {line["rule"]: line for line in result.lines()}

    def test_the_days_beside_an_outcome_are_left_out(self):
        lines = self.lines()
        self.assertEqual(lines["AUDIT"]["outcome"], "done late")
        self.assertEqual(lines["NONE"]["outcome"], "not met")
        for rule in ("AUDIT", "FIRST", "NONE"):
            for field in ("due", "days", "since"):
                self.assertNotIn(field, lines[rule])

    def test_the_state_is_told_and_what_is_asked_for(self):
        lines = self.lines()
        self.assertEqual(lines["SHARE"]["outcome"], "not met")
        self.assertEqual(lines["SHARE"]["why"], "EHC cases: how many is not shown, and at least 90% is asked for")
        self.assertEqual(lines["SHARE"]["evidence"], [])

    def test_what_is_missing_is_named_once(self):
        lines = self.lines()
        self.assertEqual(lines["COUNT"]["outcome"], "unknown")
        self.assertEqual(lines["COUNT"]["needs"], ["plan is needed"])
        self.assertEqual(lines["COUNT"]["why"], "not known: plan is needed of a record that is not shown")
        out = self.run_program("explain", "COUNT", "936", "own.icsb", "facts.yaml", *self.AS_AT).out
        self.assertEqual(out.count("plan is needed: not mentioned"), 1)

    def test_with_records_what_is_missing_is_named_by_reference(self):
        needs = self.lines("--records")["COUNT"]["needs"]
        self.assertEqual(len([need for need in needs if "[T3]" in need]), 1)

    def test_other_numbers_are_told_as_before(self):
        self.write("posts.rules", 'use ics\nrule POSTS "Posts"\n  ICB must ensure that number of posts is at least 3\n')
        self.run_program("compile", "posts.rules", "-o", "posts.icsb", status=0)
        self.write("icb.yaml", "ICB: {code: QXU, posts: [{title: SEND executive lead}, {title: SEND executive lead}]}\n")
        out = self.run_program("eval", "posts.icsb", "icb.yaml", *self.AS_AT).out
        self.assertIn("posts is 2 items", out)


VERSIONS = """use ics
use calendars
rule SENT "Sent"
  applies to each EHC case
  version 1 in force from 2014-09-01 to 2022-12-31
    local authority must send final plan within 26 weeks of request received
  version 2 in force from 2023-01-01
    local authority must send final plan within 20 weeks of request received
rule COUNTED "Two deliveries"
  each EHC case must have at least 3 deliveries where recipient is parent
rule WORKING "In working days"
  each EHC case must have notice of request given within 9 working days of request received
"""


class Records(Case):
    """With --records an outcome of one child is shown by its reference, without the days and numbers of its record."""

    def setUp(self):
        super().setUp()
        self.write("own.rules", VERSIONS)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)
        self.write("facts.yaml", "EHC case:\n"
                   "  - {reference: T1, request received: 2024-01-09, final plan sent: 2024-05-07,\n"
                   "     deliveries: [{recipient: parent}, {recipient: parent}]}\n"
                   "  - {reference: T2, request received: 2055-01-09, deliveries: []}\n")

    def test_no_day_and_no_number(self):
        for rule in ("SENT", "COUNTED", "WORKING"):
            for code in ("T1", "T2"):
                out = self.run_program("explain", rule, code, "own.icsb", "facts.yaml", "--as-at", "2056-09-01",
                                       "--records").out
                for secret in ("2024-01-09", "2055-01-09", "2024-05-07", "deliveries: 2", "2055"):
                    self.assertNotIn(secret, out.replace("as at 2056-09-01", ""))


HELD = """use ics

source ACT "The Cases Act"
  kind Act

rule NEEDED "A plan that is needed is sent"
  cites ACT section 1
  in force from 2014-09-01
  applies to each EHC case
  local authority must send final plan within 20 weeks of request received
  unless plan is not needed
  time limit lifted where request received is before 2023-01-01
rule SAID "Whether it is needed is decided"
  cites ACT section 2
  in force from 2014-09-01
  each EHC case where plan is not needed must ensure that plan is needed
"""


class Held(Case):
    """What holds of a child's record is no answer to why: neither a phrase of the rule, nor the exception that holds."""

    def setUp(self):
        super().setUp()
        self.write("own.rules", HELD)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)
        self.write("facts.yaml", "local authority:\n  code: '936'\n  EHC cases:\n"
                   "    - {reference: T1, request received: 2024-01-09, plan is needed: no}\n"
                   "    - {reference: T2, request received: 2022-01-09, final plan sent: null, plan is needed: yes}\n"
                   "    - {reference: T3, request received: 2024-01-09, final plan sent: null, plan is needed: yes}\n")

    def test_no_phrase_and_no_exception(self):
        for rule, code, state in (("NEEDED", "T1", "exempt"), ("NEEDED", "T2", "open"), ("NEEDED", "T3", "not met"),
                                  ("SAID", "T1", "not met"), ("SAID", "T2", "not applicable")):
            out = self.run_program("explain", rule, code, "own.icsb", "facts.yaml", "--as-at", "2024-09-01", "--records").out
            self.assertIn(f": {state}", out)
            for told in ("Phrases", "Exceptions", "Facts", "needed: ", "is needed,", "not needed", "2023-01-01"):
                self.assertNotIn(told, out.split("\nWhy\n")[1], (rule, code))
        lines = self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", "2024-09-01", "--records", "--format", "ndjson").lines()
        self.assertEqual([line for line in lines if "exceptions" in line or line["evidence"] != []], [])
        self.assertNotIn("needed", " ".join(line["why"] for line in lines))


EVENTS = """model centres
entity centre
  code : text, unique
  referrals : list of referral
  replies : list of reply
entity reply
  sent : event date
entity referral, special category
  reference : text, unique
  topic : topic
  received : event date
enum topic is noise, light
source ACT "Centres Act"
  kind Act
verb centre receive (t: topic)
  means some of its referrals where topic is t has received
  happens on received
verb centre answer
  means some of its replies has sent
  happens on sent
rule ANSWER "Answered"
  cites ACT section 1
  in force from 2020-01-01
  each time centre receives noise, centre must answer within 2 weeks of receiving noise
"""


class Events(Case):
    """A centre answers each referral: the outcomes are of single referrals, though the centre is their subject."""

    AS_AT = ("--as-at", "2024-01-01")

    def setUp(self):
        super().setUp()
        self.write("own.rules", EVENTS)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)
        rows = "".join(f"      - {{reference: R{i}, topic: noise, received: 2022-01-0{i}, wrong: x}}\n" for i in range(1, 4))
        self.write("facts.yaml", f"centre:\n  - code: A\n    referrals:\n{rows}    replies: [{{sent: 2022-01-02}}]\n")

    def run_eval(self, *options):
        return self.run_program("eval", "own.icsb", "facts.yaml", *self.AS_AT, *options)

    def test_they_are_counted_under_the_centre(self):
        lines = self.run_eval("--format", "ndjson").lines()
        self.assertEqual({line["outcome"]: line["count"] for line in lines}, {"met": None, "not met": None})
        self.assertEqual(lines[0]["owed_by"], [{"type": "centre", "code": "A"}])

    def test_no_reference_and_no_day(self):
        for form in ("text", "json", "ndjson"):
            result = self.run_eval("--format", form)
            for secret in ("R1", "R2", "R3", "2022-01-0"):
                self.assertNotIn(secret, result.out + result.err)

    def test_a_message_about_their_data_shows_no_line_and_no_number(self):
        result = self.run_eval()
        self.assertIn("facts.yaml: warning", result.err)
        self.assertNotIn("facts.yaml:", result.err.replace("facts.yaml: ", ""))
        self.assertNotIn("more places", result.err)

    def test_explain_asks_for_records(self):
        arguments = ("explain", "ANSWER", "A", "own.icsb", "facts.yaml", *self.AS_AT)
        self.assertIn("--records", self.run_program(*arguments, status=2).err)
        out = self.run_program(*arguments, "--records", status=0).out
        self.assertIn("for referral R1", out)
        self.assertNotIn("2022-01-0", out)


WRONG = """model centres
entity centre
  code : text, unique
  head : text, personal
  opened : date, personal
  referrals : list of referral
entity referral, special category
  reference : text, unique
  topic : topic
  received : event date
  centres : list of centre
  weight : number
enum topic is noise, light
rule HEAD "A head"
  centre must have head
"""
MISTAKES = ["topic: SECRET", "received: SECRET", "received: 2022-02-31", "weight: 12345678901234567890", "weight: 1.12345678",
            "weight: [SECRET]", "centres: SECRET", "centres: [SECRET]", "hair: SECRET", "received: {value: SECRET}",
            "topic: nois", "topic: true", "topic: 77", "received: 1999-01"]


class Mistakes(Case):
    """A message about a child's record names the file and what was expected; the rest is for --records."""

    SECRETS = ("SECRET", "2022-02-31", "1234567", "nois'", "77", "centre/0", "1999")

    def setUp(self):
        super().setUp()
        self.write("own.rules", WRONG)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)

    def say(self, facts, *options, name="facts.yaml"):
        self.write(name, facts)
        return self.run_program("eval", "own.icsb", name, "--as-at", "2024-01-01", *options)

    def test_no_line_no_pointer_no_value(self):
        for mistake in MISTAKES[:-1]:
            facts = f"centre:\n  - code: A\n    referrals: [{{reference: R1, {mistake}}}]\n"
            for form in ("text", "json", "ndjson"):
                with self.subTest(mistake=mistake, form=form):
                    result = self.say(facts, "--format", form)
                    said = result.out + result.err
                    self.assertIn("--records", said)
                    self.assertNotRegex(said, r"facts.yaml:\d")
                    for secret in self.SECRETS:
                        self.assertNotIn(secret, said)

    def test_nor_of_two_facts_that_contradict_each_other_or_one_code_twice(self):
        for second in ("received: 2022-02-02", "topic: light"):
            facts = f"referral:\n  - {{reference: R1, topic: noise, received: 2022-01-01}}\n  - {{reference: R1, {second}}}\n"
            result = self.say(facts)
            self.assertIn("facts.yaml: warning W1602", result.err)
            self.assertNotRegex(result.err, r"facts.yaml:\d|2022|R1|light")

    def test_nor_of_a_table(self):
        result = self.say("reference,received\nR1,SECRET\n", "--table", "referrals=referral", name="referrals.csv")
        self.assertNotIn("SECRET", result.err)

    def test_records_shows_place_and_value_but_no_line(self):
        result = self.say("referral:\n  - {reference: R1, topic: SECRET}\n", "--records")
        self.assertRegex(result.err, r"facts.yaml:2:\d+: error E0602")
        self.assertIn("SECRET", result.err)
        self.assertNotIn("R1", result.err)

    def test_a_personal_value_is_shown_with_names_alone(self):
        facts = "centre: [{code: A, opened: SECRET}]\n"
        hidden, shown = self.say(facts), self.say(facts, "--names")
        self.assertRegex(hidden.err, r"facts.yaml:1:\d+: error E0201")
        self.assertIn("--names", hidden.err)
        self.assertNotIn("SECRET", hidden.err)
        self.assertIn("SECRET", shown.err)
