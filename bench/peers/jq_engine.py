#!/usr/bin/env python3
"""jq or gojq over the 25 rules: jq_engine.py JQ systems.jq DATA RUNS

It has no clock of its own, so whole processes are timed: one that only reads the records is taken for the parse, and what the
rules take beyond it for judging. Prints one line of JSON as the other engines do.
"""
import json
import statistics
import subprocess
import sys
import time

READ = "reduce inputs as $record (0; . + 1)"


def seconds(command):
    started = time.perf_counter()
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return time.perf_counter() - started, done.stdout


def main():
    program, rules, data, runs = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    judged = [seconds([program, "-nc", "-f", rules, data]) for _ in range(runs)]
    read = statistics.median(seconds([program, "-n", READ, data])[0] for _ in range(runs))
    whole, counts = statistics.median(time for time, _ in judged), json.loads(judged[0][1])
    version = subprocess.run([program, "--version"], capture_output=True, text=True).stdout.strip()
    print(json.dumps({
        "peer": program.rsplit("/", 1)[-1], "version": version.removeprefix("jq-").removeprefix("gojq ").split()[0],
        "records": sum(counts["R01"]), "rules": len(counts), "two_valued": False, "compile_ms": None,
        "parse_ms": read * 1e3, "eval_ms": (whole - read) * 1e3, "counts": counts,
    }))


if __name__ == "__main__":
    main()
