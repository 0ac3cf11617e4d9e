"""The tests that rule files declare, judged by the reference as the program judges them.

    test_language.py PROGRAM [--except LIST] FILE_OR_FOLDER…

Each expectation that does not hold, or that the reference does not judge, is printed with its place and is a failure,
but for those of the rules in LIST, which have to fail.
"""

import argparse
import json
import os
import subprocess
import sys

from syntax import Node
from trials import trials_of
from vocabulary import Vocabulary


def rule_files(paths):
    for path in paths:
        if os.path.isfile(path):
            yield path
        for folder, _, names in sorted(os.walk(path)):
            yield from (os.path.join(folder, name) for name in sorted(names) if name.endswith(".rules"))


def project_of(path):
    """The folder of the project that a file belongs to, else its own."""
    folder = own = os.path.dirname(path)
    while folder != os.path.dirname(folder):
        if os.path.exists(os.path.join(folder, "icsrules.yaml")):
            return folder
        folder = os.path.dirname(folder)
    return own


def judged(program, path):
    """The failures of one file, each a rule and a line about it, and how many expectations it has."""
    folder = project_of(os.path.abspath(path))
    done = subprocess.run([program, "check", "--ast", "json", os.path.relpath(path, folder)], capture_output=True,
                          text=True, cwd=folder, check=False)
    if not done.stdout or ": error E0113" in done.stderr:
        return [("", f"{path}: {done.stderr.strip()}")], 0
    trees = [Node(file["tree"]) for file in json.loads(done.stdout)["files"]]
    vocabulary, found, count = Vocabulary(trees), [], 0
    for trial in trials_of(vocabulary, trees[-1]):
        count += sum(step.kind == "expect" for step in trial.steps)
        found += [(step.text, f"{path}:{step.line}: expected {step.text} {step.word}; {said}")
                  for step, said, _ in trial.failures()]
    return found, count


def excepted(path):
    """The rules that need not agree yet, as pairs of a file's name and a rule."""
    if path is None:
        return set()
    with open(path, encoding="utf-8") as file:
        return {tuple(line.split()[:2]) for line in file if line.strip() and not line.startswith("#")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("--except", dest="excepted")
    parser.add_argument("paths", nargs="+")
    options = parser.parse_args()
    awaited = excepted(options.excepted)
    failed, total, met = 0, 0, set()
    for path in rule_files(options.paths):
        found, count = judged(os.path.abspath(options.program), path)
        total += count
        for rule, line in found:
            key = (os.path.basename(path), rule)
            met.add(key)
            if key not in awaited:
                failed += 1
                print(line)
    for file, rule in sorted(awaited - met):
        print(f"{options.excepted}: {file} {rule}: agrees; take it off the list")
    print(f"{total} expectations: {failed} do not hold by the reference")
    return 1 if failed or not total or awaited - met else 0


if __name__ == "__main__":
    sys.exit(main())
