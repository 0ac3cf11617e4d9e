"""What is unknown never turns into *met*, *not met* or any other settled state: small cases, each with a few facts missing,
and every completion of these facts, by the program and by the reference.

    test_completions.py [--program PATH] [--seed N] [--cases N] [--most N] [--mutants]

A case whose completions cannot be enumerated whole is left out and counted. With --mutants meanings that guess are put in
the place of right ones, one after the other: each has to be found out.
"""

import argparse
import collections
import copy
import json
import os
import random
import re
import sys
import tempfile
from unittest import mock

import awaited
import days
from blanks import Known, blanked, cells_of, completions, suffixed
from cells import Rule, TooMany, Values
from compare import Program, Refused
from facts import Facts
from run import judge_all
from paths import PLURAL
from scope import Unsupported
from syntax import read_tree
from trial_rules import Sentences
from trial_words import AS_AT
import versions
import deeds
import values
from vocabulary import Vocabulary

# Steps 4 and 5 of the ladder stand although something is unknown; an attestation gives way to facts; an error and law
# unclear are unknowns with another cause; with an event that is not known the law of the day judged decides (decision 2).
MAY_CHANGE = ("unknown", "not yet due", "exempt", "waived", "attested", "error", "law unclear", "not in force")
NOTHING = ("not applicable", "not in force", "no outcome")  # one for another: nothing is asked of anybody
MOST, MOST_OF_PAIRS, TRIES = 250, 25, 9  # completions of a case; cells are chosen anew where they are more
DAY = re.compile(r'"(\d{4}-\d{2}-\d{2})"')


