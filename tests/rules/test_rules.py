#!/usr/bin/env python3
"""Judges each rule of the packs on descriptions made for it, and compares the states with those that cases/*.json says.

cases/PACK.json holds for each rule the day judged and a list of [state, description]: the outcomes of that rule on that
description, as `icsrules eval` prints them; a list of states where there are several. Every rule of the pack has to be
there with a case that is known to go well, one that does not, and one that cannot be known ("never" names the kind that
a rule cannot come to: whether something is recorded is never unknown).

    test_rules.py ICSRULES RULES-FOLDER [RULE...]
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
WELL = {"met", "used", "holds", "considered", "followed", "answered"}
ILL = {"not met", "departed", "done late", "open", "not used", "does not hold", "not considered", "not followed"}


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=120)


def judge(program, pack, description, day, folder):
    """States of each rule: {rule: [state, ...]} in the order in which they are printed."""
    data = folder / "data.json"
    data.write_text(json.dumps(description, ensure_ascii=False), encoding="utf-8")
    done = run(program, "eval", pack, data, "--as-at", day, "--format", "ndjson", "--records")
    if done.returncode not in (0, 1, 3, 5):
        return None, done.stderr
    states = {}
    for line in done.stdout.splitlines():
        outcome = json.loads(line)
        states.setdefault(outcome["rule"], []).append(outcome["outcome"])
    return states, done.stderr


def declared(folder):
    """Ids of the rules, checks and descriptions that the pack's files declare."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rules")))
    return {match for text in texts for match in re.findall(r"^(?:rule|check|description) ([\w-]+)", text, re.M)}


def lacks(entry):
    """Which of the three kinds of case a rule does not have, but for one that it never comes to ("never")."""
    states = {state for want, _ in entry["cases"] for state in ([want] if isinstance(want, str) else want)}
    kinds = (("well", WELL), ("ill", ILL), ("unknown", {"unknown"}))
    return [name for name, kind in kinds if not states & kind and name != entry.get("never")]


def main():
    program, rules, only = sys.argv[1], pathlib.Path(sys.argv[2]), set(sys.argv[3:])
    faults, count = [], 0
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for table in sorted(HERE.glob("cases/*.json")):
            pack = folder / f"{table.stem}.icsb"
            files = sorted((rules / table.stem).glob("*.rules"))
            compiled = run(program, "compile", *files, "-o", pack)
            if compiled.returncode != 0:
                faults.append(f"pack {table.stem} does not compile:\n{compiled.stderr}")
                continue
            cases = json.loads(table.read_text(encoding="utf-8"))
            for rule in sorted(declared(rules / table.stem) ^ set(cases)):
                faults.append(f"{rule}: in the pack or in {table.name}, but not in both")
            for rule, entry in cases.items():
                if only and rule not in only:
                    continue
                if lacks(entry):
                    faults.append(f"{rule}: no case that goes {', '.join(lacks(entry))}")
                for number, (want, description) in enumerate(entry["cases"], 1):
                    count += 1
                    want = [want] if isinstance(want, str) else want
                    states, said = judge(program, pack, description, entry["as at"], folder)
                    got = states and states.get(rule, [])
                    if states is None or got != want:
                        faults.append(f"{rule}, case {number}: {want} wanted, {got} came\n  {json.dumps(description)}\n{said}")
                    elif "warning" in said:
                        faults.append(f"{rule}, case {number}: {said}")
    for fault in faults:
        print(fault)
    print(f"{count} cases, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
