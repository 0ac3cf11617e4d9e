"""Plugins that do what they may not, through the program: the section Plugins of the catalogue of bad input.

Each row is a project of its own with one rule that calls the hostile function. The program must live and end with
status 3, say what happened, give every other outcome as it does without that rule, byte for byte, and leave nothing
behind. Run as it is and, by root, once more as an ordinary user: test_hostile.py PROGRAM GUESTS COMPILER SOURCES.
"""

import hashlib
import ctypes
import json
import os
import pathlib
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM, GUESTS, COMPILER, SOURCES = (pathlib.Path(argument).resolve() for argument in sys.argv[1:5])
LIMIT = 2.0  # seconds that a plugin may take for a batch
NOBODY = 65534

MODEL = """use ics

plugin hostile version 1
"""
RULE = """
rule HARM "Calls what does harm"
  ICB must ensure that hostile.{0}(13) is at least 1
"""
OTHERS = """
rule NURSE "A nurse"
  ICB must name chief nurse

rule WELL "Calls what does none"
  ICB must ensure that hostile.segv(5) is at least 1
"""
SYSTEM = """ICB:
  code: QXU
  name: Surrey Heartlands
  posts:
    - title: chief nurse
      holder: {id: P1, role: chief nurse}
"""

# function, what is said. P01 to P11; those of P04 are given up, and cost what rests on the plugin.
HARMS = [
    ("segv", "was ended by SIGSEGV"), ("bus", "was ended by SIGBUS"), ("fpe", "was ended by SIGFPE"),
    ("ill", "was ended by SIGILL"), ("aborts", "was ended by SIGABRT"),
    ("exits", "ended without an answer"), ("leaves", "ended without an answer"),
    ("eats", "wanted more memory than its limit"), ("recurses", "was ended by SIGSEGV"),
    ("forks", "made a forbidden system call"), ("threads", "made a forbidden system call"),
    ("execs", "made a forbidden system call"), ("systems", "made a forbidden system call"),
    ("reads", "made a forbidden system call"), ("visits", "made a forbidden system call"),
    ("connects", "made a forbidden system call"), ("creates", "made a forbidden system call"),
    ("unlinks", "made a forbidden system call"), ("builds", "made a forbidden system call"),
    ("kills", "made a forbidden system call"), ("traces", "made a forbidden system call"),
    ("pokes", "made a forbidden system call"), ("climbs", "made a forbidden system call"),
    ("closes", "ended without an answer"), ("forges", "answered what was not asked"),
]
LATE = ["spins", "sleeps", "blocks"]


def workers(of):
    """Process numbers of the workers alive that programs of these numbers have started."""
    found = set()
    for entry in pathlib.Path("/proc").iterdir():
        try:
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
        except OSError:
            continue
        if words[:1] == [b"icsrules-plugin-host"] and int(words[1]) in of:
            found.add(int(entry.name))
    return found


def take_listener():
    """What a supervisor of containers does: a listener of its own, beside which the kernel gives no other."""
    class Filter(ctypes.Structure):
        _fields_ = [("length", ctypes.c_ushort), ("code", ctypes.POINTER(ctypes.c_uint64))]
    allow = (ctypes.c_uint64 * 1)(0x7FFF0000 << 32 | 0x06)  # BPF_RET, SECCOMP_RET_ALLOW
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(38, 1, 0, 0, 0)  # PR_SET_NO_NEW_PRIVS
    os.set_inheritable(libc.syscall(317, 1, 8, ctypes.byref(Filter(1, allow))), True)  # seccomp, FILTER, NEW_LISTENER


class Project:
    """A folder with rules, a system and the plugins that it calls."""

    def __init__(self):
        self.processes = set()
        self.path = pathlib.Path(tempfile.mkdtemp(prefix="icsrules-hostile-")).resolve()
        self.path.chmod(0o755)
        (self.path / "plugins").mkdir(mode=0o755)
        (self.path / "system.yaml").write_text(SYSTEM)

    def close(self):
        shutil.rmtree(self.path)

    def plugin(self, name, content, *grants):
        file = self.path / "plugins" / f"{name}.so"
        file.write_bytes(content)
        file.chmod(0o644)
        digest = hashlib.blake2b(content, digest_size=32).hexdigest()  # `plugin trust` takes no broken one
        lock = self.path / "icsrules.lock"
        lock.write_text(f"icsrules lock 1\n\nplugin {name} 1.0\n  file plugins/{name}.so\n"
                        f"  hash linux-{platform.machine()} blake2b-256:{digest}\n" +
                        "".join(f"  grant {grant}\n" for grant in grants))
        lock.chmod(0o644)

    def rules(self, text):
        (self.path / "rules.rules").write_text(text)
        done = self.run("compile", "rules.rules", "-o", "rules.icsb")
        assert done.returncode == 0, done.stderr.decode()

    def run(self, *words, environment=None, before=None):
        run = self.start(*words, environment=environment, before=before)
        stdout, stderr = run.communicate(timeout=60)
        return subprocess.CompletedProcess(words, run.returncode, stdout, stderr)

    def start(self, *words, environment=None, before=None):
        run = subprocess.Popen([PROGRAM, *words], cwd=self.path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                               env=environment, preexec_fn=before, close_fds=before is None)
        self.processes.add(run.pid)
        return run

    def eval(self, *words, environment=None, before=None):
        return self.run("eval", "rules.icsb", "system.yaml", "--as-at", "2023-06-01", "--format", "json", *words,
                        environment=environment, before=before)

    def files(self):
        return sorted(str(file.relative_to(self.path)) for file in self.path.rglob("*"))


