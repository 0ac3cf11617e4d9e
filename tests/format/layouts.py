"""Running `icsrules fmt`, and what must be the same before and after it: the tree, the code, the comments."""

import json
import os
import pathlib
import re
import sys

SOURCES = pathlib.Path(os.environ["ICS_TEST_SOURCES"])
HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(SOURCES / "tests/cli"))

import program

WORD = re.compile(r'"[^"\n]*"|#[^\n]*|[^\s"#]+')


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


class Case(program.Case):
    timeout = 300

    def trees(self, files):
        """The trees of files, as text, without places: None where they do not parse together."""
        done = self.run_program("check", "--ast", "json", *files)
        if done.status != 0:
            return None
        own = [file for file in json.loads(done.out)["files"] if file["pack"] == ""]
        return json.dumps(without_places([file["tree"] for file in own]), indent=1)

    def code(self, files):
        """The code of files, as text, without its phrases, which are shown as written: None where they do not compile."""
        pack = self.folder / "compared.icsb"
        if self.run_program("compile", *files, "-o", pack).status != 0:
            return None
        return re.sub(r" +; .*", "", self.run_program("inspect", "--code", pack, status=0).out)

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
        self.assertEqual((again.status, again.out), (0, ""), f"laid out twice: {again.out}{again.err}")
