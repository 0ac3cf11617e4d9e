"""The tables of docs/language/outcomes.md against both ladders: the compiler's, in C, and the reference evaluator's.

    test_outcomes.py OUTCOME-ROWS PAGE

OUTCOME-ROWS answers combinations by the C ladder. Tables are marked <!-- table: NAME -->; a cell may say `any`, or
several words with `or`.
"""

import itertools
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "reference"))
import ladder  # noqa: E402

NUMBERS = {"no": 0, "yes": 1, "unknown": 2, "no clock": 3}
VALUES = {"no": False, "yes": True, "unknown": None, "no clock": ladder.NO_CLOCK}
SENTENCES = ("duty", "prohibition", "expectation", "permission", "consider", "check", "question")
FORCES = ("binding", "own", "have regard", "advice", "not law")
OPERANDS = ("version governs", "applies", "nothing there", "done", "in time", "limit lifted", "exempt", "waived",
            "due ahead", "attested")


def read_tables(text):
    tables = {}
    for match in re.finditer(r"<!-- table: (\w+) -->\n(\|.*\n)\|[-|]+\n((?:\|.*\n)+)", text):
        cells = [[cell.strip() for cell in line.strip().strip("|").split("|")]
                 for line in [match[2], *match[3].splitlines()]]
        tables[match[1]] = [dict(zip(cells[0], row)) for row in cells[1:]]
    return tables


def fits(cell, value):
    return cell == "any" or value in cell.split(" or ")


def counted(operands, sentence, no_period):
    """The answer to `in time` where only clocks that count are looked at, and whether the duty is open."""
    has_clock = operands["in time"] != "no clock"
    is_lifted = operands["limit lifted"] == "yes" and has_clock
    if no_period or is_lifted or not has_clock or sentence == "prohibition":
        return "no clock", sentence != "prohibition" and (no_period or is_lifted)
    return operands["in time"], False


def answer_known(tables, operands, sentence, force, no_period):
    """What the page says where everything is known."""
    in_time, is_open = counted(operands, sentence, no_period)
    asked = {**operands, "in time": in_time}
    for row in tables["known"]:
        if sentence == "permission" and row["step"] == "5":
            continue
        if all(fits(row[name], asked[name]) for name in row if name in asked):
            break
    answer = row["answer"]
    words = next(w for w in tables["words"] if fits(w["sentence"], sentence) and fits(w["force"], force))
    if answer == "not so" and is_open and words["not so, and open"] != "none":
        return words["not so, and open"]
    return words.get(answer, answer)


def known_combinations():
    yes_no = ("no", "yes")
    for values in itertools.product(yes_no, yes_no, yes_no, yes_no, (*yes_no, "no clock"), *[yes_no] * 5):
        operands = dict(zip(OPERANDS, values))
        if operands["done"] == "yes" and operands["due ahead"] == "yes" and operands["in time"] == "no":
            continue  # what is done before the last lawful day is in time
        if operands["in time"] == "no clock" and operands["due ahead"] == "yes":
            continue  # no clock, no last lawful day
        has_more = operands["in time"] != "no clock" or "yes" in [operands[name] for name in OPERANDS[5:9]]
        for sentence, force, no_period in itertools.product(SENTENCES, FORCES, (False, True)):
            if sentence in ("check", "question") and (has_more or no_period):
                continue  # they have no clock and no exceptions
            yield operands, sentence, force, no_period


def unknown_combinations(tables):
    usual = dict.fromkeys(OPERANDS, "no")
    for row in tables["unknown"]:
        ways = [(["yes", "no", "unknown"] + (["no clock"] if name == "in time" else []) if row[name] == "any"
                 else row[name].split(" or ")) for name in row if name in OPERANDS]
        for values in itertools.product(*ways):
            operands = {**usual, "in time": "no clock"}
            operands.update(zip((name for name in row if name in OPERANDS), values))
            yield row["answer"], operands


def judged_in_c(program, combinations):
    lines = []
    for operands, sentence, force, no_period in combinations:
        numbers = "\t".join(str(NUMBERS[operands[name]]) for name in OPERANDS)
        sentence = "statement" if sentence == "check" else sentence
        force = "own rule" if force == "own" else force
        lines.append(f"{numbers}\t{int(no_period)}\t{sentence}\t{force}\n")
    done = subprocess.run([program], input="".join(lines), capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def judged_in_python(operands, sentence, force, no_period):
    values = ladder.Operands(*(VALUES[operands[name]] for name in OPERANDS))
    return ladder.judge(values, getattr(ladder, sentence.upper(), sentence), force, no_period)


def main(program, page):
    tables = read_tables(Path(page).read_text(encoding="utf-8"))
    assert set(tables) == {"known", "words", "unknown"}, set(tables)
    wanted = [(answer_known(tables, *way), way) for way in known_combinations()]
    wanted += [(answer, (operands, "duty", "binding", False)) for answer, operands in unknown_combinations(tables)]
    faults = []
    for (answer, way), in_c in zip(wanted, judged_in_c(program, [way for _, way in wanted]), strict=True):
        in_python = judged_in_python(*way)
        if not answer == in_c == in_python:
            faults.append(f"{way}: the page says {answer}, the compiler {in_c}, the reference {in_python}")
    print("\n".join([*faults[:10], f"{len(wanted)} combinations, {len(faults)} faults"]))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
