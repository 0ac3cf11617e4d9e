"""What the generated rules reach of the language: the forms of the syntax tree, the opcodes, the states of outcomes.

    reach.py [--program PATH] [--seed N] [--cases N] [--known LIST]

Prints the share of each and what is not reached. LIST names what need not be; a thing on it that is reached, and one that
is neither reached nor on it, is a failure.
"""

import argparse
import collections
import json
import os
import re
import sys
import tempfile

from compare import Program, Refused
from trial_descriptions import Descriptions
from trial_rules import Sentences
from trial_variations import Variations

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
STATES = ("not in force", "not applicable", "met", "done late", "not met", "departed", "not yet due", "open", "exempt",
          "waived", "attested", "unknown", "law unclear", "used", "not used", "answered", "unanswered", "holds",
          "does not hold", "considered", "not considered", "followed", "not followed", "error")
OF_TESTS = ("test", "given", "expect", "as at", "waiver", "given rule", "detail", "expected part", "fact", "absent", "partial", "record")
OF_OTHERS = ("error", "use", "id", "clause")  # what is no part of a rule's meaning


def listed(path, pattern):
    with open(os.path.join(ROOT, path), encoding="utf-8") as file:
        return re.findall(pattern, file.read(), re.M)


def universe():
    """All that could be reached."""
    forms = [f for f in listed("src/syntax/nodes.def", r'^NODE\(\w+, "([^"]+)"') if f not in OF_TESTS + OF_OTHERS]
    return {"form": forms, "opcode": listed("src/bytecode/opcodes.def", r"^OP\((\w+),"), "state": list(STATES)}


def nodes(data):
    if isinstance(data, dict):
        if "node" in data:
            yield data["node"]
        data = data.values()
    elif not isinstance(data, list):
        return
    for item in data:
        yield from nodes(item)


class Reach:
    def __init__(self, program):
        self.program, self.counts = program, {what: collections.Counter() for what in ("form", "opcode", "state")}

    def add(self, seed, rules):
        """One file of rules: its tree, its code, its outcomes."""
        sentences = Sentences(seed)
        texts = sentences.file(rules)
        text = "\n".join(texts + Variations(sentences, self.program.accepts).of(texts, rules // 5))
        for file in json.loads(self.program.tree(text))["files"]:
            self.counts["form"].update(nodes(file["tree"]))
        found = self.program.outcomes(text, Descriptions(seed).description(2))
        self.counts["state"].update(outcome["outcome"] for outcome in found)
        code = self.program.run("inspect", os.path.join(self.program.folder, "case.icsb"), "--code")
        self.counts["opcode"].update(re.findall(r"\b([A-Z][A-Z_]+)\b", code))

    def told(self, what, names):
        counts = {name: self.counts[what][name] for name in names if self.counts[what][name]}
        total = sum(counts.values())
        shares = ", ".join(f"{name} {100 * n / total:.2g}%" for name, n in sorted(counts.items(), key=lambda c: -c[1]))
        print(f"{what}s: {len(counts)} of {len(names)} reached, of {total}: {shares}")
        return {f"{what} {name}" for name in names if name not in counts}


def left_out(path):
    with open(path, encoding="utf-8") as file:
        return {line.split("  ")[0].strip() for line in file if line.strip() and not line.startswith("#")}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=os.environ.get("ICSRULES", "icsrules"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=10)
    parser.add_argument("--rules", type=int, default=40)
    parser.add_argument("--known", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "not_reached.txt"))
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        reach = Reach(Program(options.program, folder, False))
        for seed in range(options.seed, options.seed + options.cases):
            try:
                reach.add(seed, options.rules)
            except Refused as refusal:
                print(f"seed {seed}: {refusal}")
                return 1
    missed = set().union(*(reach.told(what, names) for what, names in universe().items()))
    known = left_out(options.known)
    for name in sorted(missed - known):
        print(f"not reached: {name}")
    for name in sorted(known - missed):
        print(f"reached, so take it off {os.path.basename(options.known)}: {name}")
    return 1 if missed != known else 0


if __name__ == "__main__":
    sys.exit(main())
