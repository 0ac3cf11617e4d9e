"""The main job from outside: a sentence, a description, an outcome, a status."""

import json
import os
import subprocess

from program import IN_POST, SENTENCE, SILENT, SOURCES, VACANT, Case

AS_AT = ("--as-at", "2023-06-01")


class Sentence(Case):
    def setUp(self):
        super().setUp()
        self.write("post.yaml", IN_POST)
        self.write("vacant.yaml", VACANT)
        self.write("silent.yaml", SILENT)
        self.write("s.rules", SENTENCE)

    def outcome(self, *arguments, status):
        lines = self.run_program("eval", *AS_AT, "--format", "ndjson", *arguments, status=status).lines()
        self.assertEqual(len(lines), 1)
        return lines[0]

    def test_three_descriptions_give_three_outcomes(self):
        for name, state, status in (("post", "met", 0), ("vacant", "not met", 1), ("silent", "unknown", 5)):
            self.assertEqual(self.outcome("-e", SENTENCE, f"{name}.yaml", status=status)["outcome"], state)

    def test_a_file_with_only_the_sentence_compiles(self):
        self.run_program("compile", "s.rules", status=0)
        for name, state, status in (("post", "met", 0), ("vacant", "not met", 1), ("silent", "unknown", 5)):
            self.assertEqual(self.outcome("s.icsb", f"{name}.yaml", status=status)["outcome"], state)

    def test_unknown_names_what_is_needed(self):
        self.assertEqual(self.outcome("-e", SENTENCE, "silent.yaml", status=5)["needs"], ["ICB[QXU].posts"])

    def test_evidence_has_its_place(self):
        evidence = self.outcome("-e", SENTENCE, "vacant.yaml", status=1)["evidence"]
        places = {(fact["file"], fact["line"]) for fact in evidence}
        self.assertIn(("vacant.yaml", 6), places)

    def test_text_says_rule_subject_clause_and_why(self):
        self.write("all.yaml", "ICB:\n" + "".join(
            f"  - code: {code}\n    name: {name}\n{posts}" for code, name, posts in (
                ("QNQ", "Frimley", "    posts: [{title: SEND executive lead, holder: {id: P1}}]\n"),
                ("QXU", "Surrey Heartlands", "    posts: [{title: SEND executive lead, holder: null}]\n"),
                ("QWO", "West Yorkshire", ""))))
        result = self.run_program("eval", *AS_AT, "-e", SENTENCE, "all.yaml", status=1)
        self.assert_golden("sentence.txt", result.out)
        self.assertLess(result.out.index("QXU"), result.out.index("QWO"))
        shown = "".join("    " + line if line.strip() else line for line in result.out.splitlines(True))
        self.assertIn(shown, (SOURCES / "README.md").read_text(encoding="utf-8"), "the README shows what is printed")
        self.assertEqual(result.out.splitlines()[-1], "3 outcomes as at 2023-06-01: 1 not met, 1 unknown, 1 met")

    def test_what_is_local_is_listed_with_both_texts(self):
        folder = SOURCES / "tests/variation"
        result = self.run_program("check", "--departures", folder=folder, status=0)
        self.assert_golden("departures.txt", result.out)
        listed = json.loads(self.run_program("check", "--departures", "--format", "json", folder=folder, status=0).out)
        self.assertEqual([v["variation"] for v in listed["variations"]], ["EAST", "NORTH", "SOUTH"])
        north = {(d["kind"], d["rule"]): d for d in listed["variations"][1]["departures"]}
        self.assertEqual(north["replaces", "ATTEND"]["proved"], False)
        self.assertEqual(north["replaces", "MEMBERS"]["proved"], True)
        self.assertEqual(north["stricter than", "NORTH-REPORT"]["both_judged"], True)

    def test_readings_that_differ_and_one_that_is_chosen(self):
        self.write("q.rules", 'model q\nsource ACT "The Care Act"\n  kind Act\n'
                   'entity school\n  code : text, unique\n  staff : number\n'
                   'reading "strict" of ACT section 4\n  enough staff is 30\n'
                   'reading "lax" of ACT section 4\n  enough staff is 10\n'
                   'rule STAFF "Enough staff"\n  cites ACT section 4\n  in force from 2020-01-01\n'
                   '  each school must have staff at least enough staff\n')
        self.write("all.yaml", "school:\n  - {code: A, staff: 20}\n  - {code: B, staff: 40}\n")
        self.run_program("compile", "q.rules", status=0)
        lines = self.run_program("eval", *AS_AT, "--format", "ndjson", "q.icsb", "all.yaml", status=5).lines()
        self.assertEqual([line["outcome"] for line in lines], ["law unclear", "met"])
        self.assertEqual(lines[0]["readings"], [{"reading": "strict", "outcome": "not met"},
                                                {"reading": "lax", "outcome": "met"}])
        self.assert_golden("readings.txt", self.run_program("explain", "STAFF", "A", "q.icsb", "all.yaml", *AS_AT,
                                                            status=0).out)
        self.run_program("eval", "--reading", "lax", "q.icsb", "all.yaml", status=2)
        self.run_program("compile", "--reading", "strict", "q.rules", status=0)
        lines = self.run_program("eval", *AS_AT, "--format", "ndjson", "q.icsb", "all.yaml", status=1).lines()
        self.assertEqual([line["outcome"] for line in lines], ["not met", "met"])
        self.write("icsrules.yaml", "rules: q.rules\ndata: all.yaml\nreadings: lax\n")
        self.run_program("compile", status=0)
        self.run_program("eval", *AS_AT, status=0)
        self.write("icsrules.yaml", "rules: q.rules\ndata: all.yaml\nreadings: strict\n")
        self.assertIn("E0805", self.run_program("eval", *AS_AT, status=2).err)

    def test_questions_have_an_owner_and_a_review_date(self):
        self.write("model.rules", 'model q\nentity partnership\n  code : text, unique\n  quorum : number\n'
                   'role chair of partnership\nquestion QUORUM "How many make a quorum?"\n'
                   '  asks quorum of each partnership\n  owner chair of partnership\n  review by 2027-03-31\n')
        self.write("all.yaml", "partnership:\n  - {code: A, quorum: 5}\n  - {code: B, quorum: null}\n")
        self.run_program("compile", "model.rules", status=0)
        result = self.run_program("eval", *AS_AT, "model.icsb", "all.yaml", "--fail-on", "unanswered", status=1)
        self.assert_golden("question.txt", result.out)
        lines = self.run_program("eval", *AS_AT, "--format", "ndjson", "model.icsb", "all.yaml", status=0).lines()
        self.assertEqual([line["outcome"] for line in lines], ["answered", "unanswered"])
        self.assertEqual({(line["owner"], line["review_by"]) for line in lines},
                         {("chair of partnership", "2027-03-31")})

    def test_bodies_that_lack_the_same_facts_stand_together(self):
        self.write("two.rules", "use ics\n\nrule LEAD\n  ICB must name SEND executive lead\n\n"
                   "rule SAFE\n  ICB must name safeguarding executive lead\n\n"
                   "rule SIZE\n  ICB must have population at least 500000\n")
        self.write("all.yaml", "ICB:\n" + "".join(
            f"  - {{code: {code}, name: {name}{more}}}\n" for code, name, more in (
                ("QNQ", "Frimley", ", population: 800000"), ("QXU", "Surrey Heartlands", ""),
                ("QWO", "West Yorkshire", ""), ("QMM", "Norfolk", ", population: 1"))))
        self.run_program("compile", "two.rules", status=0)
        self.assert_golden("unknown.txt", self.run_program("eval", *AS_AT, "two.icsb", "all.yaml", status=1).out)

    def test_quiet_when_all_is_well(self):
        out = self.run_program("eval", *AS_AT, "-e", SENTENCE, "post.yaml", status=0).out
        self.assertEqual(out, "1 outcome as at 2023-06-01: 1 met\n")

    def test_no_colour_in_a_pipe(self):
        self.assertNotIn("\033", self.run_program("eval", *AS_AT, "-e", SENTENCE, "vacant.yaml", status=1).out)

    def test_fail_on(self):
        for name, choice, status in (("silent", "not-met", 0), ("vacant", "never", 0), ("silent", "unknown", 5),
                                     ("vacant", "not-met", 1), ("vacant", "own-rule", 1), ("vacant", "departed", 0),
                                     ("silent", "not-met,unknown", 5)):
            result = self.run_program("eval", *AS_AT, "--fail-on", choice, "-e", SENTENCE, f"{name}.yaml", status=status)
            self.assertIn("1 ", result.out.splitlines()[-1])

    def test_json_document(self):
        result = self.run_program("eval", *AS_AT, "--format", "json", "-e", SENTENCE, "vacant.yaml", status=1)
        document = result.json()
        self.assertEqual(document["format"], "icsrules-outcomes/1")
        self.assertEqual(document["as_at"], "2023-06-01")
        self.assertEqual(document["counts"], {"not met": 1})
        self.assertEqual([data["file"] for data in document["data"]], ["vacant.yaml"])
        self.assertRegex(document["data"][0]["sha256"], "^[0-9a-f]{64}$")
        outcome = document["outcomes"][0]
        self.assertEqual(outcome["subject"]["code"], "QXU")
        self.assertEqual(outcome["modality"], "must")
        self.assertEqual(outcome["force"], "own rule")
        self.assertIsNone(outcome["clause"])

    def test_json_document_also_for_failures(self):
        self.write("bad.yaml", "ICB: [")
        for arguments in (["-e", SENTENCE, "bad.yaml"], ["-e", "ICB must nmae SEND executive lead", "post.yaml"],
                          ["-e", SENTENCE, "no.yaml"], ["--bogus"], ["-e", SENTENCE, "--as-at", "soon", "post.yaml"]):
            document = self.run_program("eval", "--format", "json", *arguments, status=2).json()
            self.assertEqual(document["outcomes"], [])
            self.assertTrue(document["diagnostics"], arguments)
            self.assertRegex(document["diagnostics"][0]["code"], r"^E\d{4}$")

    def test_input_is_escaped_in_every_form(self):
        self.write("odd.json", json.dumps({"ICB": {"code": "Q\u001b[31m", "name": "a\u202e\"b\u0007",
                                                   "posts": [{"title": "SEND executive lead", "holder": None}]}}))
        for form in ("text", "json", "ndjson"):
            out = self.run_program("eval", *AS_AT, "--format", form, "-e", SENTENCE, "odd.json", status=1).out
            for character in ("\u001b", "\u202e", "\u0007"):
                self.assertNotIn(character, out, form)

    def test_stats_are_one_line_of_json(self):
        result = self.run_program("eval", *AS_AT, "--stats=json", "-e", SENTENCE, "post.yaml", status=0)
        stats = json.loads(result.err)
        self.assertEqual(list(stats), ["records", "load_ms", "judge_ms", "report_ms", "total_ms", "peak_rss_kib", "jobs"])
        self.assertEqual(stats["records"], 1)
        self.assertGreater(stats["peak_rss_kib"], 0)
        self.assertIn("1 records", self.run_program("eval", *AS_AT, "--stats", "-e", SENTENCE, "post.yaml", status=0).err)

    def test_outcomes_do_not_depend_on_batches(self):
        text = "ICB:\n" + "".join(f"  - code: Q{i:04}\n" + ("    posts: [{title: SEND executive lead, holder: null}]\n"
                                                             if i % 3 == 0 else "") for i in range(2049))
        self.write("many.yaml", text)
        outs = {self.run_program("eval", *AS_AT, "--format", "ndjson", "--batch-lanes", lanes, "-e", SENTENCE, "many.yaml",
                                 status=1).out for lanes in ("1", "63", "64", "2048")}
        self.assertEqual(len(outs), 1)
        self.assertEqual(len(outs.pop().splitlines()), 2049)

    def test_reports_do_not_depend_on_threads(self):
        text = "ICB:\n" + "".join(f"  - code: Q{i:04}\n" + ("    posts: [{title: SEND executive lead, holder: null}]\n"
                                                             if i % 3 == 0 else "") for i in range(2049))
        self.write("many.yaml", text)
        for form in ("json", "ndjson", "text"):
            outs = {self.run_program("eval", *AS_AT, "--format", form, "--jobs", jobs, "-e", SENTENCE, "many.yaml",
                                     status=1).out for jobs in ("1", "2", "3", "64")}
            self.assertEqual(len(outs), 1, form)

    def test_outcomes_do_not_depend_on_locale_or_time_zone(self):
        outs = {self.run_program("eval", *AS_AT, "--format", "json", "-e", SENTENCE, "vacant.yaml", status=1, env=env).out
                for env in ({}, {"LC_ALL": "de_DE.UTF-8"}, {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"})}
        self.assertEqual(len(outs), 1)

    def test_nothing_judged_is_no_success(self):
        self.write("other.yaml", "local authority: {code: '936', name: Surrey}")
        result = self.run_program("eval", *AS_AT, "-e", SENTENCE, "other.yaml", status=2)
        self.assertIn("E0608", result.err)
        self.assertIn("ICB", result.err)
        self.assertIn("local authority", result.err)
        self.write("empty.yaml", "")
        self.run_program("eval", *AS_AT, "-e", SENTENCE, "empty.yaml", status=2)

    def test_a_bare_record_is_the_one_kind_that_is_judged(self):
        self.write("bare.json", "{}")
        self.assertEqual(self.outcome("-e", SENTENCE, "bare.json", status=5)["subject"]["type"], "ICB")

    def test_unknown_key_is_warned_about_and_strict_refuses(self):
        self.write("slip.yaml", VACANT.replace("posts", "post"))
        result = self.run_program("eval", *AS_AT, "-e", SENTENCE, "slip.yaml", status=5)
        self.assertIn("W1601", result.err)
        self.assertIn("posts", result.err)
        self.run_program("eval", *AS_AT, "--strict", "-e", SENTENCE, "slip.yaml", status=2)

    def test_table(self):
        self.write("boards.csv", "code,name\nQXU,Surrey Heartlands\nQNQ,Frimley\n")
        lines = self.run_program("eval", *AS_AT, "--format", "ndjson", "-e", SENTENCE, "--table", "ICB=boards.csv",
                                 status=5).lines()
        self.assertEqual([line["subject"]["code"] for line in lines], ["QXU", "QNQ"])
        self.run_program("eval", *AS_AT, "-e", SENTENCE, "--table", "boards.csv", status=2)

    def test_embedding_example(self):
        for name, state in (("post", "met"), ("vacant", "not met"), ("silent", "unknown")):
            done = subprocess.run([os.environ["ICS_TEST_EMBED"], f"{name}.yaml", "2023-06-01", str(SOURCES / "rules")],
                                  cwd=self.folder, capture_output=True, encoding="utf-8", timeout=60)
            self.assertEqual(done.returncode, 0, done.stderr)
            self.assertTrue(done.stdout.startswith(f"ICB QXU: {state}, since "), done.stdout)


class Explain(Case):
    def setUp(self):
        super().setUp()
        self.write("s.rules", "use ics\n\nrule LEAD \"A lead for SEND\"\n  ICB must name SEND executive lead\n")
        self.write("all.yaml", VACANT)
        self.run_program("compile", "s.rules", status=0)

    def test_says_phrases_facts_and_places(self):
        result = self.run_program("explain", *AS_AT, "LEAD", "QXU", "s.icsb", "all.yaml", status=0)
        self.assert_golden("explain.txt", result.out)
        self.assertIn("all.yaml:6", result.out)

    def test_subject_by_name_and_path(self):
        for subject in ("Surrey Heartlands", "ICB[QXU]"):
            self.run_program("explain", *AS_AT, "LEAD", subject, "s.icsb", "all.yaml", status=0)

    def test_unknown_rule_and_subject_name_the_nearest(self):
        self.assertIn("LEAD", self.run_program("explain", "LAED", "QXU", "s.icsb", "all.yaml", status=2).err)
        self.assertIn("QXU", self.run_program("explain", "LEAD", "QUX", "s.icsb", "all.yaml", status=2).err)


class Special(Case):
    """Cases of children are counted, not listed."""

    RULES = """use ics

source SENDR-2014 "Special Educational Needs and Disability Regulations 2014"
  kind regulations

rule EHC-20-WEEKS "Final plan within 20 weeks of receiving the request"
  cites SENDR-2014 regulation 13(2)
  in force from 2014-09-01
  applies to each EHC case
  local authority must send final plan within 20 weeks of request received
  unless plan is not needed
"""

    def setUp(self):
        super().setUp()
        self.write("ehc.rules", self.RULES)
        self.run_program("compile", "ehc.rules", status=0)

    def cases(self, on_time, late):
        rows = "".join(f"    - {{reference: T{i}, request received: 2024-01-01, final plan sent: 2024-05-20, plan is needed: yes}}\n"
                       for i in range(on_time))
        rows += "".join(f"    - {{reference: L{i}, request received: 2024-01-01, final plan sent: 2024-05-21, plan is needed: yes}}\n"
                        for i in range(late))
        return self.write("cases.yaml", f"local authority:\n  code: '936'\n  name: Surrey\n  EHC cases:\n{rows}")

    def groups(self, status, *options):
        result = self.run_program("eval", "--as-at", "2024-09-01", "--format", "ndjson", *options, "ehc.icsb", "cases.yaml",
                                  status=status)
        return result.lines()

    def test_groups_by_rule_body_and_state(self):
        self.cases(7, 6)
        lines = self.groups(0)
        self.assertEqual({line["outcome"]: line["count"] for line in lines}, {"met": 7, "done late": 6})
        self.assertEqual(lines[0]["owed_by"], [{"type": "local authority", "code": "936"}])
        self.assertNotIn("code", lines[0]["subject"])

    def test_small_counts_are_withheld_so_that_subtraction_does_not_help(self):
        self.cases(7, 2)
        self.assertEqual({line["outcome"]: line["count"] for line in self.groups(0)}, {"met": None, "done late": None})
        document = self.run_program("eval", "--as-at", "2024-09-01", "--format", "json", "ehc.icsb", "cases.yaml").json()
        self.assertEqual(document["counts"], {"met": None, "done late": None})
        text = self.run_program("eval", "--as-at", "2024-09-01", "ehc.icsb", "cases.yaml", status=0).out
        self.assertEqual(text.splitlines()[-1], "As at 2024-09-01: a number withheld done late, a number withheld met")

    def test_messages_tell_no_line_and_no_key_of_a_child(self):
        self.write("broken.yaml", "EHC case:\n  - reference: c1\n    Jane Smith: yes\n   child: Ann Other\n")
        self.write("broken.json", '{"EHC case": [{"reference": "c1", "child": "Ann Other" "x": 1}]}')
        self.write("keys.json", '{"EHC case": [{"reference": "c1", "Jane Smith": 1, "request receivd": "2024-01-01"}]}')
        for name, place in (("broken.yaml", "broken.yaml:4:4: "), ("broken.json", "broken.json:1:56: "), ("keys.json", "keys.json: ")):
            for strict in ((), ("--strict",)):
                said = self.run_program("eval", "--as-at", "2024-09-01", *strict, "ehc.icsb", name).err
                self.assertTrue(said.startswith(place), said)
                self.assertNotIn("Jane", said)
                self.assertNotIn("Ann", said)
        self.assertIn("did you mean 'request received'?", said)
        said = self.run_program("eval", "--as-at", "2024-09-01", "--records", "ehc.icsb", "broken.json").err
        self.assertIn("Ann Other", said)

    def test_records_show_references_only(self):
        self.cases(1, 1)
        lines = self.groups(0, "--records")
        self.assertEqual([(line["subject"]["code"], line["outcome"], line["due"]) for line in lines],
                         [("T0", "met", "2024-05-20"), ("L0", "done late", "2024-05-20")])
        self.assertEqual(lines[1]["days"], 1)
        self.assertEqual(lines[0]["evidence"], [])
        self.assertNotIn("name", lines[0]["subject"])

    def test_explain_asks_for_records(self):
        self.cases(1, 1)
        arguments = ("explain", "--as-at", "2024-09-01", "EHC-20-WEEKS", "L0", "ehc.icsb", "cases.yaml")
        self.assertIn("--records", self.run_program(*arguments, status=2).err)
        self.assertIn("2024-05-20", self.run_program(*arguments, "--records", status=0).out)


class Project(Case):
    def setUp(self):
        super().setUp()
        self.write("icsrules.yaml", "name: duties\nrules: [rules]\ndata: [data]\n")
        self.rules = self.write("rules/lead.rules", "use ics\nrule LEAD \"A lead\"\n  ICB must name SEND executive lead\n")
        self.write("data/surrey.yaml", VACANT)

    def test_compile_and_eval_without_arguments(self):
        self.run_program("compile", status=0)
        self.assertTrue((self.folder / "duties.icsb").exists())
        self.assertIn("LEAD", self.run_program("eval", *AS_AT, status=1).out)

    def test_eval_before_compile_says_what_to_do(self):
        self.assertIn("icsrules compile", self.run_program("eval", status=2).err)

    def test_changed_source_stops_eval(self):
        self.run_program("compile", status=0)
        self.rules.write_text(self.rules.read_text().replace("A lead", "The lead"))
        result = self.run_program("eval", *AS_AT, status=2)
        self.assertIn("E0805", result.err)
        self.assertIn("rules/lead.rules", result.err)
        self.run_program("compile", status=0)
        self.run_program("eval", *AS_AT, status=1)

    def test_new_and_lost_sources_stop_eval(self):
        self.run_program("compile", status=0)
        more = self.write("rules/more.rules", "use ics\nrule MORE\n  ICB must have population\n")
        self.assertIn("E0805", self.run_program("eval", *AS_AT, status=2).err)
        more.unlink()
        self.run_program("eval", *AS_AT, status=1)
        self.rules.rename(self.folder / "rules/other.rules")
        self.assertIn("E0805", self.run_program("eval", *AS_AT, status=2).err)

    def test_own_pack_by_use(self):
        self.write("rules/local/local.rules", "use ics\nrule LOCAL\n  ICB must have population\n")
        self.rules.write_text("use ics\nuse local\nrule LEAD \"A lead\"\n  ICB must name SEND executive lead\n")
        self.run_program("compile", status=0)
        lines = self.run_program("eval", *AS_AT, "--format", "ndjson").lines()
        self.assertEqual({line["rule"] for line in lines}, {"LEAD", "LOCAL"})

    def test_explain_without_files(self):
        self.run_program("compile", status=0)
        self.assertIn("not met", self.run_program("explain", *AS_AT, "LEAD", "QXU", status=0).out)

    def test_a_bare_sentence_is_explained_by_its_words(self):
        self.rules.write_text("ICB must name SEND executive lead\n")
        self.run_program("compile", status=0)
        words = "ICB must name SEND executive lead"
        self.assertIn("not met", self.run_program("explain", *AS_AT, words, "QXU", status=0).out)
        slip = self.run_program("explain", *AS_AT, words.replace("name", "nmae"), "QXU", status=2).err
        self.assertIn(f"did you mean {words}?", slip)

    def test_explain_tells_phrases_and_not_steps(self):
        self.rules.write_text("use ics\n\nrule PLAN\n  in force from 2022-07-01\n"
                              "  ICB must publish forward plan by 2023-03-31\n")
        self.run_program("compile", status=0)
        out = self.run_program("explain", *AS_AT, "PLAN", "QXU", status=0).out
        self.assertIn("Phrases\n  in force from 2022-07-01: yes\n  publish forward plan: unknown\n\nMissing", out)

    def test_check_and_inspect(self):
        self.assertIn("1 rule,", self.run_program("check", status=0).out)
        self.run_program("compile", status=0)
        self.assertIn("LEAD", self.run_program("inspect", status=0).out)
        self.assertIn("JUDGE", self.run_program("inspect", "--code", status=0).out)
        tree = self.run_program("check", "--ast", "json", "rules/lead.rules", status=0).json()
        self.assertEqual(tree["format"], "icsrules-ast/1")
