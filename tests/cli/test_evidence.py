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
                             "  {reference: c, request received: not applicable, final plan sent: 2024-02-02,"
                             " plan is needed: yes}]\n")
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


class Age(Evidence):
    """`evidence not older than`: a fact without a day of its own is as old as its description."""

    def setUp(self):
        super().setUp()
        self.write("own.rules", "use ics\nrule LEAD \"A lead\"\n  ICB must name SEND executive lead\n"
                   "  evidence not older than 12 months\n")
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)

    def state(self, head, day):
        posts = "posts: [{title: SEND executive lead, holder: {id: P}}]"
        line = self.outcomes(f"{head}ICB: [{{code: A, {posts}}}]\n", day=day)["LEAD", "A"]
        return line["outcome"], line.get("details")

    def test_as_old_as_the_description(self):
        self.assertEqual(self.state("as at: 2023-10-01\n", "2024-10-01")[0], "met")
        self.assertEqual(self.state("as at: 2023-09-30\n", "2024-10-01"), ("unknown", ["stale"]))
        self.assertEqual(self.state("", "2024-10-01"), ("unknown", ["stale"]))


class Personal(Case):
    """Names of persons and what else is personal leave the machine on request alone."""

    RULES = """use ics
entity clerk
  code            : text, unique
  name            : text, personal
  born            : date, personal
  signed          : yes/no, personal
  office          : role
  boss            : clerk
role head clerk
rule OLD "Old enough"
  each clerk must ensure that born is before 1990-01-01
rule LED "Led in time"
  each clerk must have boss within 60 months of born
rule SIGN "Signed"
  each clerk must have signed
"""
    FACTS = ("clerk: [{code: C1, name: Jane Roe, born: 1995-02-03, signed: yes, office: head clerk,\n"
             "  boss: {name: Bob Dow, office: head clerk}}]\n")
    SECRETS = ("Jane", "Bob", "1995", "2000-02-03")

    def setUp(self):
        super().setUp()
        self.write("own.rules", self.RULES)
        self.write("facts.yaml", self.FACTS)
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)

    def every_output(self, *options):
        for form in ("text", "json", "ndjson"):
            yield self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", "2024-01-01", "--format", form, *options).out
        for rule in ("OLD", "LED", "SIGN"):
            yield self.run_program("explain", rule, "C1", "own.icsb", "facts.yaml", "--as-at", "2024-01-01", *options).out

    def test_they_are_in_no_output(self):
        outputs = list(self.every_output())
        for secret in self.SECRETS:
            self.assertFalse([out for out in outputs if secret in out], secret)
        self.assertNotIn("signed: yes", "".join(outputs))
        self.assertIn("head clerk", outputs[0], "the role stands for the name")

    def test_they_are_told_when_asked_for(self):
        outputs = "".join(self.every_output("--names"))
        for secret in self.SECRETS:
            self.assertIn(secret, outputs)

    def test_a_person_of_the_model_has_a_name_that_is_not_told(self):
        self.write("icb.yaml", "ICB: {code: QXU, posts: [{title: SEND executive lead, holder: {name: Ann Poe, role: chief nurse}}]}\n")
        self.write("lead.rules", "use ics\nrule LEAD \"A lead\" ICB must name SEND executive lead\n")
        self.run_program("compile", "lead.rules", "-o", "lead.icsb", status=0)
        arguments = ("explain", "LEAD", "QXU", "lead.icsb", "icb.yaml", "--as-at", "2024-01-01")
        out = self.run_program(*arguments, status=0).out
        self.assertNotIn("Ann", out)
        self.assertIn("chief nurse", out)
        self.assertIn("Ann Poe", self.run_program(*arguments, "--names", status=0).out)