def declare(function):
    names = {"segv", function}
    return MODEL + "".join(f"  function {name} (n: number) gives number\n" for name in sorted(names))


def outcomes(done, leave_out="HARM"):
    """The outcomes as they were written, without those of one rule."""
    document = json.loads(done.stdout)
    return json.dumps([o for o in document["outcomes"] if o["rule"] != leave_out], sort_keys=True)


def state(done, rule):
    return [o["outcome"] for o in json.loads(done.stdout)["outcomes"] if o["rule"] == rule]


class Hostile(unittest.TestCase):
    def setUp(self):
        self.project = Project()
        self.addCleanup(self.project.close)
        self.project.plugin("hostile", (GUESTS / "hostile.so").read_bytes())

    def expect_nothing_left(self):
        end = time.monotonic() + 1
        while workers(self.project.processes) and time.monotonic() < end:
            time.sleep(0.01)
        self.assertEqual(workers(self.project.processes), set())

    def judge(self, function, *words):
        """The run without the rule that does harm, and the one with it."""
        self.project.rules(declare(function) + OTHERS)
        without = self.project.eval(*words)
        self.project.rules(declare(function) + RULE.format(function) + OTHERS)
        files = self.project.files()
        with_harm = self.project.eval(*words)
        self.assertEqual(self.project.files(), files)
        self.assertFalse(pathlib.Path("/tmp/left-behind").exists())
        self.expect_nothing_left()
        return without, with_harm

    def test_harm(self):
        for function, said in HARMS:
            with self.subTest(function):
                without, done = self.judge(function)
                self.assertEqual(done.returncode, 3, done.stderr.decode())
                self.assertEqual(outcomes(done), outcomes(without))
                self.assertEqual(state(done, "HARM"), ["error"])
                self.assertIn(f"hostile.{function} {said}", done.stderr.decode())

    def test_late(self):
        for function in LATE:
            with self.subTest(function):
                begun = time.monotonic()
                without, done = self.judge(function)
                plain = 2 * 0.5  # two compiles and a run without harm
                self.assertLess(time.monotonic() - begun, LIMIT + 1 + plain)
                self.assertEqual(done.returncode, 3, done.stderr.decode())
                self.assertEqual(state(done, "HARM") + state(done, "WELL"), ["error", "error"])
                self.assertEqual(state(done, "NURSE"), state(without, "NURSE"))
                self.assertIn(f"hostile.{function} did not answer within its limit of time", done.stderr.decode())

    def test_batches_do_not_matter(self):
        for lanes in ("1", "64"):
            _, done = self.judge("segv", "--batch-lanes", lanes, "--jobs", "2")
            self.assertEqual(done.returncode, 3)
            self.assertEqual(state(done, "WELL"), ["met"])

    def test_shouts(self):
        """P08: 100 MB on its outputs, and nothing of it on ours."""
        without, done = self.judge("shouts")
        self.assertEqual(outcomes(done), outcomes(without))
        self.assertEqual(state(done, "HARM"), ["met"])
        self.assertNotIn(b"xxxxxxxx", done.stdout)
        self.assertLess(len(done.stderr), 64 << 10)

    def test_says_why(self):
        """What it wrote before it fell, and the cause in the explanation."""
        _, done = self.judge("aborts")
        self.assertIn("the table of wards is empty", done.stderr.decode())
        told = self.project.run("explain", "HARM", "QXU", "rules.icsb", "system.yaml", "--as-at", "2023-06-01")
        self.assertIn("hostile.aborts was ended by SIGABRT", told.stdout.decode() + told.stderr.decode())

    def test_dies_at_every_call(self):
        """P24: three calls, then it stays down; its outcomes are errors, also the one that it had answered."""
        rules = "".join(RULE.format("segv").replace("HARM", f"HARM{i}").replace("13", str(101 + i)) for i in range(5))
        self.project.rules(declare("segv") + OTHERS + rules)
        done = self.project.eval()
        self.assertEqual(done.returncode, 3)
        self.assertEqual(state(done, "WELL"), ["error"])
        self.assertEqual(state(done, "NURSE"), ["met"])
        self.assertIn("plugin hostile was given up: not asked any more after 3 calls", done.stderr.decode())
        self.expect_nothing_left()

    def test_granted_table(self):
        """A table that was granted can be read, by the name of the grant; no other file can."""
        (self.project.path / "tables").mkdir(mode=0o755)
        for name in ("places.csv", "others.csv"):
            (self.project.path / "tables" / name).write_text("7\n")
        source, made = self.project.path / "made.c", self.project.path / "made.so"
        source.write_text('#include <icsrules/plugin.h>\n#include <stdio.h>\n'
                          'static ics_count look(const char *name) { int n = 0; FILE *f = fopen(name, "r"); '
                          'if (!f || fscanf(f, "%d", &n) != 1) n = 0; if (f) fclose(f); return n; }\n'
                          'static ics_count granted(ics_count n) { return n + look("tables/places.csv"); }\n'
                          'static ics_count other(ics_count n) { return n + look("tables/others.csv"); }\n'
                          'ICS_PLUGIN("hostile", "1.0", "tests")\n'
                          'ICS_FUNCTION(granted, "count(count)", "reads")\n'
                          'ICS_FUNCTION(other, "count(count)", "reads what it may not")\nICS_PLUGIN_END\n')
        subprocess.run([COMPILER, "-shared", "-fPIC", f"-I{SOURCES / 'include'}", "-o", made, source], check=True)
        self.project.plugin("hostile", made.read_bytes(), "reads tables/places.csv")
        self.project.rules(MODEL + "  function granted (n: number) gives number\n"
                           "  function other (n: number) gives number\n" +
                           RULE.format("granted").replace("least 1", "least 20") +
                           RULE.format("other").replace("HARM", "OTHER"))
        done = self.project.eval()
        self.assertEqual((state(done, "HARM"), state(done, "OTHER")), (["met"], ["error"]), done.stderr.decode())
        self.assertIn("hostile.other made a forbidden system call, openat", done.stderr.decode())

    def test_killed_host(self):
        """P26: the program killed in the middle of a call."""
        self.project.rules(declare("sleeps") + RULE.format("sleeps"))
        run = self.project.start("eval", "rules.icsb", "system.yaml")
        end = time.monotonic() + 5
        while time.monotonic() < end and not workers({run.pid}):
            time.sleep(0.005)
        time.sleep(0.2)
        self.assertEqual(len(workers({run.pid})), 1)
        run.send_signal(signal.SIGKILL)
        run.communicate()
        self.expect_nothing_left()

    @unittest.skipUnless(os.uname().machine == "x86_64", "system calls are numbered otherwise here")
    def test_without_listener(self):
        """Where nobody can be told of a forbidden call, the kernel ends the worker: the call has no name then."""
        for function in ("segv", "reads", "forks", "connects", "creates", "shouts"):
            with self.subTest(function):
                self.project.rules(declare(function) + RULE.format(function) + OTHERS)
                done = self.project.eval(before=take_listener)
                self.assertEqual(state(done, "WELL"), ["met"], done.stderr.decode())
                self.assertEqual(state(done, "HARM"), ["met" if function == "shouts" else "error"])
                if function not in ("segv", "shouts"):
                    self.assertIn("made a forbidden system call;", done.stderr.decode())
                self.expect_nothing_left()

    def test_environment(self):
        """P22: neither LD_PRELOAD nor a namesake reaches the worker."""
        spy, log = self.project.path / "spy.so", self.project.path / "spy.log"
        source = self.project.path / "spy.c"
        source.write_text('#include <stdio.h>\n#include <stdlib.h>\n__attribute__((constructor)) static void spy(void)\n'
                          '{ FILE *log = fopen(getenv("SPY_LOG"), "a"); char name[64] = ""; '
                          'FILE *own = fopen("/proc/self/comm", "r"); if (own && fgets(name, 64, own)) '
                          'fputs(name, log); fclose(log); }\n')
        subprocess.run([COMPILER, "-shared", "-fPIC", "-o", spy, source], check=True)
        (self.project.path / "hostile.so").write_bytes(spy.read_bytes())
        self.project.rules(declare("segv") + OTHERS)
        plain = self.project.eval()
        environment = dict(os.environ, LD_PRELOAD=str(spy), LD_LIBRARY_PATH=str(self.project.path), SPY_LOG=str(log),
                           ASAN_OPTIONS="verify_asan_link_order=0")
        done = self.project.eval(environment=environment)
        self.assertEqual((done.returncode, done.stdout), (plain.returncode, plain.stdout))
        self.assertEqual(state(done, "WELL"), ["met"])
        self.assertEqual(set(log.read_text().split()), {"icsrules"})