class Case:
    """A rule, a description with cells that are not known, and all completions of these."""

    def __init__(self, vocabulary, model, text, seed, most):
        self.vocabulary, self.model, self.text, self.seed = vocabulary, model, text, seed
        self.random = random.Random(seed)
        self.rule = Rule(vocabulary, vocabulary.rules)
        self.known = Known(seed).read_by(self.rule)
        self.cells = cells_of(self.rule, self.known)
        found = None
        for tries in range(TRIES):
            try:
                lists = [c for c in self.cells if c.attribute.type.name in PLURAL]
                among = lists if lists and self.random.random() < 0.5 else self.cells
                self._blank(self.random.sample(among, min(len(among), 3 - tries // 3)), most)
            except TooMany:
                continue
            found = self.missing, self.before, self.after
            if self.seed % 3 == 0 or self._is_settled():  # of every third case what is left out may matter or not
                return
        if found is None:
            raise TooMany("whatever is left out")
        self.missing, self.before, self.after = found

    def _is_settled(self):
        """Whether something is settled although facts are missing, that a completion might unsettle."""
        outcomes = judge_all(Facts(self.vocabulary, json.dumps(self.before)), AS_AT)
        return any(o["outcome"] not in (*MAY_CHANGE, *NOTHING) for o in outcomes)

    def _blank(self, chosen, most):
        """Makes these cells unknown and completes them."""
        chosen = [c for c in chosen if not any(c is not o and c.path[:len(o.path)] == o.path for o in chosen)]
        self.missing = [(cell, *blanked(self.random, self.rule, cell, cell.get(self.known))) for cell in chosen]
        self.before = self.known
        for cell, _, said in sorted(self.missing, key=lambda m: -len(m[0].path)):
            self.before = cell.put(self.before, said)
        self.after = []
        self._complete(self.before, self.missing, most)

    def _complete(self, data, missing, most):
        """Cell after cell: what is said in one may set boundaries for the next."""
        if not missing:
            self.after.append(data)
            if len(self.after) > most:
                raise TooMany("completions")
            return
        (cell, way, said), *others = missing
        values_ = Values(self.rule, {days.day_of(d) for d in DAY.findall(json.dumps(data))}, self._codes(data))
        for content in completions(self.rule, cell, way, said, values_):
            self._complete(cell.put(data, content), others, most)

    @staticmethod
    def _codes(data):
        return {"body": [r["code"] for key in ("board", "council") for r in data.get(key, ())],
                "district": ["DI1", "DI2"]}

    def merged(self, before=None):
        """All descriptions as one, each with codes of its own; `before`: what stands for the first."""
        made = collections.defaultdict(list)
        for number, data in enumerate([before or self.before, *self.after]):
            for key, records in suffixed(data, f"~{number}").items():
                made[key] += records
        return json.dumps(made)


def split(outcomes):
    """The states of each description by whom they are about; those that are told apart by nothing are left out."""
    found = collections.defaultdict(lambda: collections.defaultdict(list))
    for outcome in outcomes:
        whole, number = outcome["subject"]["code"].rsplit("~", 1)
        with_, other = ((outcome.get("with") or {}).get("code") or f"~{number}").rsplit("~", 1)
        if other != number:
            continue  # a pair of two descriptions
        period, event = outcome.get("period") or {}, outcome.get("event") or {}
        key = (outcome["rule"], outcome["subject"]["type"], whole, with_, period.get("from"), event.get("day"),
               bool(outcome.get("event")))
        found[int(number)][key].append(outcome)
    return found


def changed(found, count):
    """What was settled and is something else where more is known, and how often it stayed."""
    kept, broken = collections.Counter(), []
    for key, outcomes in found[0].items():
        state = outcomes[0]["outcome"]
        if len(outcomes) > 1 or state in MAY_CHANGE or (key[-1] and key[-2] is None):
            continue  # an event on a day that is not known is another where it is
        for number in range(1, count + 1):
            later = [o["outcome"] for o in found[number].get(key, ())] or ["no outcome"]
            if later[0] == state or (later[0] in NOTHING and state in NOTHING) or len(later) > 1:
                kept[state] += 1
            else:
                broken.append((number, key, state, later[0]))
    return kept, broken


def unlike(ours, theirs):
    """Where the program and the reference differ."""
    for number in sorted(set(ours) | set(theirs)):
        for key in sorted(set(ours[number]) | set(theirs[number]), key=str):
            states = [sorted(o["outcome"] for o in side[number].get(key, ())) for side in (ours, theirs)]
            if states[0] != states[1]:
                yield (number, key), *states


def shown(case, number):
    return json.dumps(case.before if number == 0 else case.after[number - 1])


# -- meanings that guess

def mutants():
    """Meanings that take what is not known for something, by name."""
    def known(function, guess):
        def guessed(*arguments):
            truth = function(*arguments)
            return guess if truth is None else truth
        return guessed

    facts = Facts
    read, read_list, as_value = facts.read, facts.read_list, facts.as_value
    absent = lambda *a, **k: (lambda v: values.ABSENT if v is values.UNKNOWN else v)(read(*a, **k))
    whole = lambda *a, **k: (lambda c: values.Collection(c.items, True))(read_list(*a, **k))
    first = lambda type_, content, day: as_value(type_, (content[0], content[0]) if isinstance(content, tuple) and
                                                 type_.name in ("date", "event date") else content, day)
    of, exempt, in_time, asked = deeds.Deed.of, versions.Version._exempt, deeds.Again.in_time, versions.condition
    return (  # what it is called, the ways of not being known that it is about, what is put in the place of what is right
        ("silence is absence", (), mock.patch("facts.Facts.read", absent)),
        ("a partial list is whole", ("partial",), mock.patch("facts.Facts.read_list", whole)),
        ("a month is its first day", ("month",), mock.patch("facts.Facts.as_value", staticmethod(first))),
        ("an unknown exception is none", (), mock.patch("versions.Version._exempt", known(exempt, False))),
        ("a state in doubt was in time", ("history", "elsewhere", "doubtful days", "month"),
         mock.patch("deeds.Again.in_time", known(in_time, True))),
        ("a condition in doubt does not apply", (), mock.patch("versions.condition", known(asked, False))),
        ("what is not listed was not done", ("partial", "silent"), mock.patch(
            "deeds.Deed.of", lambda occasions, complete, has_days=True: of(occasions, True, has_days))),
        ("days in doubt are days", ("doubtful days",),
         mock.patch("facts.Span.includes", lambda s, day: s.first[0] <= day <= s.last[1])))


class Trial:
    """Generated cases, judged; sums of what was found."""

    def __init__(self, options, folder):
        self.options, self.program = options, Program(options.program, folder, False)
        self.sums, self.kept, self.ways, self.used = (collections.Counter() for _ in range(4))

    def cases(self):
        """Cases that can be enumerated whole, each with its seed."""
        for seed in range(self.options.seed, self.options.seed + self.options.cases):
            sentences = Sentences(seed)
            model, text = sentences.file(1)
            if "is recorded" in text:  # of silence itself
                continue
            try:
                vocabulary = Vocabulary(read_tree(self.program.tree(model + "\n" + text)))
                most = MOST_OF_PAIRS if "overlaps" in text else self.options.most
                yield Case(vocabulary, model, text, seed, most)
            except TooMany:
                self.sums["not enumerated whole, not counted"] += 1
                continue
            except Unsupported:
                self.sums["not judged by the reference"] += 1
                continue
            except Refused as refusal:
                print(f"seed {seed}: {refusal}")
                self.sums["refused"] += 1
                continue
            self.used.update(sentences.used)

    def ours(self, case):
        return split(judge_all(Facts(case.vocabulary, case.merged()), AS_AT))

    def theirs(self, case):
        return split(self._told(case, case.merged()))

    def _told(self, case, description):
        try:
            return self.program.outcomes(case.model + "\n" + case.text, description)
        except Refused as refusal:
            if "nothing was judged" in str(refusal):
                return []
            raise

    def judge(self, case):
        try:
            ours, theirs = self.ours(case), self.theirs(case)
        except Unsupported:
            self.sums["not judged by the reference"] += 1
            return True
        except Refused as refusal:
            print(f"seed {case.seed}: {refusal}\n{case.text}")
            return False
        self.sums["cases"] += 1
        self.sums["completions"] += len(case.after)
        self.ways.update(way for _, way, _ in case.missing)
        differences = list(unlike(ours, theirs))
        differences = awaited.left(differences, lambda: list(unlike(self.ours(case), theirs)))
        bad = False
        for (number, key), *states in differences[:1]:
            bad = True
            print(f"seed {case.seed}: {len(differences)} differences: {key}: reference {states[0]}, program {states[1]}\n"
                  f"{case.text}\n{shown(case, number)[:3000]}")
        for side, found in (("reference", ours), ("program", theirs)):
            kept, broken = changed(found, len(case.after))
            self.kept.update({f"{side} {name}": n for name, n in kept.items()})
            for number, key, before, after in broken[:1]:
                bad = True
                print(f"seed {case.seed}: by the {side} {key} was {before}, became {after} ({len(broken)} so)\n{case.text}\n"
                      f"{shown(case, 0)[:3000]}\n{shown(case, number)[:3000]}")
        return not bad

    def run(self):
        found = [self.judge(case) for case in self.cases()]
        print(", ".join(f"{name} {n}" for name, n in sorted(self.sums.items())))
        print("settled and kept: " + ", ".join(f"{name} {n}" for name, n in sorted(self.kept.items())))
        print("not known by: " + ", ".join(f"{name} {n}" for name, n in sorted(self.ways.items())))
        print("rules: " + ", ".join(f"{name[5:]} {n}" for name, n in sorted(self.used.items()) if name.startswith("rule ")))
        return 0 if all(found) and self.sums["cases"] and not self.sums["refused"] else 1

    def run_mutants(self):
        """Each guess has to be found out by some case."""
        waiting, number = list(mutants()), 0
        absence = [("a program that takes silence for absence", ("silent",), None)]
        for case in self.cases():
            number += 1
            told = {way for _, way, _ in case.missing}
            for mutant in waiting + absence:
                name, ways, patch = mutant
                if ways and not told & set(ways):
                    continue
                if self._is_broken(case, patch) if patch else self._is_broken_by_absence(case):
                    print(f"{name}: found out by seed {case.seed}")
                    (waiting if patch else absence).remove(mutant)
            if not waiting and not absence:
                break
        for name, *_ in waiting + absence:
            print(f"{name}: not found out by {number} cases")
        return 1 if waiting or absence else 0

    def _is_broken(self, case, patch):
        try:
            with patch:
                return bool(changed(self.ours(case), len(case.after))[1])
        except (Unsupported, TypeError, AttributeError):
            return False

    def _is_broken_by_absence(self, case):
        before = case.before
        for cell, way, _ in case.missing:
            before = cell.put(before, None) if way == "silent" else before
        try:
            found = split(self._told(case, case.merged(before)))
        except Refused:
            return False
        return bool(changed(found, len(case.after))[1])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--program", default=os.environ.get("ICSRULES", "icsrules"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=100)
    parser.add_argument("--most", type=int, default=MOST)
    parser.add_argument("--mutants", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trial = Trial(options, folder)
        return trial.run_mutants() if options.mutants else trial.run()


if __name__ == "__main__":
    sys.exit(main())
