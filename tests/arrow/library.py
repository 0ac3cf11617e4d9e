"""The library by ctypes, for producers and consumers of Arrow that are not of ours.

producer(NAME) gives a Python module: of this interpreter, or else of the folder `python` beside the library, which `./dev test`
makes where it can; where neither has it, the program ends with status 77.
"""
import ctypes
import importlib
import os
import pathlib
import sys

TEXT, POINTER = ctypes.c_char_p, ctypes.c_void_p


def producer(name, library):
    try:
        return importlib.import_module(name)
    except ImportError:
        other = pathlib.Path(library).resolve().parent / "python" / "bin" / "python3"
        if other.exists() and pathlib.Path(sys.prefix) != other.parent.parent:
            os.execv(other, [str(other), *sys.argv])
        print(f"{name} is not there: not tried (pip install {name})")
        sys.exit(77)


class Binding(ctypes.Structure):
    _fields_ = [("entity", TEXT), ("path", TEXT), ("columns", POINTER), ("column_pair_count", ctypes.c_size_t),
                ("codes", POINTER), ("code_pair_count", ctypes.c_size_t), ("where_column", TEXT), ("where_value", TEXT),
                ("parent_entity", TEXT), ("parent_list", TEXT), ("parent_column", TEXT), ("list_separator", TEXT),
                ("nulls", TEXT), ("date_forms", POINTER), ("date_form_count", ctypes.c_size_t)]


class Options(ctypes.Structure):
    _fields_ = [("is_strict", ctypes.c_bool), ("input_format", TEXT), ("nulls", TEXT),
                ("tables", ctypes.POINTER(Binding)), ("table_count", ctypes.c_size_t), ("has_known_by", ctypes.c_bool),
                ("known_by", ctypes.c_int32), ("records", ctypes.c_bool), ("names", ctypes.c_bool)]


class Stream(ctypes.Structure):
    _fields_ = [(name, POINTER) for name in ("get_schema", "get_next", "get_last_error", "release", "private_data")]


class Table(ctypes.Structure):
    _fields_ = [("name", TEXT), ("entity", TEXT), ("stream", POINTER), ("binding", ctypes.POINTER(Binding))]


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

    def read_file(self, program, entity, path, nulls=b"unknown"):
        binding = Binding(entity=entity, path=str(path).encode())
        options = Options(input_format=b"ndjson", nulls=nulls, tables=ctypes.pointer(binding), table_count=1)
        return self.make(self.calls.ics_dataset_read, program, None, ctypes.c_size_t(0), ctypes.byref(options))

    def read_stream(self, program, entity, stream, nulls=b"unknown"):
        """Of a Stream, or of one at an address: the call takes it over and releases it."""
        at = stream if isinstance(stream, int) else ctypes.addressof(stream)
        table = Table(name=b"systems", entity=entity, stream=at)
        dataset = self.make(self.calls.ics_dataset_read_arrow, program, ctypes.byref(table), ctypes.c_size_t(1), None,
                            ctypes.c_size_t(0), ctypes.byref(Options(nulls=nulls)))
        if Stream.from_address(at).release:
            sys.exit("the stream was not released")
        return dataset

    def judge(self, program, dataset):
        return self.make(self.calls.ics_evaluate, program, dataset, ctypes.c_int32(19700), None)

    def outcomes(self, program, dataset, pyarrow):
        """The outcomes as a table of pyarrow; the dataset is freed."""
        run = self.judge(program, dataset)
        stream = Stream()
        if self.calls.ics_run_arrow_stream(ctypes.byref(stream), run, None) != 0:
            sys.exit("the outcomes make no stream")
        table = pyarrow.RecordBatchReader._import_from_c(ctypes.addressof(stream)).read_all()
        self.free(run, dataset)
        table.validate(full=True)
        return table

    def free(self, run, dataset):
        self.calls.ics_run_free(run)
        self.calls.ics_dataset_free(dataset)
