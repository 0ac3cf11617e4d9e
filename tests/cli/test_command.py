"""The command itself: verbs, options, files that are not there, and what it writes where."""

import os
import subprocess

from program import IN_POST, PROGRAM, SENTENCE, VACANT, Case


class Words(Case):
    def test_no_arguments_says_how_to_get_help(self):
        self.assertIn("icsrules help", self.run_program(status=2).err)

    def test_unknown_verb_suggests_the_nearest(self):
        result = self.run_program("evla", status=2)
        self.assertIn("E0801", result.err)
        self.assertIn("did you mean icsrules eval", result.err)

    def test_unknown_option_suggests_the_nearest(self):
        self.assertIn("did you mean --as-at", self.run_program("eval", "--as-att", "2023-06-01", status=2).err)

    def test_option_without_its_value(self):
        self.assertIn("--as-at", self.run_program("eval", "--as-at", status=2).err)

    def test_option_given_twice(self):
        self.assertIn("twice", self.run_program("eval", "--strict", "--strict", status=2).err)

    def test_every_verb_has_help_that_opens_with_examples(self):
        verbs = [line.split()[0] for line in self.run_program("help", status=0).out.splitlines()
                 if line.startswith("  ") and line.split()[0] != "icsrules"]
        self.assertEqual(verbs, ["compile", "eval", "check", "test", "fmt", "explain", "bench", "inspect", "plugin",
                                 "schema"])
        for verb in verbs:
            lines = self.run_program(verb, "--help", status=0).out.splitlines()
            self.assertTrue(lines[0].strip().startswith("icsrules "), lines[0])
            self.assertTrue(lines[1].strip().startswith("icsrules "), lines[1])

    def test_version_says_version_and_formats(self):
        out = self.run_program("--version", status=0).out
        self.assertRegex(out, r"^icsrules \d+\.\d+\.\d+")
        self.assertIn("pack format", out)
        self.assertIn("icsrules-outcomes/1", out)

    def test_as_at_must_be_a_day(self):
        for day in ("2022-02-30", "yesterday", "", "0000-01-01", "2023-06", "2023"):
            result = self.run_program("eval", "-e", SENTENCE, "--as-at", day, "x.yaml", status=2)
            self.assertIn("2023-06-01", result.err)

    def test_choices_are_named(self):
        for option in ("--format", "--plugins", "--input-format", "--fail-on", "--batch-lanes"):
            self.write("x.yaml", IN_POST)
            result = self.run_program("eval", "-e", SENTENCE, option, "nonsense", "x.yaml", status=2)
            self.assertIn("nonsense", result.err)

    def test_escape_sequences_in_arguments_are_shown_escaped(self):
        result = self.run_program("eval", "-e", SENTENCE, "no\033[31m\u202esuch.yaml", status=2)
        self.assertNotIn("\033", result.err)
        self.assertNotIn("\u202e", result.err)


class Files(Case):
    def test_missing_file_says_where_it_looked(self):
        for arguments in (["compile", "no.rules"], ["eval", "-e", SENTENCE, "no.yaml"], ["check", "no.rules"],
                          ["eval", "no.icsb"], ["inspect", "no.icsb"]):
            result = self.run_program(*arguments, status=2)
            self.assertIn(str(self.folder), result.err, arguments)

    def test_folder_without_rules(self):
        (self.folder / "empty").mkdir()
        self.assertIn("empty", self.run_program("compile", "empty", status=2).err)

    def test_rule_file_given_to_eval(self):
        self.write("x.rules", SENTENCE)
        self.assertIn("icsrules compile", self.run_program("eval", "x.rules", status=2).err)

    def test_pack_given_as_rules(self):
        self.write("x.rules", SENTENCE)
        self.run_program("compile", "x.rules", status=0)
        self.run_program("compile", "x.icsb", "-o", "y.icsb", status=2)
        self.assertFalse((self.folder / "y.icsb").exists())

    def test_standard_input_twice(self):
        self.run_program("eval", "-e", SENTENCE, "-", "-", status=2, input=IN_POST)

    def test_data_from_standard_input(self):
        self.run_program("eval", "-e", SENTENCE, "--as-at", "2023-06-01", "-", status=0, input=IN_POST)


