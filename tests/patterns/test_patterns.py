"""The patterns of the catalogue of duties: every one has a rule here, and docs/language/patterns.md lists them.

    test_patterns.py ROOT [--write] [--catalogue FOLDER]

Compares the page with what the rule files say, and, where the catalogue lies beside the project, the names of the
patterns and the rows with duties.csv; without it that part is skipped, and said to be.
"""

import csv
import re
import sys
from pathlib import Path

HEAD = re.compile(r"^## Patterns?: ([\w, ]+)\. Rows? ([A-Z0-9, -]+)[.:;]?(.*)$")
DECLARATION = re.compile(r"^(rule|question|description|define) ")
MODAL = re.compile(r"\b(must|should|may|is encouraged to)\b")
PAGE_TOP = """# The patterns of duties, each in a sentence

The catalogue of duties in our sources names 98 shapes of sentence. Each stands below with the row it was taken from and
the sentence that says it; the rules and their tests (met, not met, unknown) are in `tests/patterns`. What facts cannot
judge is carried by a finding, a question or a power, and the last column says by which.

| pattern | row | sentence | where facts do not decide |
|---|---|---|---|
"""


def entries(folder):
    """(pattern, row, sentence, words about it) for each rule that names patterns, in the order of the files."""
    found = []
    for path in sorted(folder.glob("*.rules")):
        lines = path.read_text().splitlines()
        for at, line in enumerate(lines):
            head = HEAD.match(line)
            if head:
                body = []
                for text in lines[at + 1 :]:
                    if text.startswith("test ") or (body and not text.strip()):
                        break
                    body.append(text)
                rows = [row.strip() for row in head.group(2).split(",")]
                for number, pattern in enumerate(head.group(1).split(", ")):
                    found.append((pattern.strip(), rows[min(number, len(rows) - 1)], sentence(body), carrier(body)))
    return found


GOOD = {"met", "used", "holds", "considered", "followed", "answered"}
BAD = {"not met", "departed", "not used", "does not hold", "not considered", "not followed", "unanswered", "open"}
STATES = sorted(GOOD | BAD | {"unknown", "done late", "not yet due"}, key=len, reverse=True)
EXPECT = re.compile(r"^  expect ([\w-]+)(?: for \S+)? (" + "|".join(STATES) + r")\b", re.M)


def compare_with_tests(folder):
    """Each rule that stands for a pattern is tried three ways: done, not done, and not known."""
    faults = []
    for path in sorted(folder.glob("*.rules")):
        text = path.read_text()
        seen = {}
        for rule, state in EXPECT.findall(text):
            seen.setdefault(rule, set()).add(state)
        for rule in re.findall(r"^## Patterns?:.*\n(?:##.*\n|define .*\n(?:  .*\n)*|\n)*(?:rule|question|description) ([\w-]+)", text, re.M):
            states = seen.get(rule, set())
            for wanted, name in ((GOOD, "done"), (BAD, "not done"), ({"unknown"}, "not known")):
                if not states & wanted:
                    faults.append(f"{path.name}: {rule} has no test of what is {name}")
    return faults


def sentence(body):
    """What a declaration says, on one line: without its name, title, citations and dates."""
    declared = [text for text in body if not text.startswith("##")]
    kept = [text.strip() for text in declared[1:] if not re.match(r"\s*(cites|in force|owner|review by) ", text)]
    if declared[0].startswith("define"):
        kept.insert(0, declared[0])
    return " ".join(kept).replace("|", "\\|")


def carrier(body):
    text = "\n".join(body)
    if re.search(r"^question ", text, re.M):
        return "a question"
    if "judged by finding" in text or "own finding" in text:
        return "a finding, by the role that the rule names"
    if " may " in text:
        return "a power: used or not used"
    return ""


def page(found):
    rows = sorted(found)
    return PAGE_TOP + "".join(f"| {name} | {row} | {words} | {by} |\n" for name, row, words, by in rows)


def compare_with_catalogue(found, catalogue):
    rows = {row["id"]: set(row["pattern"].split("; ")) for row in csv.DictReader(open(catalogue / "duties.csv"))}
    wanted = set().union(*rows.values())
    faults = [f"no rule says the pattern {name}" for name in sorted(wanted - {entry[0] for entry in found})]
    for name, row, _, _ in found:
        if row not in rows:
            faults.append(f"{name}: there is no row {row}")
        elif name not in rows[row]:
            faults.append(f"{name}: row {row} has the patterns {', '.join(sorted(rows[row]))}")
    return faults


def main(arguments):
    root = Path(arguments[0])
    found = entries(root / "tests/patterns/tests")
    written = root / "docs/language/patterns.md"
    if "--write" in arguments:
        written.parent.mkdir(exist_ok=True)
        written.write_text(page(found))
    faults = [] if written.is_file() and written.read_text() == page(found) else [f"{written.name} is not current: --write"]
    names = [entry[0] for entry in found]
    faults += [f"the pattern {name} has two rules" for name in sorted(set(names)) if names.count(name) > 1]
    faults += compare_with_tests(root / "tests/patterns/tests")
    catalogue = Path(arguments[arguments.index("--catalogue") + 1]) if "--catalogue" in arguments else root / "../shared/domain"
    if (catalogue / "duties.csv").is_file():
        faults += compare_with_catalogue(found, catalogue)
    else:
        print("skipped: the catalogue of duties is not beside the project")
    print("\n".join(faults) or f"{len(found)} patterns, each with a rule")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