class Children(Case):
    """Records of a special category: no day of what happened to them, no line of the file that holds them."""

    def setUp(self):
        super().setUp()
        self.write("own.rules", "use ics\nrule SENT \"Sent\"\n  applies to each EHC case\n"
                   "  local authority must send final plan within 20 weeks of request received\n")
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)

    def test_records_give_no_day_of_what_happened(self):
        self.write("facts.yaml", "EHC case: [{reference: T1, request received: 2024-01-01, final plan sent: 2024-05-07},\n"
                   "  {reference: T2, request received: 2024-01-03, final plan sent: 2024-06-08}]\n")
        outputs = [self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", "2024-09-01", "--records", "--format",
                                    form).out for form in ("text", "json", "ndjson")]
        outputs += [self.run_program("explain", "SENT", code, "own.icsb", "facts.yaml", "--as-at", "2024-09-01",
                                     "--records").out for code in ("T1", "T2")]
        for secret in ("2024-01-01", "2024-01-03", "2024-05-07", "2024-06-08"):
            self.assertFalse([out for out in outputs if secret in out], secret)

    def test_a_contradiction_shows_no_line_of_them(self):
        self.write("facts.yaml", "EHC case: [{reference: T1, request received: 2024-01-01},\n"
                   "  {reference: T1, request received: 2024-01-02}]\n")
        result = self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", "2024-09-01", status=5)
        self.assertIn("W1602", result.err)
        self.assertIn("facts.yaml: warning", result.err)
        for secret in ("T1", "2024-01-0"):
            self.assertNotIn(secret, result.err + result.out)


class Kinds(Evidence):
    def lead(self, facts, *arguments, **options):
        return self.outcomes(facts, *arguments, **options)["LEAD", "A"]

    POST = "{title: SEND executive lead, holder: %s}"

    def test_what_rests_on_statements_alone_says_so(self):
        told = "{value: {id: P1}, kind: %s}"
        for kind, details in (("statement", ["on statement only"]), ("minute", [])):
            post = self.POST % (told % kind)
            line = self.lead(f"ICB: {{code: A, posts: {{value: [{post}], kind: {kind}}}}}\n")
            self.assertEqual((line["outcome"], line["details"]), ("met", details))

    def test_a_list_speaks_for_what_stands_in_it(self):
        line = self.lead(f"ICB: {{code: A, posts: {{value: [{self.POST % '{id: P1}'}], kind: statement, source: a call}}}}\n")
        self.assertEqual(line["details"], ["on statement only"])
        self.assertEqual({fact["source"] for fact in line["evidence"]}, {"a call"})

    def test_one_fact_that_is_no_statement_is_enough(self):
        line = self.lead(f"ICB: {{code: A, posts: [{self.POST % '{value: {id: P1}, kind: statement}'}]}}\n")
        self.assertEqual(line["details"], [])

    def test_a_kind_that_is_none_is_a_warning(self):
        self.write("facts.yaml", "ICB: {code: A, population: {value: 7, kind: statment}}\n")
        result = self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", "2024-01-01", status=5)
        self.assertIn("W1604", result.err)
        self.assertIn("did you mean 'statement'?", result.err)