class Outputs(Case):
    def setUp(self):
        super().setUp()
        self.rules = self.write("x.rules", SENTENCE)

    def leftovers(self):
        return sorted(path.name for path in self.folder.iterdir())

    def test_default_name(self):
        self.run_program("compile", "x.rules", status=0)
        self.assertEqual(self.leftovers(), ["x.icsb", "x.rules"])

    def test_names_of_packs_and_rule_files_are_shown_escaped(self):
        name = "x\033[31m\u202ey"
        self.write(f"{name}.rules", SENTENCE)
        written = self.run_program("compile", f"{name}.rules", status=0)
        for result in (written, self.run_program("inspect", f"{name}.icsb", status=0)):
            self.assertIn("x<U+001B>[31m<U+202E>y", result.out)
            for character in ("\033", "\u202e"):
                self.assertNotIn(character, result.out + result.err)

    def test_output_onto_the_input(self):
        os.link(self.rules, self.folder / "hard.icsb")
        os.symlink("x.rules", self.folder / "soft.icsb")
        for output in ("x.rules", "./x.rules", "hard.icsb", "soft.icsb"):
            self.assertIn("input", self.run_program("compile", "x.rules", "-o", output, status=2).err)
            self.assertEqual(self.rules.read_text(), SENTENCE)

    def test_missing_folder_and_folder_as_output(self):
        self.assertIn("nowhere", self.run_program("compile", "x.rules", "-o", "nowhere/x.icsb", status=2).err)
        (self.folder / "here").mkdir()
        self.assertIn("folder", self.run_program("compile", "x.rules", "-o", "here", status=2).err)
        self.assertEqual(list((self.folder / "here").iterdir()), [])

    def test_full_disk(self):
        self.run_program("compile", "x.rules", "-o", "/dev/full", status=4)

    def test_older_output_stays_when_rules_are_wrong(self):
        self.run_program("compile", "x.rules", status=0)
        before = (self.folder / "x.icsb").read_bytes()
        self.rules.write_text("ICB must nmae SEND executive lead")
        self.run_program("compile", "x.rules", status=2)
        self.assertEqual((self.folder / "x.icsb").read_bytes(), before)
        self.assertEqual(self.leftovers(), ["x.icsb", "x.rules"])

    def test_same_bytes_in_two_folders(self):
        packs = []
        for name in ("one", "another"):
            path = self.write(f"{name}/duties/x.rules", "use ics\nrule A\n  ICB must name SEND executive lead\n")
            self.run_program("compile", path, "-o", f"{name}.icsb", status=0)
            self.run_program("compile", "duties/x.rules", "-o", "relative.icsb", status=0, folder=self.folder / name)
            packs += [(self.folder / f"{name}.icsb").read_bytes(), (self.folder / name / "relative.icsb").read_bytes()]
        self.assertEqual(len(set(packs)), 1)

    def test_flipped_byte_is_refused_with_section_and_offset(self):
        self.run_program("compile", "x.rules", status=0)
        pack = self.folder / "x.icsb"
        good = pack.read_bytes()
        self.write("x.yaml", IN_POST)
        for offset in range(0, len(good), max(1, len(good) // 50)):
            bad = bytearray(good)
            bad[offset] ^= 0x40
            pack.write_bytes(bytes(bad))
            for arguments in (["eval", "x.icsb", "x.yaml"], ["inspect", "x.icsb"], ["inspect", "--code", "x.icsb"]):
                self.assertRegex(self.run_program(*arguments, status=2).err, r"E050[123]", offset)
        self.assertRegex(self.run_program("inspect", "x.icsb", status=2).err, r"offset \d+")

    def test_cut_pack_is_refused(self):
        self.run_program("compile", "x.rules", status=0)
        good = (self.folder / "x.icsb").read_bytes()
        for size in (0, 1, 7, 12, 40, len(good) // 2, len(good) - 1):
            (self.folder / "x.icsb").write_bytes(good[:size])
            self.run_program("inspect", "x.icsb", status=2)


class Streams(Case):
    def setUp(self):
        super().setUp()
        self.write("x.yaml", VACANT)

    def shell(self, line):
        return subprocess.run(["bash", "-c", line, "bash", PROGRAM], cwd=self.folder, capture_output=True, timeout=60,
                              encoding="utf-8")

    def test_full_standard_output(self):
        for arguments in ("eval -e 'ICB must name SEND executive lead' x.yaml", "help", "--version",
                          "eval --format json -e 'ICB must name SEND executive lead' x.yaml"):
            self.assertEqual(self.shell(f'"$1" {arguments} >/dev/full').returncode, 4, arguments)

    def test_closed_standard_output(self):
        done = self.shell("\"$1\" eval -e 'ICB must name SEND executive lead' x.yaml >&-")
        self.assertEqual(done.returncode, 4)
        self.assertIn("standard output", done.stderr)

    def test_compile_with_closed_standard_output_keeps_the_pack_clean(self):
        self.write("x.rules", SENTENCE)
        self.shell('"$1" compile x.rules >&-')
        pack = self.folder / "x.icsb"
        if pack.exists():
            self.run_program("inspect", "x.icsb", status=0)

    def test_reader_that_goes_away(self):
        many = "ICB:\n" + "".join(f"  - {{code: Q{i:05}}}\n" for i in range(3000))
        self.write("many.yaml", many)
        done = self.shell("\"$1\" eval --format ndjson -e 'ICB must name SEND executive lead' many.yaml | head -1; "
                          "echo ${PIPESTATUS[0]}")
        self.assertEqual(done.stderr, "")
        self.assertEqual(done.stdout.splitlines()[-1], "5")
