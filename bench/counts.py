#!/usr/bin/env python3
"""Judges generated systems with icsrules and compares how often each rule came to what with the reference.

counts.py --program ICSRULES --generate GENERATE [--records N]   exit status 0 where all 25 rules agree
"""
import argparse
import collections
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SETTLED = (0, 1, 5)  # exit statuses of a run that judged: breaches and unknowns are results
PLACE = {"not met": 0, "does not hold": 0, "met": 1, "holds": 1, "unknown": 2, "not applicable": 2}


def generate(program, records, path):
    with open(path, "wb") as out:
        subprocess.run([program, str(records)], stdout=out, check=True)


def reference_counts(data):
    out = subprocess.run([sys.executable, HERE / "systems" / "reference.py", data], check=True, capture_output=True)
    return json.loads(out.stdout)


def compile_pack(program, pack):
    subprocess.run([program, "compile", HERE / "systems" / "systems.rules", "-o", pack], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def judged_counts(program, pack, data):
    """[not met, met, unknown] by rule, counted from the outcomes themselves."""
    command = [program, "eval", pack, "--table", f"system={data}", "--format", "ndjson"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
        seen = collections.Counter()
        for line in run.stdout:
            outcome = json.loads(line)
            if "outcome" in outcome:
                seen[outcome["rule"], outcome["outcome"]] += 1
    if run.returncode not in SETTLED:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {run.returncode}")
    counts = collections.defaultdict(lambda: [0, 0, 0])
    for (rule, outcome), count in seen.items():
        counts[rule][PLACE[outcome]] += count
    return dict(counts)


def differences(judged, reference):
    return [f"{rule}: [not met, met, unknown] is {judged.get(rule)}, and the reference counts {wanted}"
            for rule, wanted in reference.items() if judged.get(rule) != wanted]


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", required=True)
    options.add_argument("--generate", required=True)
    options.add_argument("--records", type=int, default=500)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data, pack = f"{folder}/data.ndjson", f"{folder}/systems.icsb"
        generate(chosen.generate, chosen.records, data)
        compile_pack(chosen.program, pack)
        found = differences(judged_counts(chosen.program, pack, data), reference_counts(data))
    for line in found:
        print(line)
    print(f"{chosen.records} systems, 25 rules: {'all counts agree' if not found else f'{len(found)} rules differ'}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
