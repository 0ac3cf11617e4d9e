#!/usr/bin/env python3
"""The benchmark of records through the Arrow C Stream Interface, from pyarrow.

    arrow.py LIBRARY RULES NDJSON RUNS CHECKED     exit status 77 where pyarrow is not there

pyarrow reads the records into a table, which is not timed, and hands them over as a stream of batches of 65,536. Arrow has one
null and no key that is left out: a null means here that nothing is known. The outcomes of the first CHECKED are compared with
those of the same records written as NDJSON with such nulls. Prints a JSON object for each run; peak memory is that of the whole
process, pyarrow's table included.
"""
import ctypes
import json
import pathlib
import resource
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "arrow"))
import library  # noqa: E402

pyarrow = library.producer("pyarrow", sys.argv[1])
pyarrow_json = library.producer("pyarrow.json", sys.argv[1])

ENTITY = b"EHC case"
AS_AT = ctypes.c_int32(19813)  # 2024-03-31
BATCH = 65536


def days(table):
    """Columns that pyarrow took for times are days."""
    for at, field in enumerate(table.schema):
        if pyarrow.types.is_timestamp(field.type):
            table = table.set_column(at, field.name, table.column(at).cast(pyarrow.date32()))
    return table


def stream_of(table):
    stream = library.Stream()
    table.to_reader(max_chunksize=BATCH)._export_to_c(ctypes.addressof(stream))
    return stream


def check(icsrules, program, table):
    with tempfile.NamedTemporaryFile("w", suffix=".ndjson") as out:
        for record in table.to_pylist():
            out.write(json.dumps(record, default=str) + "\n")
        out.flush()
        wanted = icsrules.outcomes(program, icsrules.read_file(program, ENTITY, out.name), pyarrow)
    found = icsrules.outcomes(program, icsrules.read_stream(program, ENTITY, stream_of(table)), pyarrow)
    if not found.equals(wanted):
        sys.exit(f"{found.num_rows} outcomes by Arrow, {wanted.num_rows} by NDJSON; they differ")


def measure(icsrules, program, table):
    stream = stream_of(table)
    begun = time.monotonic()
    dataset = icsrules.read_stream(program, ENTITY, stream)
    read = time.monotonic()
    run = icsrules.make(icsrules.calls.ics_evaluate, program, dataset, AS_AT, None)
    judged = time.monotonic()
    icsrules.free(run, dataset)
    return {"load_ms": (read - begun) * 1e3, "judge_ms": (judged - read) * 1e3, "report_ms": 0, "total_ms": (judged - begun) * 1e3,
            "peak_rss_kib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}


def main():
    path, rules, data, runs, checked = sys.argv[1:]
    icsrules = library.Library(path)
    program = icsrules.compile(rules)
    table = days(pyarrow_json.read_json(data))
    check(icsrules, program, table.slice(0, int(checked)))
    for _ in range(int(runs)):
        print(json.dumps(measure(icsrules, program, table)))
    print(json.dumps({"bytes": table.nbytes}))


if __name__ == "__main__":
    main()
