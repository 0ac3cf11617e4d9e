#!/usr/bin/env python3
"""Runs the examples as a user does, compares their outcomes with the golden files, and flips one fact at a time.

golden/NAME.txt holds a line an outcome: rule, subject, state. flips.json names for each example facts to change: the file,
the text that is replaced and what replaces it, and exactly those outcomes that have to come out otherwise, because their
rules read that fact.

    test_examples.py ICSRULES EXAMPLES-FOLDER [--write]     --write makes the golden files anew
"""
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def run(folder, *command):
    return subprocess.run([str(part) for part in command], cwd=folder, capture_output=True, text=True, timeout=300)


def outcomes(program, folder):
    """[(rule, subject, state), ...] of `icsrules eval` in a project's folder, in the order printed."""
    done = run(folder, program, "eval", "--format", "ndjson")
    if done.returncode not in (0, 1, 3, 5):
        raise SystemExit(f"eval in {folder.name} fails:\n{done.stderr}")
    lines = []
    for line in done.stdout.splitlines():
        outcome = json.loads(line)
        subject = outcome["subject"]
        who = subject.get("path") or subject["type"]
        if "with" in outcome["subject"] or "with" in outcome:
            pair = subject.get("with") or outcome["with"]
            who += f" with {pair['type']} {pair['code']}"
        lines.append((outcome["rule"], who, outcome["outcome"]))
    return lines


def compile_in(program, folder):
    done = run(folder, program, "compile")
    return None if done.returncode == 0 else f"compile in {folder.name} fails:\n{done.stderr}"


def differences(before, after):
    """Outcomes that are other, new or gone: {"RULE subject": [state before, state after]}."""
    old, new = ({f"{rule} {who}": state for rule, who, state in lines} for lines in (before, after))
    return {key: [old.get(key), new.get(key)] for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)}


def check_flip(program, folder, flip, before):
    path = folder / flip["file"]
    text = path.read_text(encoding="utf-8")
    if text.count(flip["replace"]) != 1:
        return f"{flip['file']}: '{flip['replace']}' is there {text.count(flip['replace'])} times, wanted once"
    path.write_text(text.replace(flip["replace"], flip["by"]), encoding="utf-8")
    try:
        changed = differences(before, outcomes(program, folder))
    finally:
        path.write_text(text, encoding="utf-8")
    if changed != flip["changes"]:
        return f"{flip['what']}:\n  wanted {json.dumps(flip['changes'])}\n  came   {json.dumps(changed)}"
    return None


def main():
    program, examples = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2])
    flips = json.loads((HERE / "flips.json").read_text(encoding="utf-8"))
    faults, flipped = [], 0
    with tempfile.TemporaryDirectory() as name:
        for golden in sorted(HERE.glob("golden/*.txt")):
            folder = pathlib.Path(name) / golden.stem
            shutil.copytree(examples / golden.stem, folder)
            fault = compile_in(program, folder)
            if fault:
                faults.append(fault)
                continue
            before = outcomes(program, folder)
            text = "".join("\t".join(line) + "\n" for line in before)
            if "--write" in sys.argv:
                golden.write_text(text, encoding="utf-8")
            elif text != golden.read_text(encoding="utf-8"):
                wanted = [tuple(line.split("\t")) for line in golden.read_text(encoding="utf-8").splitlines()]
                faults.append(f"{golden.stem}: outcomes differ from {golden.name}: {json.dumps(differences(wanted, before), indent=1)}")
            counts = run(folder, program, "eval").stdout.splitlines()[-1]
            if golden.stem == "systems" and counts not in (examples.parent / "README.md").read_text(encoding="utf-8"):
                faults.append(f"systems: the README shows another end of ./dev run than: {counts}")
            for flip in flips.get(golden.stem, []):
                flipped += 1
                fault = check_flip(program, folder, flip, before)
                if fault:
                    faults.append(f"{golden.stem}: {fault}")
    for fault in faults:
        print(fault)
    print(f"{flipped} facts flipped, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
