#!/usr/bin/env python3
"""Compile time against the number of rules and terms: it has to grow no faster than they do.

    bench/growth.py [--program ICSRULES] [--runs N] [--sizes 25,1000,10000] [--most FACTOR]

Writes rules of the commonest shapes (a role to name, papers with a date, quantifiers, lettered lists, clocks with
exceptions and limits that are lifted) over more terms than rules: roles, entities, attributes, values, compiles each
size N times, and prints medians. Each size is compared with the second: the time for one more rule may be at most
FACTOR times (2) as long. Ends with 1 where it is more.
"""
import argparse
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile

SIZES = (25, 1000, 10000)
MOST = 2.0  # times as long for one more rule as at the second size
ROOT = pathlib.Path(__file__).resolve().parent.parent
# Terms share their first words, as those of a statute do, so that the longest has to be looked for.
FIRST = ("chief", "deputy", "senior", "regional", "joint", "lead", "acting", "clinical")
SECOND = ("officer", "nurse", "adviser", "auditor", "planner", "registrar", "inspector")
THIRD = ("children", "safeguarding", "transport", "estates", "records", "complaints", "training")


def role(number):
    words = FIRST[number % 8], SECOND[number // 8 % 7], "for", THIRD[number // 56 % 7]
    return " ".join((*words, letters(number // 392)) if number >= 392 else words)


def letters(number):
    text = ""
    while True:
        text = chr(ord("a") + number % 26) + text
        number //= 26
        if number == 0:
            return "team " + text * 2  # no word of the language


def paper(number):
    return letters(number).replace("team", "paper")


# Ten rules of the commonest shapes; three of ten are about entities of their own, one about a value.
def declaration(number):
    if number % 10 in (2, 5):
        return f"entity {role(number)}\n  size            : number\n"
    return f"role {role(number)}\n"


def sentence(number, terms):
    near = number // 10 * 10  # the ten terms beside it
    post = role(near + (0, 1, 0, 1, 3, 4, 6, 6, 7, 9)[number % 10])
    return (
        f"  ICB must name {post}\n",
        f"  ICB should name {post}\n",
        f"  {role(number)} must have size at least {number % 90 + 1}\n",
        f"  ICB must name all of\n    (a) {post} and\n    (b) {role((near + 10) % (terms // 10 * 10))}\n"
        if number % 50 == 3 else f"  ICB is encouraged to name {post}\n",
        "  applies to each EHC case\n"
        f"  local authority must send final plan within {number % 30 + 1} weeks of request received\n"
        "  unless plan is not needed\n"
        "  time limit lifted where impractical because includes any of\n"
        "    (a) school closed or\n    (b) absent from area\n",
        f"  {role(number)} should have size at most {number % 90 + 9}\n",
        f"  ICB must have at least {number % 5 + 1} posts where title is {post}\n"
        if number % 20 == 6 else f"  ICB need not name {post}\n",
        f"  ICB should issue {paper(number // 10)} by 2023-06-30\n",
        f"  {role(near + 5)} must ensure that size is more than {number % 30}\n",
        f"  holder of every post of ICB where title is {post} must be voting\n"
        if number % 20 == 9 else f"  ICB must not name {post}\n",
    )[number % 10]


def write_rules(path, count):
    with path.open("w") as out:
        out.write('use ics\n\nsource ACT "An Act"\n  kind Act\n\n')
        papers = ", ".join(paper(number) for number in range(count // 10 + 1))
        out.write(f"enum paper kind     is {papers}\n\nentity paper\n  kind            : paper kind\n"
                  "  issued          : event date\n\nentity ICB is a body\n  papers          : list of paper\n\n"
                  "verb ICB issue (k: paper kind)\n  means some of its papers where kind is k has issued\n"
                  "  happens on issued\n\n")
        for number in range(count):
            out.write(declaration(number))
        for number in range(count):
            out.write(f'\nrule R-{number} "Duty {number}"\n  cites ACT section {number + 1}\n  in force from 2022-07-01\n')
            out.write(sentence(number, count))
    return path


def compile_once(program, rules, pack):
    """Seconds of processor, and KiB at most."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run([program, "compile", rules, "-o", pack], capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode != 0:
        raise SystemExit(f"{rules}: {done.stderr}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(program, sizes, runs):
    times = {}
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for size in sizes:
            rules = write_rules(folder / f"{size}.rules", size)
            times[size] = statistics.median(compile_once(program, rules, folder / "x.icsb") for _ in range(runs))
    return times


def growth(times, size, base):
    """How many times as long one more rule takes at this size as at the base."""
    first = min(times)
    each = (times[size] - times[first]) / (size - first)
    each_at_base = (times[base] - times[first]) / (base - first)
    return each / each_at_base if each_at_base > 0 else 0.0


def table(times, most):
    """The lines to print, and whether the growth is as wanted."""
    sizes = sorted(times)
    lines, is_linear = [f"{'rules and terms':<16}{'compile':>12}{'for each':>14}{'growth':>9}"], True
    for size in sizes:
        factor = growth(times, size, sizes[1]) if size > sizes[1] else None
        is_linear = is_linear and (factor is None or factor <= most)
        lines.append(f"{size:<16}{times[size] * 1000:>9.1f} ms{times[size] / size * 1e6:>11.0f} us"
                     + (f"{factor:>8.2f}x" if factor else ""))
    return lines, is_linear


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", default=os.environ.get("ICSRULES", str(ROOT / "build" / "icsrules")))
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--sizes", default=",".join(map(str, SIZES)))
    options.add_argument("--most", type=float, default=MOST)
    chosen = options.parse_args()
    lines, is_linear = table(measure(chosen.program, [int(size) for size in chosen.sizes.split(",")], chosen.runs),
                             chosen.most)
    print("\n".join(lines))
    if not is_linear:
        print(f"one more rule takes more than {chosen.most} times as long at the largest size")
    return 0 if is_linear else 1


if __name__ == "__main__":
    sys.exit(main())
