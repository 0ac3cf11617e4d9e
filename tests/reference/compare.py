"""Compares the program with the reference evaluator on generated rules and descriptions.

    compare.py [--program PATH] [--seed N] [--cases N] [--rules N] [--scale N] [--keep DIR] [--one-lane]

Each case is a file of rules and a description, judged by both; the first difference is shrunk and printed. The program is
PATH, else the environment's ICSRULES, else `icsrules`.
"""

import argparse
import collections
import json
import os
import re
import subprocess
import sys
import tempfile
import time

import awaited
from facts import Facts
from run import judge_all, key_of
from scope import Unsupported
from syntax import read_tree
from trial_descriptions import Descriptions
from trial_rules import Sentences
from trial_variations import USE, Variations
from trial_words import AS_AT
from vocabulary import Vocabulary

AGREED = (0, 1, 3, 5)  # exit statuses of a run that judged


class Refused(Exception):
    """The program did not accept what was generated."""


def errors_of(text):
    """What a program says of its errors, without the warnings."""
    said = re.split(r"\n(?=\S+:\d+:\d+: )", text)
    return "\n".join([part for part in said if ": warning " not in part.split("\n")[0]][:5])[:2000]


class Program:
    def __init__(self, path, folder, one_lane):
        self.path = os.path.abspath(path) if os.sep in path else path
        self.folder, self.one_lane = folder, one_lane

    def run(self, *arguments, accepted=(0,)):
        done = subprocess.run([self.path, *arguments], capture_output=True, text=True, cwd=self.folder, check=False)
        if done.returncode not in accepted:
            raise Refused(f"{' '.join(arguments)}: status {done.returncode}\n{errors_of(done.stderr)}")
        return done.stdout

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def files(self, rules):
        """The files of a case: its rules, and one of each variation of them."""
        national, *local = rules.split("\n" + USE)
        self.write("icsrules.yaml", "rules: [.]\n")
        found = [self.write("case.rules", national + "\n")]
        return found[len(local):] + [self.write(f"local{i}.rules", USE + text) for i, text in enumerate(local)]

    def tree(self, rules):
        return self.run("check", "--ast", "json", *self.files(rules))

    def accepts(self, texts):
        """Whether a pack can be made of these texts."""
        try:
            self.run("compile", *self.files("\n".join(texts)), "-o", os.path.join(self.folder, "tried.icsb"))
        except Refused as refusal:
            if "please report it" in str(refusal):
                raise
            return False
        return True

    def outcomes(self, rules, description, known_by=None):
        """What the program says of every subject, as the lines that it prints."""
        pack = os.path.join(self.folder, "case.icsb")
        self.run("compile", *self.files(rules), "-o", pack)
        data = self.write("case.json", description)
        options = ("eval", pack, data, "--format", "ndjson", "--as-at", AS_AT, *(("--known-by", known_by) if known_by else ()))
        out = self.run(*options, accepted=AGREED)
        if self.one_lane and self.run(*options, "--batch-lanes", "1", accepted=AGREED) != out:
            raise Refused("batches of one lane give other bytes")
        return [json.loads(line) for line in out.splitlines()]


def seen_of(outcome):
    """The fields that are compared."""
    is_open = outcome["outcome"] == "unknown" and outcome.get("version") is None  # which day is due hangs on what governs
    return {name: outcome.get(name) for name in ("outcome", "version", "due", "days") if name != "due" or not is_open} | {
        "event day": (outcome.get("event") or {}).get("day"),
        "parts": outcome.get("parts") or None,
        "limit lifted": outcome["outcome"] in ("met", "open") and "limit lifted" in outcome.get("details", []),
    }


def differences(ours, theirs):
    """Keys on which the two disagree, with what each says."""
    left, right = collections.defaultdict(list), collections.defaultdict(list)
    for side, outcomes in ((left, ours), (right, theirs)):
        for outcome in outcomes:
            side[key_of(outcome)].append(seen_of(outcome))
    found = []
    for key in sorted(set(left) | set(right), key=str):
        a, b = (sorted(side.get(key, []), key=str) for side in (left, right))
        if a != b:
            found.append((key, a, b))
    return found


def _asks_nothing(ours, theirs):
    """Whether two outcomes differ in the version alone, and neither applies."""
    return len(ours) == len(theirs) == 1 and {**ours[0], "version": 0} == {**theirs[0], "version": 0} \
        and ours[0]["outcome"] == "not applicable"


def way_of(difference):
    """Of whom, and whether one side lacks an outcome or both differ in its state or in something else."""
    key, ours, theirs = difference
    return key, bool(ours), bool(theirs), bool(ours and theirs) and [o["outcome"] for o in ours] == [
        t["outcome"] for t in theirs]