class Time(Evidence):
    def size(self, facts, *arguments, **options):
        return self.outcomes(facts, *arguments, **options)["SIZE", "A"]

    def test_a_state_of_another_day_is_assumed(self):
        facts = "as at: 2024-06-01\nICB: {code: A, population: %s}\n"
        self.assertEqual(self.size(facts % "7", day="2024-06-01")["details"], [])
        self.assertEqual(self.size(facts % "7", day="2024-10-01")["details"], ["assumed"])
        self.assertEqual(self.size(facts % "3", day="2024-10-01")["details"], ["assumed"])
        self.assertEqual(self.size(facts % "{value: 7, from: 2024-01-01}", day="2024-10-01")["details"], [])

    def test_evidence_past_its_review_is_unknown(self):
        facts = "ICB: {code: A, population: {value: 7, review by: 2024-06-30}}\n"
        self.assertEqual(self.size(facts, day="2024-06-30")["outcome"], "met")
        line = self.size(facts, day="2024-07-01")
        self.assertEqual((line["outcome"], line["details"]), ("unknown", ["stale"]))

    def test_facts_that_contradict_each_other_are_unknown_with_both_places(self):
        self.write("facts.yaml", "ICB: [{code: A, population: 7},\n  {code: A, population: 3}]\n")
        result = self.run_program("explain", "SIZE", "A", "own.icsb", "facts.yaml", "--as-at", "2024-01-01", status=0)
        self.assertIn("unknown (contradicted)", result.out)
        self.assertIn("facts.yaml:2:25", result.err + result.out)
        self.assertIn("facts.yaml:1:29", result.err + result.out)

    def test_what_was_recorded_later_is_left_out(self):
        facts = ("ICB: {code: A, population: [{value: 3, from: 2023-01-01, recorded: 2023-02-01},"
                 " {value: 7, from: 2024-01-01, recorded: 2024-06-01}]}\n")
        self.assertEqual(self.size(facts)["outcome"], "met")
        self.assertEqual(self.size(facts, "--known-by", "2024-06-01")["outcome"], "met")
        self.assertEqual(self.size(facts, "--known-by", "2024-05-31")["outcome"], "not met")
        self.assertEqual(self.size(facts, "--known-by", "2023-01-31")["outcome"], "unknown")

    def test_reports_say_by_when_it_was_known(self):
        self.write("facts.yaml", "ICB: {code: A, population: {value: 7, recorded: 2024-05}}\n")
        arguments = ("eval", "own.icsb", "facts.yaml", "--as-at", "2024-10-01", "--known-by", "2024-05-30")
        self.assertIn("as at 2024-10-01, as known by 2024-05-30: 2 unknown", self.run_program(*arguments, status=5).out)
        self.assertEqual(self.run_program(*arguments, "--format", "json").json()["known_by"], "2024-05-30")
        self.assertIn("--known-by takes a day", self.run_program(*arguments[:-1], "May", status=2).err)

    def test_a_register_is_known_from_the_day_that_it_gives(self):
        facts = ("ICB: {code: A, population: 3}\nwaivers: [{rule: SIZE, subject: A, power: x, approver: x, "
                 "approved: 2024-06-01, reason: x, last day: 2024-12-31}]\n")
        self.assertEqual(self.size(facts, "--known-by", "2024-06-01")["outcome"], "waived")
        self.assertEqual(self.size(facts, "--known-by", "2024-05-31")["outcome"], "not met")

    def test_tests_take_it_too(self):
        self.write("t.rules", RULES + 'test "t"\n  as at 2024-10-01\n'
                   '  given ICB with population {value: 7, recorded: 2024-06-01}\n  expect SIZE met\n')
        self.run_program("test", "t.rules", status=0)
        self.run_program("test", "t.rules", "--known-by", "2024-05-31", status=1)


class Findings(Case):
    def setUp(self):
        super().setUp()
        self.write("own.rules", "use ics\nrole external auditor\nentity office\n  code : text, unique\n"
                   "  conflicts are managed : finding\nrule F \"f\"\n  each office must ensure that conflicts are managed\n")
        self.run_program("compile", "own.rules", "-o", "own.icsb", status=0)

    def judge(self, finding, status, day="2024-01-01"):
        self.write("facts.yaml", "office: {code: A, conflicts are managed: %s}\n" % finding)
        return self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", day, "--format", "ndjson", status=status)

    def test_a_finding_says_by_whom_whose_when_and_why(self):
        finding = ("{value: yes, role: external auditor, body: Q1, date: 2023-05-01, basis: annual audit,"
                   " review by: 2024-06-30}")
        line = self.judge(finding, 0).lines()[0]
        self.assertEqual((line["outcome"], line["evidence"][0]["source"]), ("met", "annual audit"))
        self.assertEqual(self.judge(finding, 5, day="2024-07-01").lines()[0]["details"], ["stale"])

    def test_a_role_that_nobody_declares_is_refused(self):
        self.assertIn("E0602", self.judge("{value: yes, role: external oracle}", 2).err)

    def test_other_facts_have_no_finder(self):
        self.write("facts.yaml", "office: {code: {value: A, role: external auditor}}\n")
        self.assertIn("E0606", self.run_program("eval", "own.icsb", "facts.yaml", "--as-at", "2024-01-01", status=2).err)
