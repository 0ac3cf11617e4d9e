"""The pages of docs/diagnostics: read, tried with the real program, and listed in their index.

A page has front matter (`code`, and `run`: the shell line that tries the example; or `arises`: how the message comes
about where no example on paper can show it), a heading with the code's summary, and the sections of SECTIONS. A fenced
block whose first line is ```rules duties.rules is that file; blocks before "Wrong" belong to both examples. `run right`
is the line for the right example, where it is another one.
"""

import os
import pathlib
import re
import subprocess
import tempfile

SOURCES = pathlib.Path(os.environ["ICS_TEST_SOURCES"])
PROGRAM = pathlib.Path(os.environ.get("ICSRULES") or os.environ["ICS_TEST_PROGRAM"]).resolve()
FOLDER = SOURCES / "docs" / "diagnostics"
INDEX = FOLDER / "README.md"
SECTIONS = ["Wrong", "What it says", "Right", "Why"]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.S | re.M)
GROUPS = {
    "E00": "Files and characters", "E01": "Names and sentences", "E02": "Dates and numbers", "E03": "Types and units",
    "E04": "What is not built", "E05": "Packs", "E06": "Data", "E07": "Plugins",
    "E08": "The command line and the project file", "W1": "Warnings",
}


def codes():
    """Code and summary of every entry of src/base/codes.def, in its order."""
    text = (SOURCES / "src" / "base" / "codes.def").read_text(encoding="utf-8")
    return dict(re.findall(r'^CODE\((\w+), \w+, "([^"]*)"\)', text, re.M))


def reported_codes():
    """The codes that something in src/ reports: by their constants, or by name in the program."""
    found = set()
    for path in (SOURCES / "src").rglob("*.[ch]"):
        found.update(re.findall(r'(?:\bICS_|")([EW]\d{4})\b', path.read_text(encoding="utf-8")))
    return found


class Page:
    def __init__(self, path):
        self.path = path
        self.text = path.read_text(encoding="utf-8")
        front, self.body = re.fullmatch(r"---\n(.*?)\n---\n(.*)", self.text, re.S).groups()
        self.front = dict(line.split(": ", 1) for line in front.splitlines())
        self.heading = self.body.strip().splitlines()[0]
        parts = re.split(r"^## (.*)\n", self.body, flags=re.M)
        self.intro, self.titles = parts[0], parts[1::2]
        self.sections = dict(zip(parts[1::2], parts[2::2]))

    @property
    def arises(self):
        return self.front.get("arises")

    def files(self, part):
        """Name and text of the files in a part of the page."""
        blocks = FENCE.findall(part)
        return {words.split(" ", 1)[1]: text for words, text in blocks if " " in words}

    def said(self):
        return FENCE.findall(self.sections["What it says"])[0][1]

    def with_said(self, said):
        section = self.sections["What it says"]
        start = self.text.index("## What it says\n") + len("## What it says\n")
        return self.text[:start] + f"\n```text\n{said}```\n\n" + self.text[start + len(section):]

    def try_wrong(self):
        return self._try(self.sections["Wrong"], self.front["run"])

    def try_right(self):
        return self._try(self.sections["Right"], self.front.get("run right", self.front["run"]))

    def _try(self, part, line):
        """Exit status and messages of the line, run in a folder that holds the files and nothing else."""
        with tempfile.TemporaryDirectory(prefix="icsrules-page-") as name:
            base = pathlib.Path(name).resolve()
            project, bin_folder = base / "project", base / "path"
            project.mkdir()
            bin_folder.mkdir()
            (bin_folder / "icsrules").symlink_to(PROGRAM)
            for file, text in {**self.files(self.intro), **self.files(part)}.items():
                (project / file).parent.mkdir(parents=True, exist_ok=True)
                (project / file).write_text(text, encoding="utf-8")
            done = subprocess.run(
                ["sh", "-c", line], cwd=project, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE, encoding="utf-8", timeout=120,
                env={**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8"},
            )
            said = done.stderr.replace(str(project), "/home/me/project")
            said = re.sub(r"(?<![\w.])/[^ ,:\n]*/(rules|plugins)\b", r"/usr/share/icsrules/\1", said)
            said = re.sub(r"\boffset \d{4,}", "offset 47086", said)  # a pack is as long as its model, which grows
            return done.returncode, re.sub(r"(/usr/share/icsrules/\w+)(, \1)+", r"\1", said)


def pages():
    return [Page(path) for path in sorted(FOLDER.glob("[EW]*.md"))]


def index():
    """The text of docs/diagnostics/README.md."""
    lines = [
        "# What the messages mean", "",
        "Every error and every warning has a code that stays the same, and a page: what it means, a wrong example with "
        "what the program says to it, a right one, and why. `icsrules explain E0104` prints a page. The examples are "
        "run by the tests. This index is written by `ICS_TEST_UPDATE=1 ctest -R diagnostics`, which also writes anew "
        "what the program says.", "",
    ]
    all_codes, all_pages = codes(), {page.front["code"]: page for page in pages()}
    for prefix, title in GROUPS.items():
        lines += [f"## {title}", "", "| code | means |", "|---|---|"]
        lines += [f"| [{code}]({code}.md) | {summary} |" for code, summary in all_codes.items()
                  if code.startswith(prefix)]
        lines.append("")
    lines += ["## Without an example that is tried", "",
              "These come about in ways that a page cannot show by files and a command:", ""]
    lines += [f"- [{code}]({code}.md): {all_pages[code].arises}" for code in all_codes
              if code in all_pages and all_pages[code].arises]
    return "\n".join(lines) + "\n"