class Case:
    """Rules (the vocabulary first), a description, and by which day what counts was written down, where one is asked for."""

    def __init__(self, texts, description, known_by=None):
        self.texts, self.description, self.known_by = texts, description, known_by

    @property
    def rules(self):
        return "\n".join(self.texts)

    def compare(self, program):
        theirs = program.outcomes(self.rules, self.description, self.known_by)
        facts = Facts(Vocabulary(read_tree(program.tree(self.rules))), self.description, self.known_by)
        ours = judge_all(facts, AS_AT)
        found = awaited.left(self._told(ours, theirs), lambda: self._told(judge_all(facts, AS_AT), theirs))
        return ours, found

    def _told(self, ours, theirs):
        """What differs; but not which text it is by which a rule that is varied asks nothing of a record."""
        varied = {name for text in self.texts if text.startswith(USE) for name in re.findall(r"replace rule (\S+)", text)}
        return [d for d in differences(ours, theirs) if d[0][0] not in varied or not _asks_nothing(*d[1:])]

    def differs(self, program, rule, like=None):
        """What differs for one rule, in the way of `like`; nothing where the case is refused or not judged."""
        try:
            found = [d for d in self.compare(program)[1] if d[0][0] == rule]
        except (Refused, Unsupported, KeyError):
            return []
        return [d for d in found if like is None or way_of(d) == way_of(like)]


def without(data, name):
    """A description with nothing said under a name, anywhere."""
    if isinstance(data, dict):
        return {key: without(value, name) for key, value in data.items() if key != name}
    return [without(value, name) for value in data] if isinstance(data, list) else data


def names_in(data):
    if isinstance(data, dict):
        return set(data).union(*map(names_in, data.values()))
    return set().union(*map(names_in, data)) if isinstance(data, list) else set()


def smaller_data(data, is_whole=True):
    """Each description with less: a name nowhere, half of a list, one thing."""
    if is_whole:
        for name in sorted(names_in(data) - {"code", "id"}):
            yield without(data, name)
    if isinstance(data, dict):
        for name in sorted(set(data) - {"code", "id"}):
            yield {k: v for k, v in data.items() if k != name}
        for name, value in data.items():
            for less in smaller_data(value, False):
                yield {**data, name: less}
    elif isinstance(data, list):
        if len(data) > 3:
            yield data[:len(data) // 2]
            yield data[len(data) // 2:]
        for index in range(len(data)):
            yield data[:index] + data[index + 1:]
        for index, value in enumerate(data):
            for less in smaller_data(value, False):
                yield data[:index] + [less] + data[index + 1:]


def shrink(program, case, rule, seconds=20):
    """The smallest case found that still differs for the rule, in some seconds."""
    end = time.monotonic() + seconds
    case = Case([case.texts[0]] + [t for t in case.texts[1:] if is_about(t, rule)], case.description,
                case.known_by)
    found = case.differs(program, rule)
    if not found:
        return None
    like = found[0]
    is_smaller = True
    while is_smaller and time.monotonic() < end:
        is_smaller = False
        for data in smaller_data(json.loads(case.description)):
            less = Case(case.texts, json.dumps(data), case.known_by)
            if less.differs(program, rule, like):
                case, is_smaller = less, True
                break
            if time.monotonic() > end:
                break
    for at in range(1, len(case.texts)):
        lines = case.texts[at].split("\n")
        for line in list(lines[1:]):
            less = Case(list(case.texts), case.description, case.known_by)
            less.texts[at] = "\n".join(kept for kept in lines if kept != line)
            if line.strip() and less.differs(program, rule, like):
                lines.remove(line)
                case = less
    return case


def is_about(text, rule):
    """Whether a text is a rule, or a variation of it or beside it."""
    return f" {rule} " in text.split("\n")[0] or text.startswith(USE) and f"rule {rule} " in text


def report(program, case, found):
    rule = found[0][0][0]
    print(f"{len(found)} differences; the first, made small:")
    small = shrink(program, case, rule)
    for key, ours, theirs in (small.differs(program, rule) if small else found)[:3]:
        print(f"  {key}\n    reference: {ours}\n    program:   {theirs}")
    print("\n".join((small or case).texts[1:] if small else [t for t in case.texts if is_about(t, rule)]))
    if case.known_by:
        print(f"known by {case.known_by}")
    if small:
        print(json.dumps(json.loads(small.description), indent=None)[:3000])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=os.environ.get("ICSRULES", "icsrules"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=10)
    parser.add_argument("--rules", type=int, default=40)
    parser.add_argument("--scale", type=int, default=3)
    parser.add_argument("--one-lane", action="store_true")
    parser.add_argument("--all", action="store_true", help="list all differing rules instead of stopping at the first")
    options = parser.parse_args()
    pairs = failed = 0
    states, constructs, facts_used = collections.Counter(), collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(options.program, folder, options.one_lane)
        for seed in range(options.seed, options.seed + options.cases):
            sentences, descriptions = Sentences(seed), Descriptions(seed)
            case = Case(sentences.file(options.rules), descriptions.description(options.scale), descriptions.known_by())
            try:
                case.texts += Variations(sentences, program.accepts).of(case.texts, options.rules // 3)
                ours, found = case.compare(program)
            except Refused as refusal:
                print(f"seed {seed}: {refusal}")
                failed += 1
                if not options.all:
                    return 1
                continue
            pairs += len(ours)
            states.update(o["outcome"] for o in ours)
            constructs.update(sentences.used)
            facts_used.update(descriptions.used)
            if found:
                failed += 1
                print(f"seed {seed}:", end=" ")
                report(program, case, found)
                if not options.all:
                    return 1
    print(f"{pairs} pairs of a rule and a subject compared in {options.cases} cases, {failed} with differences")
    for title, counts in (("outcomes", states), ("facts", facts_used), ("constructs", constructs)):
        print(f"{title}: " + ", ".join(f"{name} {n}" for name, n in sorted(counts.items())))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
