#!/usr/bin/env python3
"""Arrow to and from a real producer: pyarrow.

    pyarrow_test.py LIBRARY GENERATE RULES     exit status 77 where pyarrow is not there

Where this interpreter has no pyarrow, the one of the folder `python` beside the library is taken (`./dev test` makes it where
it can). Generated systems are read once as NDJSON by the library, and once by pyarrow, which hands them over as a stream. Both
are judged, both runs go out as streams that pyarrow reads, and these have to be the same table.
"""
import ctypes
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import pyarrow
    import pyarrow.json
except ImportError:
    other = pathlib.Path(sys.argv[1]).resolve().parent / "python" / "bin" / "python3"
    if other.exists() and pathlib.Path(sys.prefix) != other.parent.parent:
        os.execv(other, [str(other), *sys.argv])
    print("pyarrow is not there: not tried (pip install pyarrow)")
    sys.exit(77)

TEXT, POINTER = ctypes.c_char_p, ctypes.c_void_p


class Binding(ctypes.Structure):
    _fields_ = [("entity", TEXT), ("path", TEXT), ("columns", POINTER), ("column_pair_count", ctypes.c_size_t),
                ("codes", POINTER), ("code_pair_count", ctypes.c_size_t), ("where_column", TEXT), ("where_value", TEXT),
                ("parent_entity", TEXT), ("parent_list", TEXT), ("parent_column", TEXT), ("list_separator", TEXT),
                ("nulls", TEXT), ("date_forms", POINTER), ("date_form_count", ctypes.c_size_t)]


class Options(ctypes.Structure):
    _fields_ = [("is_strict", ctypes.c_bool), ("input_format", TEXT), ("nulls", TEXT),
                ("tables", ctypes.POINTER(Binding)), ("table_count", ctypes.c_size_t), ("has_known_by", ctypes.c_bool),
                ("known_by", ctypes.c_int32)]


class Stream(ctypes.Structure):
    _fields_ = [(name, POINTER) for name in ("get_schema", "get_next", "get_last_error", "release", "private_data")]


class Table(ctypes.Structure):
    _fields_ = [("name", TEXT), ("entity", TEXT), ("stream", ctypes.POINTER(Stream)),
                ("binding", ctypes.POINTER(Binding))]


class Library:
    """The calls that are made, each of which has to come to ICS_OK."""

    def __init__(self, path):
        self.calls = ctypes.CDLL(path)
        self.calls.ics_diags_new.restype = POINTER
        self.calls.ics_dataset_record_count.restype = ctypes.c_uint64
        self.diags = POINTER(self.calls.ics_diags_new())

    def make(self, call, *arguments):
        made = POINTER()
        status = call(ctypes.byref(made), *arguments, self.diags)
        if status != 0:
            libc = ctypes.CDLL(None)
            libc.fdopen.restype = POINTER
            self.calls.ics_diags_print(self.diags, POINTER(libc.fdopen(2, b"w")), False)
            libc.fflush(None)
            sys.exit(f"{call.__name__}: status {status}")
        return made

    def compile(self, rules):
        return self.make(self.calls.ics_compile_files, (TEXT * 1)(rules.encode()), ctypes.c_size_t(1), None)

    def read_file(self, program, entity, path):
        binding = Binding(entity=entity, path=str(path).encode())
        options = Options(input_format=b"ndjson", nulls=b"unknown", tables=ctypes.pointer(binding), table_count=1)
        return self.make(self.calls.ics_dataset_read, program, None, ctypes.c_size_t(0), ctypes.byref(options))

    def read_stream(self, program, entity, reader):
        stream = Stream()
        reader._export_to_c(ctypes.addressof(stream))
        table = Table(name=b"systems", entity=entity, stream=ctypes.pointer(stream))
        dataset = self.make(self.calls.ics_dataset_read_arrow, program, ctypes.byref(table), ctypes.c_size_t(1), None,
                            ctypes.c_size_t(0), ctypes.byref(Options(nulls=b"unknown")))
        if stream.release:
            sys.exit("the stream was not released")
        return dataset

    def outcomes(self, program, dataset):
        run = self.make(self.calls.ics_evaluate, program, dataset, ctypes.c_int32(19700), None)
        stream = Stream()
        if self.calls.ics_run_arrow_stream(ctypes.byref(stream), run, None) != 0:
            sys.exit("the outcomes make no stream")
        table = pyarrow.RecordBatchReader._import_from_c(ctypes.addressof(stream)).read_all()
        self.calls.ics_run_free(run)
        self.calls.ics_dataset_free(dataset)
        table.validate(full=True)
        return table


def batches_of(table):
    """Slices and encodings as consumers meet them: several batches, offsets that are not 0, dictionaries."""
    half = table.num_rows // 2
    parts = [table.slice(0, half), table.slice(half)]
    encoded = table.set_column(0, "id", table.column("id").dictionary_encode())
    return {"batches of 7": table.to_reader(max_chunksize=7), "slices": pyarrow.concat_tables(parts).to_reader(),
            "a dictionary": encoded.unify_dictionaries().to_reader()}


def main():
    library, generate, rules = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        data = pathlib.Path(folder) / "data.ndjson"
        with data.open("wb") as out:
            subprocess.run([generate, "300"], stdout=out, check=True)
        icsrules = Library(library)
        program = icsrules.compile(rules)
        wanted = icsrules.outcomes(program, icsrules.read_file(program, b"system", data))
        table = pyarrow.json.read_json(data)
        for name, reader in batches_of(table).items():
            found = icsrules.outcomes(program, icsrules.read_stream(program, b"system", reader))
            if not found.equals(wanted):
                sys.exit(f"{name}: {found.num_rows} outcomes, {wanted.num_rows} wanted; they differ")
        icsrules.calls.ics_program_free(program)
        print(f"{wanted.num_rows} outcomes, the same from NDJSON and from pyarrow {pyarrow.__version__}")


if __name__ == "__main__":
    main()
