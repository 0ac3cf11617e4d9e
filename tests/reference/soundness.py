"""What is unknown never turns into met: outcomes that were settled with facts missing stay what they are, however the
missing facts turn out. Rules and descriptions are generated, each description is completed at random many times.

    soundness.py [--program PATH] [--seed N] [--cases N] [--ways N]
"""

import argparse
import collections
import json
import os
import re
import sys
import tempfile

import days
from compare import Case, Program, without
from facts import REGISTERS, Facts
from run import judge_all, key_of
from syntax import read_tree
from trial_descriptions import Descriptions
from trial_rules import Sentences
from trial_words import AS_AT, CODED, DAYS, ENTITIES
from vocabulary import Vocabulary

# `not yet due`, `exempt` and `waived` stand although something is unknown (steps 4 and 5 of the ladder); so does what
# the outcome of an owner says of a list that is not known. With an unknown event the law of the day judged decides
# (decision 2), so `not in force` can change when the event comes to be known.
MAY_CHANGE = ("unknown", "not in force", "not yet due", "exempt", "waived", "attested", "error", "law unclear")
# A burden and `is recorded` are about silence itself; what is made up is made up for the day judged alone; what another
# rule came to may change where that one may.
PASSED_OVER = re.compile(r"it shows that|is recorded|throughout|(each|every) (\d )?(\w+ )?year|it met|subject to")
TODAY = days.day_of(AS_AT)
KEPT = ("code", "id", "holds from", "holds to", "established", "ended")  # silence on a life is no doubt
SCALARS = ("people", "number", "money", "share", "event", "date", "yes/no", "clause", "text", "role", "year", "duration")


class Completions(Descriptions):
    """Descriptions with every missing fact made up."""

    def __init__(self, seed):
        super().__init__(seed)
        self.codes = {entity: 1000 for entity in ENTITIES}
        self.done = set()

    def stated(self, record, name, make):
        record[name] = None if self.chance(0.25) else make()

    def several(self, record, name, items):
        record[name] = items

    def scalar(self, kind):
        return self.random.choice(DAYS) if kind in ("event", "date") else super().scalar(kind)

    def record(self, entity, depth=3):
        made = super().record(entity, min(depth, 1))
        made.pop("holds from", None)
        made.pop("holds to", None)
        return made

    def completed(self, description):
        data = json.loads(description)
        made = {key: records if key in REGISTERS else [self.complete(key, record) for record in records]
                for key, records in data.items()}
        return json.dumps(made)

    def complete(self, entity, record):
        if isinstance(record, str):
            return record
        code = record.get("code", record.get("id"))
        if code is not None and (entity, code) in self.done:
            return {"id" if entity == "person" else "code": code}
        self.done.add((entity, code))
        content, made = ENTITIES[entity], {k: v for k, v in record.items() if k in KEPT}
        if entity in CODED and code is None:
            made["code"] = self.code(entity)
        for kind in SCALARS:
            for name in content.get(kind, ()):
                self._scalar(made, record, name, lambda k=kind: self.scalar(k))
        for name, known in content.get("enum", {}).items():
            self._scalar(made, record, name, lambda v=known: self.random.choice(v))
        for name, target in content.get("reference", {}).items():
            self._scalar(made, record, name, lambda t=target: self.record(t, 0))
            if isinstance(made[name], dict):
                made[name] = self.complete(target, made[name])
        for name, known in content.get("set", {}).items():
            self._list(made, record, name, lambda v=known: self.random.choice(v))
        for name, target in content.get("list", {}).items():
            self._list(made, record, name, lambda t=target: self.record(t, 1))
            made[name] = made[name] and [self.complete(target, item) for item in made[name]]
        if "area" in record or entity in ("board", "council"):
            self._list(made, record, "scores", lambda: self.scalar("number"))
            self._list(made, record, "area", lambda: f"DI{self.random.randint(1, 6)}")
        return made

    def _scalar(self, made, record, name, make):
        said = record.get(name) if name in record else Ellipsis
        parts = said if isinstance(said, list) else [said]
        if isinstance(parts[0], dict) and "value" in parts[0]:
            current = [p["value"] for p in parts if covers(p)]
            said = current[0] if current else Ellipsis
        if said is Ellipsis:
            said = None if self.chance(0.25) else make()
        if isinstance(said, str) and said[:2] == "20" and "/" not in said and len(said) < 10:
            first, last = days.days_of(said)
            said = days.text_of(self.random.randint(first, last))
        made[name] = said

    def _list(self, made, record, name, make):
        said = record.get(name, {"partial": []})
        wrapper = said if isinstance(said, dict) else {"value": said}
        listed = next(wrapper[form] for form in ("partial", "complete", "value") if form in wrapper)
        if listed is None and covers(wrapper):
            made[name] = None
            return
        kept = [item for item in listed or [] if not isinstance(item, dict) or is_held(item)]
        if not covers(wrapper):
            sure = [item for item in kept if isinstance(item, dict) and ("holds from" in item or "holds to" in item)]
            kept = [item for item in kept if item in sure or self.chance(0.5)]
        has_lost = isinstance(said, list) and len(kept) < len(listed)
        if "partial" in wrapper or has_lost or not covers(wrapper):
            kept = kept + [make() for _ in range(self.random.randint(0, 2))]
        made[name] = sorted(set(kept)) if kept and isinstance(kept[0], str) else kept


