#!/usr/bin/env python3
"""Arrow to and from a real producer: pyarrow.

    pyarrow_test.py LIBRARY GENERATE RULES     exit status 77 where pyarrow is not there

Generated systems are read once as NDJSON by the library, and once by pyarrow, which hands them over as a stream. Both are
judged, both runs go out as streams that pyarrow reads, and these have to be the same table.
"""
import ctypes
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
import library  # noqa: E402

pyarrow = library.producer("pyarrow", sys.argv[1])
pyarrow_json = library.producer("pyarrow.json", sys.argv[1])


def batches_of(table):
    """Slices and encodings as consumers meet them: several batches, offsets that are not 0, dictionaries."""
    half = table.num_rows // 2
    parts = [table.slice(0, half), table.slice(half)]
    encoded = table.set_column(0, "id", table.column("id").dictionary_encode())
    return {"batches of 7": table.to_reader(max_chunksize=7), "slices": pyarrow.concat_tables(parts).to_reader(),
            "a dictionary": encoded.unify_dictionaries().to_reader()}


def exported(reader):
    stream = library.Stream()
    reader._export_to_c(ctypes.addressof(stream))
    return stream


def main():
    path, generate, rules = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data.ndjson"
        with data.open("wb") as out:
            subprocess.run([generate, "300"], stdout=out, check=True)
        icsrules = library.Library(path)
        program = icsrules.compile(rules)
        wanted = icsrules.outcomes(program, icsrules.read_file(program, b"system", data), pyarrow)
        table = pyarrow_json.read_json(data)
        for name, reader in batches_of(table).items():
            dataset = icsrules.read_stream(program, b"system", exported(reader))
            found = icsrules.outcomes(program, dataset, pyarrow)
            if not found.equals(wanted):
                sys.exit(f"{name}: {found.num_rows} outcomes, {wanted.num_rows} wanted; they differ")
        icsrules.calls.ics_program_free(program)
        print(f"{wanted.num_rows} outcomes, the same from NDJSON and from pyarrow {pyarrow.__version__}")


if __name__ == "__main__":
    main()
