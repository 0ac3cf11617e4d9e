#!/usr/bin/env python3
"""DuckDB over the 25 rules: duckdb_engine.py systems.sql DATA RUNS [THREADS]

To parse is to read the NDJSON into a table of nested types; to judge is one query. Prints one line of JSON as the other
engines do: medians of RUNS after one to warm up.
"""
import json
import statistics
import sys
import time

import duckdb

COLUMNS = {
    "id": "varchar",
    "icb": """struct(name varchar, population bigint, executive_leads struct(role varchar, area varchar)[],
        forward_plan struct(published date, covers_ages int[], financial_year varchar),
        annual_report struct(sections varchar[]))""",
    "icp": """struct(members struct(org varchar, "type" varchar)[], strategy struct(published date, considers varchar[]))""",
    "places": "struct(name varchar, population bigint, members varchar[])[]",
    "cases": "struct(requested date, finalised date)[]",
}


def milliseconds(work):
    started = time.perf_counter()
    result = work()
    return (time.perf_counter() - started) * 1e3, result


def by_rule(row):
    rules = len(row) // 3
    return {f"R{i + 1:02}": [int(row[i]), int(row[rules + i]), int(row[2 * rules + i])] for i in range(rules)}


def main():
    query_path, data, runs = sys.argv[1], sys.argv[2], int(sys.argv[3])
    threads = sys.argv[4] if len(sys.argv) > 4 else "1"
    query = open(query_path, encoding="utf-8").read()
    base = duckdb.connect(config={"threads": threads})
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in COLUMNS.items())
    load = f"create or replace table system as select * from read_ndjson(?, columns = {{{columns}}})"
    parses, judgements = [], []
    for run in range(runs + 1):
        parsed, _ = milliseconds(lambda: base.execute(load, [data]))
        judged, row = milliseconds(lambda: base.execute(query).fetchone())
        if run:
            parses.append(parsed)
            judgements.append(judged)
    records = base.execute("select count(*) from system").fetchone()[0]
    print(json.dumps({
        "peer": f"DuckDB, {threads} thread{'s' if threads != '1' else ''}", "version": duckdb.__version__, "records": records,
        "rules": len(row) // 3, "two_valued": False, "compile_ms": None, "parse_ms": statistics.median(parses),
        "eval_ms": statistics.median(judgements), "counts": by_rule(row),
    }))


if __name__ == "__main__":
    main()
