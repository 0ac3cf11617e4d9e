"""The tests that rule files declare, judged by the reference as the program judges them.

    test_language.py PROGRAM FILE_OR_FOLDER…

Each expectation that does not hold is printed with its place. What the reference does not judge is counted apart; with
--strict it is a failure too.
"""

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


def judged(program, path):
    """The failures of one file, as lines, and how many expectations it has."""
    done = subprocess.run([program, "check", "--ast", "json", os.path.basename(path)], capture_output=True, text=True,
                          cwd=os.path.dirname(os.path.abspath(path)), check=False)
    if not done.stdout:
        return [(f"{path}: {done.stderr.strip()}", True)], 0
    trees = [Node(file["tree"]) for file in json.loads(done.stdout)["files"]]
    vocabulary, lines, count = Vocabulary(trees), [], 0
    for trial in trials_of(vocabulary, trees[-1]):
        count += sum(step.kind == "expect" for step in trial.steps)
        for step, found, is_judged in trial.failures():
            lines.append((f"{path}:{step.line}: expected {step.text} {step.word}; {found}", is_judged))
    return lines, count


def main(arguments):
    is_strict = "--strict" in arguments
    program, *paths = [a for a in arguments if a != "--strict"]
    failed = total = passed_over = 0
    for path in rule_files(paths):
        lines, count = judged(os.path.abspath(program), path)
        total += count
        for line, is_judged in lines:
            failed += is_judged
            passed_over += not is_judged
            if is_judged or is_strict:
                print(line)
    print(f"{total} expectations: {failed} do not hold by the reference, {passed_over} it does not judge")
    return 1 if failed or not total or (is_strict and passed_over) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
