"""Files of cases/NAME.before.rules and .after.rules, and how the verb behaves. ICS_TEST_UPDATE=1 writes them anew."""

import os
import stat
import time
import unittest

from layouts import HERE, Case

UGLY = 'use ics\nrule  A   "x"   ICB must name chief nurse\n'
NEAT = 'use ics\n\nrule A "x"\n  ICB must name chief nurse\n'


class Cases(Case):
    def test_cases(self):
        for before in sorted(HERE.glob("cases/*.before.rules")):
            with self.subTest(before.name):
                want = before.with_name(before.name.replace(".before.", ".after."))
                done = self.run_program("fmt", "-", input=before.read_text(encoding="utf-8"), status=0)
                if os.environ.get("ICS_TEST_UPDATE"):
                    want.write_text(done.out, encoding="utf-8")
                self.assertEqual(done.out, want.read_text(encoding="utf-8"))
                self.run_program("fmt", "--check", "-", input=done.out, status=0)


class Verb(Case):
    def test_in_place(self):
        path, neat = self.write("a.rules", UGLY), self.write("b.rules", NEAT)
        os.chmod(path, 0o640)
        untouched = neat.stat().st_mtime_ns
        done = self.run_program("fmt", "a.rules", "b.rules", status=0)
        self.assertEqual(done.out, "a.rules\n")
        self.assertEqual(path.read_text(), NEAT)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o640)
        self.assertEqual(neat.stat().st_mtime_ns, untouched)
        self.assertEqual(sorted(p.name for p in self.folder.iterdir()), ["a.rules", "b.rules"])

    def test_a_file_that_may_not_be_written_is_left_alone(self):
        path = self.write("a.rules", UGLY)
        os.chmod(path, 0o444)
        done = self.run_program("fmt", "a.rules", status=4)
        self.assertIn("a.rules", done.err)
        self.assertEqual(path.read_text(), UGLY)
        self.assertEqual(stat.S_IMODE(path.stat().st_mode), 0o444)

    def test_one_long_sentence_takes_no_longer_by_the_word(self):
        def seconds(count):
            text = "ICB must ensure that " + " or ".join(f"(population is {i} and population is not 0)" for i in range(count)) + "\n"
            began = time.perf_counter()
            self.run_program("fmt", "-", input=text, status=0)
            return time.perf_counter() - began
        self.assertLess(seconds(16000), 8 * min(seconds(4000) for _ in range(3)) + 1)

    def test_check_shows_and_writes_nothing(self):
        path = self.write("a.rules", UGLY)
        done = self.run_program("fmt", "--check", "a.rules", status=1)
        self.assertEqual(done.out, '--- a.rules\n+++ a.rules\n@@ -1,2 +1,4 @@\n use ics\n'
                                      '-rule  A   "x"   ICB must name chief nurse\n'
                                      '+\n+rule A "x"\n+  ICB must name chief nurse\n')
        self.assertEqual(path.read_text(), UGLY)
        self.run_program("fmt", "--check", self.write("b.rules", NEAT), status=0)

    def test_diff_can_be_applied(self):
        lines = [f'role first{i}   also number{i}\n' if i % 40 == 0 else f'role nurse{i}\n' for i in range(200)]
        path = self.write("a.rules", "use ics\n\n" + "".join(lines))
        done = self.run_program("fmt", "--check", "a.rules", status=1)
        self.assertEqual(done.out.count("@@ -"), 5)
        laid_out = self.run_program("fmt", "-", input=path.read_text(), status=0).out
        self.assertEqual(apply(path.read_text(), done.out), laid_out)

    def test_refused_and_left_alone(self):
        bad = self.write("bad.rules", "use ics\nrule A   ICB must name chef nurse\n")
        good = self.write("good.rules", UGLY)
        done = self.run_program("fmt", "bad.rules", "good.rules", status=2)
        self.assertIn("chef nurse", done.err)
        self.assertEqual(bad.read_text(), "use ics\nrule A   ICB must name chef nurse\n")
        self.assertEqual(good.read_text(), NEAT)

    def test_not_text(self):
        for name, content in (("empty", b""), ("bytes", b"\xff\xfe"), ("nul", b"use ics\0"), ("comment", b"# alone\n")):
            with self.subTest(name):
                path = self.write(f"{name}.rules", content)
                self.run_program("fmt", path, status=2)
                self.assertEqual(path.read_bytes(), content)

    def test_line_ends_and_mark(self):
        path = self.write("a.rules", b'\xef\xbb\xbfuse ics\r\n\r\n\r\n\r\nrole  x # why\r\n')
        self.run_program("fmt", path, status=0)
        self.assertEqual(path.read_bytes(), b"use ics\n\nrole x  # why\n")

    def test_folder_and_neighbours(self):
        self.write("pack/one.rules", "model one\nentity thing\n name:text\n part : piece\n")
        self.write("pack/deep/two.rules", UGLY)
        self.write("pack/part.rules", "model one\nentity piece\n  size:number\n")
        self.write("pack/.hidden.rules", "not rules")
        done = self.run_program("fmt", "pack", status=0)
        self.assertEqual(done.out, "pack/deep/two.rules\npack/one.rules\npack/part.rules\n")
        self.assertEqual((self.folder / "pack/one.rules").read_text(),
                         "model one\n\nentity thing\n  name            : text\n  part            : piece\n")

    def test_project(self):
        self.write("icsrules.yaml", "name: own\nrules: [duties]\n")
        self.write("duties/a.rules", UGLY)
        self.write("tests/t.rules", 'use ics\ntest "t"\n given ICB\n given rule R ICB must name chief nurse\n'
                                    " expect R unknown, needing posts\n")
        done = self.run_program("fmt", status=0)
        self.assertEqual(done.out, "duties/a.rules\ntests/t.rules\n")

    def test_nothing_named(self):
        self.assertIn("icsrules.yaml", self.run_program("fmt", status=2).err)
        self.assertIn("looked for", self.run_program("fmt", "nowhere.rules", status=2).err)


def apply(text, diff):
    """A text with a unified diff applied, each line of it checked."""
    old, new, at = text.splitlines(), [], 0
    for line in diff.splitlines()[2:]:
        if line.startswith("@@"):
            start = int(line.split()[1][1:].split(",")[0]) - 1
            new += old[at:start]
            at = start
        elif line[0] == "+":
            new.append(line[1:])
        else:
            assert old[at] == line[1:], (old[at], line)
            new += [line[1:]] if line[0] == " " else []
            at += 1
    return "\n".join(new + old[at:]) + "\n"


if __name__ == "__main__":
    unittest.main()
