"""`icsrules schema` against descriptions: what eval understands is valid, what it warns of or refuses is not."""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

import jsonschema

import convert

SOURCES = pathlib.Path(os.environ["ICS_TEST_SOURCES"])
PROGRAM = pathlib.Path(os.environ.get("ICSRULES") or os.environ["ICS_TEST_PROGRAM"]).resolve()


def run(folder, *arguments):
    return subprocess.run([PROGRAM, *arguments], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          encoding="utf-8", timeout=60)


def schema(folder, *rules):
    done = run(folder, "schema", *rules)
    if done.returncode != 0:
        raise AssertionError(done.stderr)
    return done.stdout


class Schema(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory(prefix="icsrules-schema-")
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.text = schema(cls.folder)
        cls.validator = jsonschema.Draft202012Validator(json.loads(cls.text))

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def check(self, text, is_valid):
        """The schema's verdict on a description, and that of the program, which reads it with --strict."""
        description = convert.read_text(text)
        errors = [error.message for error in self.validator.iter_errors(description)]
        self.assertEqual(not errors, is_valid, f"{text}\n{errors}")
        self.write("description.json", json.dumps(description))
        done = run(self.folder, "eval", "-e", "ICB must name SEND executive lead", "--as-at", "2023-06-01", "--strict",
                   "--table", "ICB=" + self.write("boards.csv", "code\nZZZ\n"), "description.json")
        self.assertEqual(done.returncode in (0, 1, 5), is_valid, f"{text}\n{done.stderr}")

    def test_it_is_a_schema_and_every_reference_leads_somewhere(self):
        document = json.loads(self.text)
        jsonschema.Draft202012Validator.check_schema(document)
        used = set(re.findall(r'"#/\$defs/([^"]*)"', self.text))
        self.assertEqual(used - set(document["$defs"]), set())

    def test_the_same_model_gives_the_same_text(self):
        self.assertEqual(schema(self.folder), self.text)

    def test_comments_of_the_model_are_descriptions(self):
        record = json.loads(self.text)["$defs"]["record-body"]
        self.assertIn("hold posts", record["description"])

    def test_every_example_is_valid(self):
        for example in ("systems", "england"):
            folder = SOURCES / "examples" / example
            validator = jsonschema.Draft202012Validator(json.loads(schema(folder)))
            paths = sorted(folder.glob("data/*.yaml"))
            self.assertTrue(paths)
            for path in paths:
                with self.subTest(path=path.name):
                    errors = [f"{list(error.absolute_path)}: {error.message[:200]}"
                              for error in validator.iter_errors(convert.read(path))]
                    self.assertEqual(errors, [])

    def test_a_slip_in_an_example_is_found(self):
        text = (SOURCES / "examples" / "systems" / "data" / "frimley.yaml").read_text(encoding="utf-8")
        for right, slip in (("population:", "popluation:"), ("elected convenor", "elected convener"),
                            ("2022-07-01", "2022-13-01"), ("746739", "about 746739"), ("source: \"ONS", "sauce: \"ONS"),
                            ("ICS:", "ISC:")):
            with self.subTest(slip=slip):
                self.assertIn(right, text)
                wrong = convert.read_text(text.replace(right, slip, 1))
                self.assertFalse(self.validator.is_valid(wrong))

    def test_what_the_program_reads_is_valid(self):
        for text in (
            "ICB: {code: QXU}",
            "ICB: [{code: QXU}, {code: QXV}]",
            "icbs: [{Code: QXU}]",
            "integrated care board: {code: QXU}",
            "[{ICB: {code: QXU}}, {ICB: {code: QXV}}]",
            "as at: 2023-06-01\nsource: papers\nnulls: unknown\nICB: {code: QXU, population: null}",
            "ICB: {code: QXU, population: 12.5}",
            "ICB: {code: QXU, annual_spend: '£20,000', 'Register-of-interests': true}",
            "ICB: {code: QXU, established: 2022-07}",
            "ICB: {code: QXU, established: 2022}",
            "ICB: {code: QXU, established: not applicable}",
            "ICB: {code: QXU, name: {value: North, source: papers, kind: statement, from: 2022-07-01, to: 2023,"
            " recorded: 2022-08-01, review by: 2024-01-01}}",
            "ICB: {code: QXU, name: [{value: North, to: 2022-12-31}, {value: South, from: 2023-01-01}]}",
            "ICB: {code: QXU, conflicts are managed: {value: true, finder: chief nurse, basis: visit, date: 2023-01-01,"
            " review date: 2024-01-01}}",
            "ICB: {code: QXU, holds from: 2022-07-01, holds to: null}",
            "ICB: {code: QXU, posts: {partial: [{title: chief nurse}]}}",
            "ICB: {code: QXU, posts: {complete: [], from: 2022-07-01, to: 2023-06-30}}",
            "ICB: {code: QXU, posts: []}",
            "ICB: {code: QXU, posts: null}",
            "ICB: {code: QXU, posts: [{title: Chief_Nurse, holder: {id: P1}}, {title: DCO, holder: P1}]}",
            "body: [{code: QXU, is a: ICB, population: 5}]",
            "ICB: {code: QXU, successors: [{code: QXV, is a: ICB, population: 5}, QXW]}\nbody: [{code: QXW}]",
            "ICB: {code: QXU, documents: [{kind: forward plan, topics: [SEND, safeguarding],"
            " financial year: 2023/24, preparers: [QXU]}]}",
            "ICB: {code: QXU, chair: {value: {id: P1}, source: papers}}",
        ):
            with self.subTest(text=text):
                self.check(text, True)

    def test_what_the_program_refuses_is_not(self):
        for text in (
            "ICB: {code: QXU, nmae: North}",
            "ICB: {code: 12}",
            "ICB: {code: QXU, population: many}",
            "ICB: {code: QXU, established: 01/07/2022}",
            "ICB: {code: QXU, established: 2022-13-01}",
            "ICB: {code: QXU, posts: {title: chief nurse}}",
            "ICB: {code: QXU, posts: [{title: chief norse}]}",
            "ICB: {code: QXU, register of interests: 'true'}",
            "ICB: {code: QXU, name: {valeu: North}}",
            "ICB: {code: QXU, name: {source: papers}}",
            "ICB: {code: QXU, name: [North, South]}",
            "ICB: {code: QXU, name: {partial: [North]}}",
            "ICB: {code: QXU, documents: [{kind: forward plan, financial year: 2023}]}",
            "ICB: QXU",
            "nulls: sometimes\nICB: {code: QXU}",
            "as at: 2023\nICB: {code: QXU}",
            "body: {code: QXU, is a: district}",
        ):
            with self.subTest(text=text):
                self.check(text, False)

    def test_a_bare_record_where_the_rules_judge_one_kind(self):
        rules = self.write("one.rules", "ICB must name SEND executive lead\n")
        one = jsonschema.Draft202012Validator(json.loads(schema(self.folder, rules)))
        bare = {"code": "QXU", "as at": "2023-06-01", "name": "North"}
        self.assertTrue(one.is_valid(bare))
        self.assertFalse(one.is_valid({**bare, "nmae": "North"}))
        self.assertFalse(self.validator.is_valid(bare))

    def test_a_model_of_ones_own(self):
        rules = self.write("own.rules", "model shop\n## A thing that is sold.\nentity item\n  code : text, unique\n"
                           "  ## What is left of it.\n  stock : number\n  sizes : list of number\n"
                           "rule STOCK \"Stock\"\n  item must have stock\n")
        document = json.loads(schema(self.folder, rules))
        validator = jsonschema.Draft202012Validator(document)
        self.assertEqual(document["title"], "shop")
        self.assertTrue(validator.is_valid({"items": [{"code": "A", "stock": 3, "sizes": [1, {"value": 2}]}]}))
        self.assertFalse(validator.is_valid({"items": [{"code": "A", "stock": 3, "sizes": ["L"]}]}))
        self.assertFalse(validator.is_valid({"ICB": {"code": "QXU"}}))

    def test_rules_that_do_not_compile_print_no_schema(self):
        done = run(self.folder, "schema", self.write("bad.rules", "ICB msut name chief nurse\n"))
        self.assertEqual((done.returncode, done.stdout), (2, ""))
        self.assertIn("E0101", done.stderr)


if __name__ == "__main__":
    unittest.main()
