"""Every block of rules in our pages is tried: it compiles, has the one layout, and its tests pass.

A block is opened by ```rules alone, or with what is to be expected of it:

    ```rules                 a whole file
    ```rules fragment        a part of one, which is not tried
    ```rules error E0104     refused with that code, and no other
    ```rules warning W1001   compiles, with that warning
    ```rules NAME.rules      a file of a page that has a test of its own

    test_docs.py ICSRULES SOURCES [PAGE...]
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)
OPENING = re.compile(r"^(?:\t|    )(?:use|model|source|entity|enum|role|rule|test|define|let|reading|variation) [\w\"].*", re.M)
CODE = re.compile(r"\b(?:error|warning) ([EW]\d{4}):")


class Page:
    def __init__(self, program, path, folder):
        self.program, self.path, self.folder = program, path, folder
        self.text = path.read_text(encoding="utf-8")
        self.faults, self.tried = [], 0

    def fault(self, at, what):
        line = self.text.count("\n", 0, at) + 1
        self.faults.append(f"{self.path}:{line}: {what}")

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60)

    def try_block(self, at, expected, text):
        (self.folder / "page.rules").write_text(text, encoding="utf-8")
        done = self.run("check", "page.rules")
        codes = set(CODE.findall(done.stderr))
        errors = {code for code in codes if code.startswith("E")}
        self.tried += 1
        if expected[:1] == ["error"]:
            if errors != set(expected[1:]):
                self.fault(at, f"{' '.join(expected)} is wanted, {sorted(errors) or 'no error'} came\n{done.stderr}")
            return
        if done.returncode != 0:
            self.fault(at, f"does not compile\n{done.stderr}")
            return
        if expected[:1] == ["warning"] and not set(expected[1:]) <= codes:
            self.fault(at, f"{' '.join(expected)} is wanted\n{done.stderr}")
        layout = self.run("fmt", "--check", "page.rules")
        if layout.returncode != 0:
            self.fault(at, f"has not the one layout (icsrules fmt)\n{layout.stdout}{layout.stderr}")
        if re.search(r"^test ", text, re.M):
            tests = self.run("test", "page.rules")
            if tests.returncode != 0:
                self.fault(at, f"a test of it fails\n{tests.stdout}{tests.stderr}")

    def try_all(self):
        outside = self.text
        for block in BLOCK.finditer(self.text):
            outside = outside.replace(block.group(), "\n" * block.group().count("\n"), 1)
            words = block["info"].split()
            if words[:1] != ["rules"]:
                continue
            if words[1:] == ["fragment"] or words[-1].endswith(".rules"):
                continue
            if len(words) > 1 and words[1] not in ("error", "warning"):
                self.fault(block.start(), f"nobody knows what ```{block['info']} means")
            else:
                self.try_block(block.start(), words[1:], block["text"])
        for opening in OPENING.finditer(outside):
            self.fault(outside.index(opening.group()), "rules stand outside a block of ```rules, where nothing tries them")


def main(arguments):
    program, sources = str(Path(arguments[0]).resolve()), Path(arguments[1])
    paths = [Path(path) for path in arguments[2:]] or [
        sources / "README.md", *sorted((sources / "docs").glob("*.md")), *sorted((sources / "docs/language").glob("*.md"))]
    faults, tried = [], 0
    for path in paths:
        with tempfile.TemporaryDirectory() as folder:
            page = Page(program, path, Path(folder))
            page.try_all()
            faults += page.faults
            tried += page.tried
    print("\n".join(faults + [f"{tried} blocks of rules tried, {len(faults)} faults"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