def told_once(description):
    """Without a second record of one council or document, which would contradict what is made up for the first."""
    data = without_codes(json.loads(description))
    for name in ("preparers", "successors"):  # they name bodies that a completion may leave out
        data = without(data, name)
    data["council"] = list({record["code"]: record for record in reversed(data["council"])}.values())
    return json.dumps(data)


def without_codes(data):
    """Documents that are each their own."""
    if isinstance(data, dict):
        return {k: without_codes(v) for k, v in data.items() if not (k == "code" and str(v).startswith("DO"))}
    return [without_codes(item) for item in data] if isinstance(data, list) else data


def covers(wrapper):
    return wrapper.get("from", AS_AT) <= AS_AT <= wrapper.get("to", AS_AT) and AS_AT <= wrapper.get("review by", AS_AT)


def is_held(record):
    return record.get("holds from", AS_AT) <= AS_AT <= record.get("holds to", AS_AT)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--program", default=os.environ.get("ICSRULES", "icsrules"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=5)
    parser.add_argument("--ways", type=int, default=12)
    options = parser.parse_args()
    settled, opened = collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        program = Program(options.program, folder, False)
        for seed in range(options.seed, options.seed + options.cases):
            model, *rules = Sentences(seed).file(40)
            texts = [model] + [t for t in rules if not PASSED_OVER.search(t)]
            case = Case(texts, told_once(Descriptions(seed).description(2)))
            vocabulary = Vocabulary(read_tree(program.tree(case.rules)))
            before = judged(vocabulary, case.description)
            for way in range(options.ways):
                made = Completions(seed * 1000 + way).completed(case.description)
                after = judged(vocabulary, made)
                for key, outcome in before.items():
                    later = after.get(key)
                    if later is None or later.get("gap") or outcome.get("gap") or later.get("version") != outcome.get("version"):
                        continue
                    if outcome["outcome"] in MAY_CHANGE:
                        opened[f"{outcome['outcome']} to {later['outcome']}"] += 1
                    elif later["outcome"] not in (outcome["outcome"], "not in force"):
                        print(f"seed {seed}, way {way}: {key} was {outcome['outcome']}, became {later['outcome']}")
                        print(next(t for t in case.texts if f" {key[0]} " in t))
                        print(case.description if options.cases == 1 else "", made if options.cases == 1 else "")
                        return 1
                    else:
                        settled[outcome["outcome"]] += 1
    print("settled and kept: " + ", ".join(f"{name} {n}" for name, n in sorted(settled.items())))
    print("became: " + ", ".join(f"{name} {n}" for name, n in sorted(opened.items())))
    return 0


def judged(vocabulary, description):
    return {key_of(o): o for o in judge_all(Facts(vocabulary, description), AS_AT)}


if __name__ == "__main__":
    sys.exit(main())