class Unloadable(unittest.TestCase):
    """P16 and P17: what the system's loader makes of files that are no plugin, it makes of them in the worker."""

    def setUp(self):
        self.project = Project()
        self.addCleanup(self.project.close)
        self.project.rules(declare("segv") + OTHERS)
        self.whole = (GUESTS / "hostile.so").read_bytes()

    def expect_refused(self, content, said):
        done = self.judge(content)
        self.assertEqual(done.returncode, 3, done.stderr.decode())
        self.assertEqual(state(done, "WELL") + state(done, "NURSE"), ["error", "met"])
        self.assertIn(said, done.stderr.decode())

    def judge(self, content):
        self.project.plugin("hostile", content)
        return self.project.eval()

    def compile(self, text, *words):
        source, made = self.project.path / "made.c", self.project.path / "made.so"
        source.write_text(text)
        subprocess.run([COMPILER, "-shared", "-fPIC", f"-I{SOURCES / 'include'}", "-o", made, source, *words],
                       check=True, cwd=self.project.path)
        return made.read_bytes()

    def test_cut_short(self):
        """Where what is loaded lies before the cut, it is a plugin; elsewhere the loader refuses it, or dies of it."""
        for part in range(0, 24):
            with self.subTest(part):
                done = self.judge(self.whole[:len(self.whole) * part // 24])
                self.assertEqual(state(done, "NURSE"), ["met"])
                is_whole = done.returncode == 0
                self.assertEqual(state(done, "WELL"), ["met" if is_whole else "error"])
                self.assertEqual("W1701" in done.stderr.decode(), not is_whole)

    def test_no_shared_object(self):
        machine = bytearray(self.whole)
        machine[18] = 0xB7 if machine[18] != 0xB7 else 0x3E
        true = pathlib.Path(shutil.which("true")).read_bytes()
        for name, content in {"text": b"plugin hostile version 1\n", "another machine's": bytes(machine),
                              "a program": true, "an archive": b"!<arch>\n" + self.whole}.items():
            with self.subTest(name):
                self.expect_refused(content, "cannot be loaded")

    def test_undefined_symbol(self):
        self.expect_refused(self.compile('#include <icsrules/plugin.h>\nextern ics_count nowhere(ics_count);\n'
                                         'ICS_PLUGIN("hostile", "1.0", "tests")\n'
                                         'ICS_FUNCTION(nowhere, "count(count)", "not there")\nICS_PLUGIN_END\n'),
                            "undefined symbol: nowhere")

    def test_missing_entry(self):
        self.expect_refused(self.compile("int nothing;\n"), "states no terms")

    def test_missing_library(self):
        self.compile("int gone(void); int gone(void) { return 1; }\n")
        (self.project.path / "made.so").rename(self.project.path / "libgone.so")
        text = "extern int gone(void); int more(void); int more(void) { return gone(); }\n"
        self.expect_refused(self.compile(text, "-L.", "-lgone"), "libgone.so: cannot open shared object file")
        self.expect_refused(self.compile(text, "-L.", "-lgone", "-Wl,-rpath,$ORIGIN/.."), "names folders in which more")

    def test_constructor(self):
        """What runs before the record is read runs shut in."""
        for deed, said in {"*(volatile int *)0 = 1": "it was ended by SIGSEGV",
                           'open("/etc/passwd", O_RDONLY)': "it made a forbidden system call, openat",
                           "exit(0)": "it ended without an answer", "for (;;) pause()": "pause"}.items():
            with self.subTest(deed):
                self.expect_refused(self.compile("#include <fcntl.h>\n#include <stdlib.h>\n#include <unistd.h>\n"
                                                 "__attribute__((constructor)) static void start(void) { "
                                                 f"{deed}; }}\n"), said)


def main():
    """As root, all once more as nobody: the sandbox leans on no privilege."""
    if os.geteuid() == 0 and "--as-is" not in sys.argv:
        again = subprocess.run(["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", sys.executable,
                                *sys.argv, "--as-is"], check=False) if shutil.which("setpriv") else None
        if again is None:
            print("no setpriv: not run as an ordinary user", file=sys.stderr)
        elif again.returncode != 0:
            sys.exit(again.returncode)
    unittest.main(argv=sys.argv[:1] + [word for word in sys.argv[5:] if word != "--as-is"])


if __name__ == "__main__":
    main()
