"""A variation never weakens a national must: what the program takes in the place of a duty of binding force is judged
by the reference over generated data, with the variation and without. Where the national text is breached, the local one
may not be met, nor not apply, nor be due later.

    test_departures.py [--program PATH] [--seed N] [--cases N] [--tries N]
"""

import argparse
import collections
import os
import re
import sys
import tempfile

from compare import Program, Refused
from facts import Facts
from run import judge_all, key_of
from scope import Unsupported
from syntax import read_tree
from trial_descriptions import Descriptions
from trial_rules import Sentences
from trial_variations import Text, Variations
from trial_words import AS_AT
from vocabulary import Vocabulary

NOTHING = ("not applicable", "exempt", "not in force")
# Of each state of the national text, those of the local one that take something away.
LESS = {"not met": ("met", "done late", "open", "not yet due") + NOTHING, "open": ("met", "done late", "not yet due") + NOTHING,
        "done late": ("met", "not yet due") + NOTHING, "not yet due": ("met", "done late") + NOTHING}
DUTY = re.compile(r" (must|must not|shall) ")
DAYS = ("2023-01-01", "2024-02-01", "2024-05-16", AS_AT, "2025-01-01")


def is_duty(text):
    """Whether a rule binds by an Act and says must."""
    return text.startswith("rule ") and "cites AN-ACT" in text and DUTY.search(Text(text).sentence or "")


def binding(text):
    """The same rule, so that it binds."""
    if not text.startswith("rule ") or "version" in text or text.count("\nrule ") or not DUTY.search(Text(text).sentence or ""):
        return None
    lines = [line for line in text.split("\n") if not line.strip().startswith("cites")]
    return "\n".join([lines[0], "  cites AN-ACT section 1"] + lines[1:])


def outcomes(program, rules, description, day):
    return {key_of(o): o for o in judge_all(Facts(Vocabulary(read_tree(program.tree(rules))), description), day)}


class Departures:
    """Counts what is judged; `weaker`: what was found."""

    def __init__(self, program):
        self.program, self.counts, self.weaker = program, collections.Counter(), []

    def try_rule(self, model, rule, local, description):
        """One national rule with one text in its place, over one description, on several days."""
        for day in DAYS:
            with_it = outcomes(self.program, "\n".join([model, rule, local]), description, day)
            without = outcomes(self.program, "\n".join([model, rule]), description, day)
            for key, outcome in with_it.items():
                national = without.get(key)
                is_local = outcome["version"] == 2
                if national is None or national.get("gap") or outcome.get("gap") or not is_local:
                    continue
                self.counts[f"{national['outcome']} and {outcome['outcome']}"] += 1
                if outcome["outcome"] in LESS.get(national["outcome"], ()):
                    self.weaker.append((rule, local, day, key, national["outcome"], outcome["outcome"], description))
                    return

    def case(self, seed, tries):
        """Duties of one seed, each with what is taken in its place."""
        sentences, description = Sentences(seed), Descriptions(seed).description(3)
        model, *texts = sentences.file(40)
        writer = Variations(sentences, self.program.accepts)
        for rule in filter(None, map(binding, texts)):
            for _ in range(tries):
                local = writer.variation(Text(rule).entity, writer.local(Text(rule)))
                local = re.sub(r'with code "(..)\d"', r'with code "\g<1>1"', local)
                if self.program.accepts([model, rule, local]):
                    self.counts["texts"] += 1
                    try:
                        self.try_rule(model, rule, local, description)
                    except Unsupported:
                        self.counts["not judged"] += 1


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=os.environ.get("ICSRULES", "icsrules"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=5)
    parser.add_argument("--tries", type=int, default=4)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        departures = Departures(Program(options.program, folder, False))
        for seed in range(options.seed, options.seed + options.cases):
            try:
                departures.case(seed, options.tries)
            except Refused as refusal:
                print(f"seed {seed}: {refusal}")
                return 1
    print(", ".join(f"{name} {n}" for name, n in sorted(departures.counts.items())))
    for rule, local, day, key, national, found, _ in departures.weaker[:5]:
        print(f"{key} on {day}: the national text is {national}, the local one {found}\n{rule}\n{local}")
    print(f"{len(departures.weaker)} local texts take something from a national duty")
    return 1 if departures.weaker or not departures.counts["texts"] else 0


if __name__ == "__main__":
    sys.exit(main())
