#!/usr/bin/env python3
"""Whether every report is the same, byte for byte, whatever the number of threads.

jobs.py --program ICSRULES --generate GENERATE [--records N]   exit status 0 where they are

The text report reads a table of a record a line in parts; with JSON and NDJSON all data are judged as one, shared out by rows
(enough of them for two threads).
"""
import argparse
import hashlib
import subprocess
import sys
import tempfile

import counts

FORMATS = {"text": (), "text, with all as one": ("--batch-lanes", "2048"), "json": ("--format", "json"),
           "ndjson": ("--format", "ndjson")}
THREADS = (1, 2)


def report(program, pack, data, options, jobs):
    """Exit status, a hash of what is printed, and the messages."""
    command = [program, "eval", pack, "--table", f"system={data}", "--as-at", "2024-01-01", *options, "--jobs", str(jobs)]
    done = subprocess.run(command, capture_output=True)
    if done.returncode not in counts.SETTLED:
        raise SystemExit(f"{' '.join(map(str, command))}: exit status {done.returncode}\n{done.stderr.decode()}")
    return done.returncode, hashlib.sha256(done.stdout).hexdigest(), done.stderr


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--program", required=True)
    options.add_argument("--generate", required=True)
    options.add_argument("--records", type=int, default=4200)
    chosen = options.parse_args()
    differing = []
    with tempfile.TemporaryDirectory() as folder:
        data, pack = f"{folder}/data.ndjson", f"{folder}/systems.icsb"
        counts.generate(chosen.generate, chosen.records, data)
        counts.compile_pack(chosen.program, pack)
        for name, format_options in FORMATS.items():
            found = {jobs: report(chosen.program, pack, data, format_options, jobs) for jobs in THREADS}
            differing += [f"{name}: {jobs} threads" for jobs in THREADS if found[jobs] != found[1]]
    for line in differing:
        print(f"{line} give another report than one")
    verdict = "not all the same" if differing else "the same"
    print(f"{chosen.records} systems, {len(FORMATS)} reports by {THREADS[-1]} threads and by one: {verdict}")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
