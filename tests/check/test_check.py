"""Every check fires on a real rule that was changed to deserve it, and none on the packs; every fix mends and rests."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

from mutations import MUTATIONS

SOURCES = pathlib.Path(os.environ["ICS_TEST_SOURCES"])
PROGRAM = pathlib.Path(os.environ.get("ICSRULES") or os.environ["ICS_TEST_PROGRAM"]).resolve()
PACKS = sorted({path.parent.name for path in (SOURCES / "rules").glob("*/*.rules")})
MENDED = {"W1008", "W1018", "W1024", "W1031", "W1032", "W1044", "W1050", "E0310"}  # where a fix can be certain


def run(*arguments, cwd=None):
    return subprocess.run([str(PROGRAM), *map(str, arguments)], cwd=cwd, stdin=subprocess.DEVNULL, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")


def messages(*arguments):
    return json.loads(run("check", "--format", "json", *arguments).stdout)["diagnostics"]


def comments(text):
    return re.findall(r"#[^\n]*", text)


class Packs(unittest.TestCase):
    def test_nothing_is_said_of_the_packs(self):
        for pack in PACKS:
            with self.subTest(pack=pack):
                self.assertEqual(messages(SOURCES / "rules" / pack), [])
                tests = sorted((SOURCES / "rules" / pack / "tests").glob("*.rules"))
                if tests:
                    self.assertEqual(messages(*tests), [])

    def test_nothing_is_said_of_the_examples(self):
        for project in sorted((SOURCES / "examples").glob("*/icsrules.yaml")):
            with self.subTest(project=project.parent.name):
                done = run("check", "--strict", cwd=project.parent)
                self.assertEqual((done.returncode, done.stderr), (0, ""))

    def test_no_fix_changes_the_packs(self):
        for pack in PACKS:
            self.assertEqual(run("check", "--diff", SOURCES / "rules" / pack).stdout, "")


class Mutations(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="icsrules-check-"))) \
            if hasattr(self, "enterContext") else pathlib.Path(self._folder())

    def _folder(self):
        folder = tempfile.TemporaryDirectory(prefix="icsrules-check-")
        self.addCleanup(folder.cleanup)
        return folder.name

    def mutate(self, number):
        """A copy of the file with the slip, by itself in a folder."""
        code, name, before, after = MUTATIONS[number]
        text = (SOURCES / "rules" / name).read_text(encoding="utf-8")
        self.assertTrue(not before or before in text, f"{code}: {name} has no longer: {before}")
        path = self.folder / str(number) / pathlib.Path(name).name
        path.parent.mkdir()
        path.write_text(text.replace(before, after, 1) if before else text + after, encoding="utf-8")
        return path

    def test_each_slip_is_told(self):
        for number, (code, name, _, after) in enumerate(MUTATIONS):
            with self.subTest(code=code, number=number):
                path = self.mutate(number)
                said = messages(path)
                self.assertEqual({message["code"] for message in said}, {code}, said)
                self.assertEqual({message["severity"] for message in said}, {"error" if code[0] == "E" else "warning"})
                self.assertEqual(run("check", "--strict", path).returncode, 2)

    def test_every_check_has_a_slip(self):
        text = (SOURCES / "src" / "base" / "codes.def").read_text(encoding="utf-8")
        codes = {code for code in re.findall(r"^CODE\((W10\d\d)", text, re.M)}
        # W1004 is about a file without a rule
        self.assertEqual(codes - {code for code, *_ in MUTATIONS}, {"W1004"})

    def test_a_fix_mends_and_changes_nothing_else(self):
        mended = set()
        for number, (code, *_) in enumerate(MUTATIONS):
            path = self.mutate(number)
            before = path.read_bytes()
            diff = run("check", "--diff", path)
            dry = run("check", "--fix", "--dry-run", path)
            self.assertEqual(path.read_bytes(), before, f"{code}: --diff and --dry-run write nothing")
            done = run("check", "--fix", path)
            after = path.read_bytes()
            with self.subTest(code=code, number=number):
                self.assertEqual(before != after, f"mended {code}" in done.stdout)
                self.assertEqual(before != after, f"would mend {code}" in dry.stdout)
                self.assertEqual(before != after, diff.stdout != "")
                if before == after:
                    continue
                mended.add(code)
                self.assertNotIn(code, {message["code"] for message in messages(path)})
                self.assertEqual(comments(before.decode()), comments(after.decode()))
                again = run("check", "--fix", path)
                self.assertNotIn("mended", again.stdout)
                self.assertEqual(path.read_bytes(), after)
                self.assert_patches(before, diff.stdout, after)
        self.assertEqual(mended, MENDED)

    def test_a_fix_leaves_brackets_only_where_they_hold_something_together(self):
        path = self.folder / "brackets.rules"
        text = ("model m\nentity b\n  n : number\n  k : yes/no\nrule A \"One\"\n  each b must ensure that {}\n"
                "rule B \"Two\"\n  each b must have n\n  unless {}\n")
        path.write_text(text.format("not (not (it has n))", "not (not (k is yes and it has n))"))
        run("check", "--fix", path)
        self.assertEqual(path.read_text(), text.format("it has n", "(k is yes and it has n)"))

    def assert_patches(self, before, diff, after):
        if not shutil.which("patch"):
            return
        target = self.folder / "patched.rules"
        target.write_bytes(before)
        subprocess.run(["patch", "-s", str(target)], input=diff.encode(), check=True)
        self.assertEqual(target.read_bytes(), after)

    def test_edits_are_in_the_json(self):
        number = next(n for n, (code, *_) in enumerate(MUTATIONS) if code == "W1018")
        path = self.mutate(number)
        (message,) = messages(path)
        (edit,) = message["fix"]
        text = path.read_bytes()
        self.assertEqual(text[edit["start"]:edit["end"]], b"shall")
        self.assertEqual((edit["text"], edit["file"]), ("must", str(path)))
        self.assertEqual((edit["line"], edit["end_line"]), (message["line"], message["line"]))

    def test_many_slips_in_one_file(self):
        path = self.folder / "many.rules"
        path.write_text("use ics\n" + "".join(
            f'rule R{n} "Title {n}"\n  ICB shall have at least {n + 1} board members # kept\n' for n in range(60)),
            encoding="utf-8")
        run("check", "--fix", path)
        text = path.read_text(encoding="utf-8")
        self.assertEqual((text.count("shall"), text.count("must"), text.count("# kept")), (0, 60, 60))

    def test_line_ends_and_comments_stay(self):
        path = self.folder / "windows.rules"
        path.write_bytes(b"use ics\r\nuse ics\r\nrule A \"One\"\r\n  cites NHS-ACT-2006 section 1\r\n"
                         b"  cites NHS-ACT-2006 section 1 # again\r\n  in force from 2022-07-01\r\n  ICB shall have chair\r\n")
        run("check", "--fix", path)
        self.assertEqual(path.read_bytes(), b"use ics\r\nrule A \"One\"\r\n  cites NHS-ACT-2006 section 1\r\n"
                         b"  # again\r\n  in force from 2022-07-01\r\n  ICB must have chair\r\n")

    def test_a_file_that_may_not_be_written_stays(self):
        path = self.folder / "locked" / "a.rules"
        path.parent.mkdir()
        path.write_text('use ics\nrule A "One"\n  ICB shall have chair\n', encoding="utf-8")
        path.parent.chmod(0o500)
        self.addCleanup(path.parent.chmod, 0o700)
        if os.geteuid() == 0:
            self.skipTest("root may write anywhere")
        done = run("check", "--fix", path)
        self.assertEqual(done.returncode, 4)
        self.assertIn("shall", path.read_text(encoding="utf-8"))

    def test_a_project_is_mended(self):
        (self.folder / "rules").mkdir()
        (self.folder / "icsrules.yaml").write_text("name: own\nrules: [rules]\n", encoding="utf-8")
        path = self.folder / "rules" / "a.rules"
        path.write_text('use ics\nrule A "One"\n  ICB shall have chair\n', encoding="utf-8")
        self.assertIn("W1018", run("check", cwd=self.folder).stderr)
        self.assertIn("+++ rules/a.rules", run("check", "--diff", cwd=self.folder).stdout)
        run("check", "--fix", cwd=self.folder)
        self.assertIn("must", path.read_text(encoding="utf-8"))

    def test_standard_input_is_not_mended(self):
        done = run("check", "--fix", "-")
        self.assertEqual(done.returncode, 2)
        self.assertIn("cannot be mended", done.stderr)

    def test_a_pack_that_is_used_is_not_looked_at(self):
        packs = self.folder / "own"
        packs.mkdir()
        (packs / "words.rules").write_text('use ics\nrule A "One"\n  ICB shall have chair\n', encoding="utf-8")
        (self.folder / "icsrules.yaml").write_text("name: own\nrules: [b.rules, .]\n", encoding="utf-8")
        path = self.folder / "b.rules"
        path.write_text('use own\nrule B "Two"\n  ICB shall have posts\n', encoding="utf-8")
        run("check", "--fix", path, cwd=self.folder)
        self.assertIn("shall", (packs / "words.rules").read_text(encoding="utf-8"))
        self.assertIn("must", path.read_text(encoding="utf-8"))

    def test_dry_run_needs_fix(self):
        self.assertEqual(run("check", "--dry-run", self.mutate(0)).returncode, 2)


if __name__ == "__main__":
    unittest.main()
