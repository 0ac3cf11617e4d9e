"""A plugin from its first line to an outcome: plugin new, plugin test, and what plugin test finds (P12, P14)."""

import os
import pathlib
import shutil
import subprocess
import unittest

from program import PROGRAM, Case


@unittest.skipUnless(shutil.which("cc"), "a C compiler is needed")
class New(Case):
    def functions(self, text, *signatures):
        """What plugin test says of a plugin with these functions beside the one that its rules call."""
        self.run_program("plugin", "new", "harbour", status=0)
        path = self.folder / "harbour" / "harbour.c"
        whole = path.read_text().replace('ICS_PLUGIN("', text + '\nICS_PLUGIN("')
        stated = "".join(f'ICS_FUNCTION({name}, "{signature}", "")\n' for name, signature in signatures)
        path.write_text(whole.replace("ICS_PLUGIN_END", stated + "ICS_PLUGIN_END"))
        result = self.run_program("plugin", "test", "harbour", status=1)
        self.assertIn("attended: 2048 calls, twice: every answer in range, and the same again\n", result.out)
        return result.out

    def test_it_passes_as_it_stands_and_leaves_nothing(self):
        before = set(pathlib.Path("/tmp").glob("icsrules-plugin-*"))
        for name in ("harbour", "a", "two-words", "p" * 64):
            self.run_program("plugin", "new", name, status=0)
            files = sorted(self.folder.rglob("*"))
            result = self.run_program("plugin", "test", name, status=0)
            self.assertEqual(result.err, "")
            self.assertIn("1 test: 1 passed, 0 failed (4 expectations)", result.out)
            self.assertEqual(sorted(self.folder.rglob("*")), files)
        self.assertEqual(set(pathlib.Path("/tmp").glob("icsrules-plugin-*")), before)

    def test_lists_are_tried(self):
        out = self.functions("static ics_yesno odd(ics_dates held) { return held.count == 2 ? 7 : ICS_YESNO_NO; }",
                             ("odd", "yes/no(list of date)"))
        self.assertIn("odd([0001-01-01, 0001-01-01]) fails: ", out)

    def test_its_rules_are_in_the_one_layout(self):
        self.run_program("plugin", "new", "harbour", status=0)
        self.run_program("fmt", "--check", "harbour/harbour.rules", "harbour/tests/harbour.rules", status=0)

    def test_it_is_made_once_and_by_a_name_that_is_one(self):
        self.run_program("plugin", "new", "harbour", status=0)
        self.assertIn("cannot be made", self.run_program("plugin", "new", "harbour", status=2).err)
        for name in ("Harbour", "../harbour", "/tmp/harbour", "a%n", "a\nb", "", "1a", "a-", "p" * 65, "-x"):
            self.run_program("plugin", "new", "--", name, status=2)
        self.run_program("plugin", "new", status=2)
        self.assertEqual([path.name for path in self.folder.iterdir()], ["harbour"])

    def test_what_cannot_be_tested_is_refused(self):
        self.assertIn("E0001", self.run_program("plugin", "test", "nowhere", status=2).err)
        (self.folder / "empty").mkdir()
        self.assertIn("there is no file", self.run_program("plugin", "test", "empty", status=2).err)
        self.run_program("plugin", "test", status=2)
        self.run_program("plugin", "new", "harbour", status=0)
        (self.folder / "harbour" / "harbour.c").write_text("no C at all\n")
        self.assertIn("harbour.c cannot be compiled", self.run_program("plugin", "test", "harbour", status=2).err)

    def test_p14_another_answer_the_second_time(self):
        said = self.functions("static ics_count calls;\nstatic ics_count counts(ics_count a) { (void)a; return ++calls; }",
                              ("counts", "count(count)"))
        self.assertRegex(said, r"counts\(0\) gives 1 and, asked again, \d+\n")

    def test_undefined_behaviour_is_told_with_its_arguments(self):
        said = self.functions("static ics_count far(ics_count a) { return a * 1000000000 / 1000000000; }", ("far", "count(count)"))
        self.assertRegex(said, r"far\(9223372036854\) fails: harbour\.far was ended by SIG")

    def test_p12_what_is_out_of_range_is_told_with_its_arguments(self):
        said = self.functions("static ics_share wild(ics_count a) { return ics_share_of(a, 3); }",
                              ("wild", "share(count)"))
        self.assertIn("wild(-1) fails: harbour.wild: bad return value: the share -1/3", said)

    def test_a_crash_is_told_with_its_arguments(self):
        said = self.functions("static ics_yesno falls(ics_date d, ics_text t, ics_yesno y)\n"
                              "{ if (d == 0 && y == ICS_YESNO_YES) __builtin_trap(); return t[0] == 'a'; }",
                              ("falls", "yes/no(date, text, yes/no)"))
        self.assertIn('falls(1970-01-01, "", yes) fails: harbour.falls was ended by SIG', said)

    def test_p25_a_record_of_ten_thousand_functions(self):
        self.run_program("plugin", "new", "harbour", status=0)
        path = self.folder / "harbour" / "harbour.c"
        line = 'ICS_FUNCTION(attended, "share(count, count)", "")\n'
        path.write_text(path.read_text().replace("ICS_PLUGIN_END", line * 9999 + "ICS_PLUGIN_END"))
        self.assertIn("its record states 10000 functions: 1 to 256 is the limit PLUGIN_FUNCTIONS",
                      self.run_program("plugin", "test", "harbour", status=2).err)

    def test_a_test_that_fails_is_told(self):
        self.run_program("plugin", "new", "harbour", status=0)
        path = self.folder / "harbour" / "harbour.rules"
        path.write_text(path.read_text().replace("at least 50%", "at least 75%"))
        self.assertIn("failed: half of the meetings is enough",
                      self.run_program("plugin", "test", "harbour", status=1).out)

    @unittest.skipUnless(os.geteuid() == 0 and shutil.which("setpriv"), "needs root to become somebody else")
    def test_as_an_ordinary_user(self):
        program = self.folder / "program"
        program.mkdir()
        for name in ("icsrules", "icsrules-plugin-host"):
            shutil.copy(pathlib.Path(PROGRAM).parent / name, program / name)
        shutil.copytree(pathlib.Path(PROGRAM).parent / "rules", program / "rules")
        os.chown(self.folder, 65534, 65534)
        for words in (("new", "harbour"), ("test", "harbour")):
            done = subprocess.run(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", program / "icsrules",
                                   "plugin", *words], cwd=self.folder, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    @unittest.skipUnless(shutil.which("cmake"), "CMake builds it for use")
    def test_from_the_folder_to_an_outcome(self):
        self.run_program("plugin", "new", "harbour", status=0)
        folder = self.folder / "harbour"
        for words in (["cmake", "-S", ".", "-B", "build"], ["cmake", "--build", "build"],
                      [PROGRAM, "plugin", "trust", "plugins/harbour.so"], [PROGRAM, "compile"]):
            subprocess.run(words, cwd=folder, check=True, capture_output=True)
        done = subprocess.run([PROGRAM, "eval"], cwd=folder, capture_output=True, text=True)
        self.assertIn("1 departed, 1 met", done.stdout)
        self.assertEqual(done.stderr, "")


if __name__ == "__main__":
    unittest.main()
