"""Running `icsrules fmt`, and what must be the same before and after it: the tree, the code, the comments."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

SOURCES = pathlib.Path(os.environ["ICS_TEST_SOURCES"])
PROGRAM = os.environ.get("ICSRULES") or os.environ["ICS_TEST_PROGRAM"]
HERE = pathlib.Path(__file__).resolve().parent

WORD = re.compile(r'"[^"\n]*"|#[^\n]*|[^\s"#]+')


def run(*arguments, folder=None, text=None):
    return subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder, input=text, capture_output=True, timeout=300,
                          encoding="utf-8")


def comments_of(text):
    """The comments of a rule file, in order; a # inside a quoted text is none."""
    return [word.rstrip() for word in WORD.findall(text) if word.startswith("#")]


def words_of(text):
    """All that is written, without what stands between: to show that nothing is lost, added or moved."""
    return "".join("".join(word.split()) for word in WORD.findall(text))


def without_places(node):
    if isinstance(node, dict):
        return {key: without_places(value) for key, value in node.items() if key not in ("span", "text_span")}
    if isinstance(node, list):
        return [without_places(item) for item in node]
    return node


class Case(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="icsrules-fmt-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run_program(self, *arguments, status=None, folder=None, text=None):
        done = run(*arguments, folder=folder or self.folder, text=text)
        if status is not None:
            self.assertEqual(done.returncode, status, f"{arguments}: {done.stdout}{done.stderr}")
        return done

    def trees(self, files):
        """The trees of files, as text, without places: None where they do not parse together."""
        done = self.run_program("check", "--ast", "json", *files)
        if done.returncode != 0:
            return None
        own = [file for file in json.loads(done.stdout)["files"] if file["pack"] == ""]
        return json.dumps(without_places([file["tree"] for file in own]), indent=1)

    def code(self, files):
        """The code of files, as text, without its phrases, which are shown as written: None where they do not compile."""
        pack = self.folder / "compared.icsb"
        if self.run_program("compile", *files, "-o", pack).returncode != 0:
            return None
        return re.sub(r" +; .*", "", self.run_program("inspect", "--code", pack, status=0).stdout)

    def assert_same_after(self, files, context=None):
        """Lays files out in their places; what they say stays, also word by word, and a second time changes nothing."""
        context = context or files
        before = {path: path.read_text(encoding="utf-8") for path in files}
        tree, code = self.trees(context), self.code(context)
        self.assertIsNotNone(tree, f"{context}: do not parse")
        self.run_program("fmt", *files, status=0)
        for path, text in before.items():
            after = path.read_text(encoding="utf-8")
            self.assertEqual(comments_of(after), comments_of(text), path)
            self.assertEqual(words_of(after), words_of(text), path)
        self.assertEqual(self.trees(context), tree)
        self.assertEqual(self.code(context), code)
        again = self.run_program("fmt", "--check", *files)
        self.assertEqual((again.returncode, again.stdout), (0, ""), f"laid out twice: {again.stdout}{again.stderr}")
