#!/usr/bin/env python3
"""Arrow to and from a second real producer: DuckDB, which reads the systems itself and hands over what a query gives.

    duckdb_test.py LIBRARY GENERATE RULES     exit status 77 where DuckDB is not there

The outcomes have to be the same as from NDJSON: from the records as they are, and from queries that put them, or what is in
their lists, into another order. Those of a run go to DuckDB as a stream, which counts them by rule; the counts have to be ours.
"""
import ctypes
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import library  # noqa: E402

duckdb = library.producer("duckdb", sys.argv[1])
QUERIES = {"as they are": "select * from systems",
           "in another order": "select * from systems order by id desc",
           "lists the other way round": "select id, icb, icp, list_reverse(places) as places, list_reverse(cases) as cases "
                                        "from systems"}


def address_of(relation):
    """Of the stream in the capsule that DuckDB gives; the capsule has to outlive its use."""
    capsule = relation.__arrow_c_stream__()
    get = ctypes.pythonapi.PyCapsule_GetPointer
    get.restype, get.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    return capsule, get(capsule, b"arrow_array_stream")


class Outcomes:
    """What has a stream of outcomes, as DuckDB takes it over."""

    def __init__(self, stream):
        self.stream = stream

    def __arrow_c_stream__(self, requested_schema=None):
        new = ctypes.pythonapi.PyCapsule_New
        new.restype, new.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return new(ctypes.addressof(self.stream), b"arrow_array_stream", None)


def counts(icsrules, program, dataset):
    run = icsrules.judge(program, dataset)
    stream = library.Stream()
    if icsrules.calls.ics_run_arrow_stream(ctypes.byref(stream), run, None) != 0:
        sys.exit("the outcomes make no stream")
    outcomes = Outcomes(stream)
    found = duckdb.sql("select rule::varchar, outcome::varchar, count(*), count(distinct subject_code) from outcomes "
                       "group by all order by all").fetchall()
    icsrules.free(run, dataset)
    return found


def main():
    path, generate, rules = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data.ndjson"
        with data.open("wb") as out:
            subprocess.run([generate, "300"], stdout=out, check=True)
        icsrules = library.Library(path)
        program = icsrules.compile(rules)
        wanted = counts(icsrules, program, icsrules.read_file(program, b"system", data))
        duckdb.sql(f"create table systems as select * from read_json('{data}', sample_size = -1)")
        for name, query in QUERIES.items():
            capsule, at = address_of(duckdb.sql(query))
            found = counts(icsrules, program, icsrules.read_stream(program, b"system", at))
            del capsule
            if found != wanted:
                sys.exit(f"{name}: {set(found) ^ set(wanted)}")
        icsrules.calls.ics_program_free(program)
        print(f"{sum(row[2] for row in wanted)} outcomes, the same from NDJSON and from DuckDB {duckdb.__version__}")


if __name__ == "__main__":
    main()
