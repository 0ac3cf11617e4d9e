"""Our own rule files have the layout; what is done to them at random comes back to it, and changes no code."""

import random
import shutil
import unittest

from layouts import SOURCES, WORD, Case

OWN = ("rules", "examples", "plugins", "tests/language")
SHARED = SOURCES / "tests/syntax/examples"


def scattered(text, seed):
    """The text with other indents, spaces and blank lines, none of which mean anything."""
    chance = random.Random(seed)
    lines = []
    for line in text.splitlines():
        words = WORD.findall(line)
        gap = lambda: chance.choice((" ", " ", "  ", "\t", "     "))
        spread = "".join(gap() + part for part in split_as_written(line))
        lines.append(spread if words else "")
    return "\n".join(lines) + chance.choice(("", "\n", "\n\n\n"))


def split_as_written(line):
    """Parts of a line that stand apart, a quoted text or a comment whole."""
    parts, joined = [], False
    for match in WORD.finditer(line):
        if match.start() > 0 and not line[match.start() - 1].isspace() and parts and joined:
            parts[-1] += match.group()
        else:
            parts.append(match.group())
        joined = True
    return parts


def commented(text, seed):
    """The text with comments put in: at the ends of lines, and on lines of their own."""
    chance = random.Random(seed)
    lines = []
    for number, line in enumerate(text.splitlines()):
        if chance.random() < 0.2:
            lines.append(chance.choice(("", "    ")) + f"# above {number}")
        has_comment = any(word.startswith("#") for word in WORD.findall(line))
        lines.append(line + (f"  # behind {number}" if line and not has_comment and chance.random() < 0.2 else ""))
    return "\n".join(lines + ["# last"]) + "\n"


class OwnFiles(Case):
    def test_have_the_layout(self):
        done = self.run_program("fmt", "--check", *OWN, folder=SOURCES)
        self.assertEqual((done.status, done.out), (0, ""),
                         f"run `icsrules fmt {' '.join(OWN)}`:\n{done.out}{done.err}")

    def test_come_back_to_it(self):
        for folder in OWN:
            shutil.copytree(SOURCES / folder, self.folder / folder)
        wanted = {path: path.read_text(encoding="utf-8") for path in sorted(self.folder.rglob("*.rules"))}
        for number, (path, text) in enumerate(wanted.items()):
            path.write_text(scattered(text, number), encoding="utf-8")
        self.run_program("fmt", *OWN, status=0)
        for path, text in wanted.items():
            self.assertEqual(path.read_text(encoding="utf-8"), text, path)

    def test_code_stays(self):
        for folder in sorted({path.parent for name in OWN for path in (SOURCES / name).rglob("*.rules")}):
            with self.subTest(str(folder)):
                together = folder.parent.name in ("rules", "systems", "england")
                self.check_folder(folder, together)

    def check_folder(self, folder, together):
        files = [self.write(f"{folder.name}/{path.name}", commented(scattered(path.read_text(encoding="utf-8"), 1), 2))
                 for path in sorted(folder.glob("*.rules"))]
        for group in [files] if together else [[path] for path in files]:
            self.assert_same_after(group)


class SharedExamples(Case):
    def test_code_stays(self):
        shutil.copytree(SHARED, self.folder / "examples")
        self.write("icsrules.yaml", "name: shared\nrules: [examples]\n")
        for path in sorted((self.folder / "examples").rglob("*.rules")):
            with self.subTest(path.name):
                text = path.read_text(encoding="utf-8")
                path.write_text(commented(scattered(text, 3), 4), encoding="utf-8")
                self.assert_same_after([path])


if __name__ == "__main__":
    unittest.main()
