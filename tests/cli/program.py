"""Running the program in a folder of its own, for the tests of the command line."""

import difflib
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

SOURCES = pathlib.Path(os.environ["ICS_TEST_SOURCES"])
PROGRAM = os.environ.get("ICSRULES") or os.environ["ICS_TEST_PROGRAM"]
GOLDEN = pathlib.Path(__file__).parent / "golden"
SENTENCE = "ICB must name SEND executive lead"

IN_POST = """ICB:
  code: QXU
  name: Surrey Heartlands
  posts:
    - title: SEND executive lead
      holder: {id: P1, role: chief nurse}
"""
VACANT = """ICB:
  code: QXU
  name: Surrey Heartlands
  posts:
    - title: SEND executive lead
      holder: null
"""
SILENT = """ICB:
  code: QXU
  name: Surrey Heartlands
"""


class Result:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout
        self.err = done.stderr

    def json(self):
        return json.loads(self.out)

    def lines(self):
        return [json.loads(line) for line in self.out.splitlines()]

    def __str__(self):
        return f"status {self.status}\n--- out\n{self.out}\n--- err\n{self.err}"


class Case(unittest.TestCase):
    maxDiff = None
    timeout = 60  # seconds for one run

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="icsrules-cli-"))
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)

    def write(self, name, text):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    def run_program(self, *arguments, status=None, input=None, folder=None, env=None):
        done = subprocess.run(
            [PROGRAM, *map(str, arguments)],
            cwd=folder or self.folder,
            input=input,
            stdin=subprocess.DEVNULL if input is None else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(env or {})},
            timeout=self.timeout,
            encoding="utf-8",
        )
        result = Result(done)
        if status is not None:
            self.assertEqual(result.status, status, result)
        if result.status not in (0, 1, 5):
            self.assertNotEqual(result.err, "", "a failure says why")
        return result

    def assert_golden(self, name, text):
        """Compares with a golden file; ICS_TEST_UPDATE=1 writes it anew, to be read before it is kept."""
        path = GOLDEN / name
        if os.environ.get("ICS_TEST_UPDATE"):
            path.write_text(text, encoding="utf-8")
        want = path.read_text(encoding="utf-8") if path.exists() else ""
        if text != want:
            diff = difflib.unified_diff(want.splitlines(True), text.splitlines(True), str(path), "printed")
            self.fail("".join(diff))
