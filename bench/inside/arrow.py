#!/usr/bin/env python3
"""Arrow batches to outcomes, beside plain C in the same process.

    arrow.py LIBRARY RULES DATA PEER RUNS      exit status 77 where pyarrow is not there

pyarrow reads DATA once; LIBRARY is libicsrules and PEER the plain C of peer.h, both as shared objects. Two tables are handed
over in turn: `as read`, which is what pyarrow makes of the file, texts and all; and `what rules read`, of which a producer
that knows the rules would hand over: their columns alone, enumerations as dictionaries. Prints JSON: milliseconds of processor, of reading,
of judging and of both, by table, and of the fused loop.
"""
import ctypes
import json
import pathlib
import statistics
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tests" / "arrow"))
import library  # noqa: E402

pyarrow = library.producer("pyarrow", sys.argv[1])
pyarrow_json = library.producer("pyarrow.json", sys.argv[1])
UNREAD = {"name", "org"}


def without_names(array):
    """Texts as dictionaries, and members that no rule reads left out; nulls stay."""
    kind, mask = array.type, array.is_null()
    if pyarrow.types.is_string(kind):
        return array.dictionary_encode()
    if pyarrow.types.is_list(kind):
        return pyarrow.ListArray.from_arrays(array.offsets, without_names(array.values), mask=mask)
    if pyarrow.types.is_struct(kind):
        kept = [field for field in kind if field.name not in UNREAD]
        return pyarrow.StructArray.from_arrays([without_names(array.field(field.name)) for field in kept],
                                               [field.name for field in kept], mask=mask)
    return array


def tables(data):
    table = pyarrow_json.read_json(data, pyarrow_json.ReadOptions(block_size=1 << 30)).combine_chunks()
    batch = table.to_batches()[0]
    slim = pyarrow.RecordBatch.from_arrays(
        [column if name == "id" else without_names(column) for name, column in zip(batch.schema.names, batch.columns)],
        batch.schema.names)
    return {"as read": batch, "what rules read": slim}


def timed(call, *arguments):
    begin = time.process_time_ns()
    made = call(*arguments)
    return made, (time.process_time_ns() - begin) / 1e6


def read(icsrules, program, batch):
    stream = library.Stream()
    pyarrow.RecordBatchReader.from_batches(batch.schema, [batch])._export_to_c(ctypes.addressof(stream))
    return timed(icsrules.read_stream, program, b"system", stream, None)


def summary(times):
    return {"median": statistics.median(times), "least": min(times)}


def main():
    path, rules, data, peer_path, runs = sys.argv[1:]
    icsrules, peer = library.Library(path), ctypes.CDLL(peer_path)
    program = icsrules.compile(rules)
    text = pathlib.Path(data).read_bytes() + bytes(64)
    peer.peer_begin(ctypes.c_size_t(len(text)))
    peer.peer_shred(text, ctypes.c_size_t(len(text) - 64))
    counts = (ctypes.c_uint64 * 75)()
    batches, times = tables(data), {"fused": []}
    for _ in range(int(runs)):
        peer.peer_fused(counts)
        times["fused"].append(timed(peer.peer_fused, counts)[1])
        for name, batch in batches.items():
            dataset, read_ms = read(icsrules, program, batch)
            run, judge_ms = timed(icsrules.judge, program, dataset)
            icsrules.free(run, dataset)
            for part, taken in (("read", read_ms), ("judge", judge_ms), ("both", read_ms + judge_ms)):
                times.setdefault(f"{name}: {part}", []).append(taken)
    print(json.dumps({"bytes": {name: batch.nbytes for name, batch in batches.items()},
                      "times": {name: summary(taken) for name, taken in times.items()}}))


if __name__ == "__main__":
    main()
