"""Plugins from outside: which are loaded, which are not and why (P18 to P25), and the verbs that list and trust them.

Each test copies the plugin that is built with the project into a folder of its own. Run as root, those about owners run
the program once more as an ordinary user.
"""

import json
import os
import pathlib
import shutil
import subprocess
import unittest

from program import PROGRAM, SOURCES, Case

PLUGIN = pathlib.Path(PROGRAM).parent / "plugins" / "frimley.so"
NOBODY = 65534
RULES = """use ics

plugin share version 1
  function attendance (attended: number, held: number) gives share

rule HALF "Half of the meetings"
  each attendance of each member of ICP should have share.attendance(meetings attended, meetings held) at least 75%

rule LEAD "A lead"
  ICB must name SEND executive lead
"""
DATA = """ICS:
  code: QNQ
  ICP:
    members:
      - organisation: Six of eight
        attendances: [{calendar year: 2023, meetings held: 8, meetings attended: 6}]
ICB: {code: QXU, posts: [{title: SEND executive lead, holder: {id: P1, role: chief nurse}}]}
"""


def plugin_called(name):
    """The bytes of the built plugin under another name of seven letters."""
    assert len(name) == len("frimley")
    return PLUGIN.read_bytes().replace(b"frimley\0", name.encode() + b"\0")


@unittest.skipUnless(PLUGIN.exists(), "the plugins are built with the program")
class Plugins(Case):
    def setUp(self):
        super().setUp()
        (self.folder / "plugins").mkdir(mode=0o755)
        self.file = self.folder / "plugins" / "surreys.so"
        self.put(self.file, plugin_called("surreys"))
        self.write("duties.rules", RULES.replace("share version", "surreys version").replace("share.att", "surreys.att"))
        self.write("data.yaml", DATA)
        self.run_program("compile", "duties.rules", "-o", "duties.icsb", status=0)

    def put(self, path, content):
        path.write_bytes(content)
        path.chmod(0o644)

    def trust(self, *arguments, status=0):
        return self.run_program("plugin", "trust", *(arguments or [str(self.file)]), status=status)

    def judge(self, *arguments, **options):
        return self.run_program("eval", "duties.icsb", "data.yaml", "--as-at", "2024-02-01", "--format", "ndjson",
                                *arguments, **options)

    def outcomes(self, result):
        return {line["rule"]: line for line in result.lines()}

    def assert_refused(self, code, *texts, status=3):
        """The plugin's outcomes are errors, the others stand."""
        result = self.judge()
        self.assertEqual(result.status, status, str(result))
        self.assertIn(code, result.err)
        for text in texts:
            self.assertIn(text, result.err)
        if status == 3:
            lines = self.outcomes(result)
            self.assertEqual(lines["HALF"]["outcome"], "error")
            self.assertEqual(lines["LEAD"]["outcome"], "met")
        else:
            self.assertEqual(result.out, "")
        return result


class Trust(Plugins):
    def test_p19_without_a_lock_it_is_not_loaded(self):
        result = self.assert_refused("W1710", "there is no icsrules.lock", f"icsrules plugin trust {self.file}")
        self.assertIn("icsrules plugin trust plugins/surreys.so", self.outcomes(result)["HALF"]["why"])
        self.assertRegex(result.err, r"its hash for linux-\S+ is blake2b-256:[0-9a-f]{64}")

    def test_what_is_trusted_is_judged_with(self):
        self.trust()
        result = self.judge()
        self.assertEqual(result.status, 0, str(result))
        self.assertEqual(result.err, "")
        self.assertEqual(self.outcomes(result)["HALF"]["outcome"], "met")

    def test_p19_a_lock_without_its_line(self):
        self.write("icsrules.lock", "icsrules lock 1\n")
        self.assert_refused("W1710", "icsrules.lock does not name it")

    def test_p19_a_changed_byte_shows_both_hashes(self):
        self.trust()
        locked = (self.folder / "icsrules.lock").read_text().split("blake2b-256:")[1].strip()
        content = bytearray(self.file.read_bytes())
        content[-1] ^= 1
        self.put(self.file, bytes(content))
        result = self.assert_refused("W1710", f"icsrules.lock has blake2b-256:{locked}, and its file blake2b-256:")
        self.trust()
        self.assertEqual(self.judge().status, 0)
        self.assertEqual(result.err.count(locked), 1)

    def test_p19_a_hash_for_another_platform_is_none(self):
        self.trust()
        lock = self.folder / "icsrules.lock"
        self.write("icsrules.lock", lock.read_text().replace("hash linux-", "hash plan9-"))
        self.assert_refused("W1710", "no hash of it for this platform")
        self.trust()
        self.assertIn("hash plan9-", lock.read_text())
        self.assertEqual(self.judge().status, 0)

    def test_p19_a_malformed_lock(self):
        self.write("icsrules.lock", "icsrules lock 1\n\nplugin surreys one\n")
        result = self.assert_refused("E0711", "icsrules.lock:3:15", status=2)
        self.assertIn("plugin trust", result.err)
        listed = self.run_program("plugin", "list", status=2)
        self.assertIn("icsrules.lock:3:15", listed.err)
        self.trust(status=2)  # and it is not written over
        self.assertIn("one", (self.folder / "icsrules.lock").read_text())

    def test_other_outcomes_are_the_same_bytes(self):
        without = [line for line in self.judge().out.splitlines() if '"HALF"' not in line]
        self.trust()
        with_it = [line for line in self.judge().out.splitlines() if '"HALF"' not in line]
        self.assertEqual(without, with_it)

    def test_a_truncated_file_that_was_trusted_does_not_end_the_program(self):  # P17
        whole = self.file.read_bytes()
        self.trust()
        lock = (self.folder / "icsrules.lock").read_text()
        head, locked = lock.split("blake2b-256:")
        for size in (0, 1, 63, 64, 100, 1000, len(whole) // 2, len(whole) - 1):
            self.put(self.file, whole[:size])
            said = self.run_program("plugin", "list", "--format", "json", status=0).json()
            found = next(item for item in said["plugins"] if item["name"] == "surreys")
            self.assertFalse(found["trusted"])
            self.write("icsrules.lock", head + found["hash"] + "\n")
            self.assert_refused("W1701", "cannot be loaded: it is ")
            self.trust(status=2)


class Verbs(Plugins):
    def test_grants_are_written_and_kept(self):
        self.trust(str(self.file), "--grant", "memory 512 MiB", "--grant", "reads tables/a b.csv", "--grant", "seconds 7")
        lock = (self.folder / "icsrules.lock").read_text()
        self.assertTrue(lock.endswith("  grant memory 512 MiB\n  grant seconds 7\n  grant reads tables/a b.csv\n"), lock)
        self.trust()
        self.assertEqual((self.folder / "icsrules.lock").read_text(), lock)
        rights = self.run_program("plugin", "list", "--format", "json").json()["plugins"][0]["rights"]
        self.assertEqual(rights, {"memory_mib": 512, "seconds": 7, "reads": ["tables/a b.csv"]})
        self.trust(str(self.file), "--grant", "none")
        self.assertNotIn("grant", (self.folder / "icsrules.lock").read_text())

    def test_a_grant_that_is_none_leaves_the_lock_alone(self):
        self.trust()
        lock = (self.folder / "icsrules.lock").read_text()
        for grant in ("network", "reads /etc/passwd", "reads ../x", "memory 1 GiB", "seconds 0", ""):
            result = self.trust(str(self.file), "--grant", grant, status=2)
            self.assertIn("E0801", result.err)
        self.assertEqual((self.folder / "icsrules.lock").read_text(), lock)

    def test_list_says_what_and_why_not(self):
        said = self.run_program("plugin", "list", status=0).out
        self.assertIn("surreys 1.0.0  not trusted: there is no icsrules.lock beside its folder", said)
        self.assertIn("attendance: share(count, count), Share of the meetings", said)
        self.trust()
        self.assertIn("surreys 1.0.0  trusted\n", self.run_program("plugin", "list", status=0).out)
        self.file.unlink()
        self.assertIn("surreys  not trusted: ", self.run_program("plugin", "list", status=0).out)

    def test_what_is_no_plugin_is_not_trusted(self):
        for name, content, why in (("text.so", b"hello\n", "no shared object"), ("empty.so", b"", "empty"),
                                   ("others.so", plugin_called("surreys"), "its record states the name 'surreys'"),
                                   ("Upper.so", plugin_called("surreys"), "not one that a plugin can have"),
                                   ("surreys.txt", plugin_called("surreys"), "not one that a plugin can have")):
            path = self.folder / "plugins" / name
            self.put(path, content)
            result = self.trust(str(path), status=2)
            self.assertIn("E0713", result.err)
            self.assertIn(why, result.err)
        self.assertFalse((self.folder / "icsrules.lock").exists())

    def test_a_file_elsewhere_is_not_trusted(self):
        self.put(self.folder / "surreys.so", plugin_called("surreys"))
        self.assertIn("no folder in which plugins are looked for", self.trust("surreys.so", status=2).err)
        self.assertIn("E0001", self.trust("plugins/missing.so", status=2).err)
        self.assertIn("E0001", self.trust("nowhere/missing.so", status=2).err)

    def test_a_project_names_its_folder(self):
        self.write("icsrules.yaml", "rules: duties.rules\ndata: data.yaml\nas at: 2024-02-01\nplugins: local/checks\n")
        (self.folder / "local/checks").mkdir(parents=True)
        shutil.move(self.file, self.folder / "local/checks/surreys.so")
        self.trust("local/checks/surreys.so")
        self.assertIn("  file local/checks/surreys.so\n", (self.folder / "icsrules.lock").read_text())
        self.run_program("compile", status=0)
        result = self.run_program("eval", "--format", "ndjson")
        self.assertEqual(self.outcomes(result)["HALF"]["outcome"], "met", str(result))
        for path in ("../x", "/x", "./x", "x/", "a//b"):
            self.write("icsrules.yaml", f"plugins: {path}\n")
            self.assertIn("E0803", self.run_program("compile", status=2).err)

    def test_many_at_once_lose_none(self):
        files = []
        for letter in "abcdefgh":
            path = self.folder / "plugins" / f"surrey{letter}.so"
            self.put(path, plugin_called(f"surrey{letter}"))
            files.append(path)
        running = [subprocess.Popen([PROGRAM, "plugin", "trust", str(path)], cwd=self.folder,
                                    stdout=subprocess.DEVNULL) for path in files]
        self.assertEqual([one.wait() for one in running], [0] * len(files))
        self.assertEqual((self.folder / "icsrules.lock").read_text().count("\nplugin "), len(files))

    def test_slips_are_refused(self):
        self.assertIn("takes a verb", self.run_program("plugin", status=2).err)
        self.assertIn("did you mean icsrules plugin trust?", self.run_program("plugin", "turst", status=2).err)
        self.run_program("plugin", "list", "more", status=2)
        self.run_program("plugin", "trust", status=2)
        self.run_program("plugin", "list", "--grant", "seconds 5", status=2)
        self.run_program("plugin", "list", "--format", "xml", status=2)


class Owners(Plugins):
    def test_p20_others_could_write_the_file(self):
        self.trust()
        self.file.chmod(0o666)
        self.assert_refused("W1711", str(self.file), "is writable by others (mode 0666)")

    def test_p20_others_could_write_a_folder_above(self):
        self.trust()
        self.folder.chmod(0o777)
        self.assert_refused("W1711", f"the folder {self.folder} is writable by others (mode 0777)")

    def test_p20_others_could_write_the_lock(self):
        self.trust()
        (self.folder / "icsrules.lock").chmod(0o666)
        self.assert_refused("W1711", "icsrules.lock is writable by others (mode 0666)")
        self.trust(status=2)

    def test_p20_set_user_id(self):
        self.trust()
        self.file.chmod(0o4755)
        self.assert_refused("W1711", "set-user-id")

    @unittest.skipUnless(os.geteuid() == 0, "only root gives files away")
    def test_p20_another_owner(self):
        self.trust()
        os.chown(self.file, 4321, 0)
        self.assert_refused("W1711", "belongs to user 4321, who is neither root nor you")


@unittest.skipUnless(os.geteuid() == 0, "this is run by an ordinary user already")
class AsOrdinaryUser(Owners):
    """The same once more, by a user who may do nothing but what is his."""

    def setUp(self):
        super().setUp()
        self.copy = self.folder / "program"
        self.copy.mkdir()
        for program in ("icsrules", "icsrules-plugin-host"):
            shutil.copy(pathlib.Path(PROGRAM).parent / program, self.copy / program)
        shutil.copytree(SOURCES / "rules", self.copy / "rules")
        for path in [self.folder, *self.folder.rglob("*")]:
            os.chown(path, NOBODY, NOBODY)

    def run_program(self, *arguments, status=None, **options):
        if not hasattr(self, "copy"):
            return super().run_program(*arguments, status=status, **options)
        return self.run_as(NOBODY, self.copy / "icsrules", *arguments, status=status)

    def run_as(self, user, program, *arguments, status=None):
        from program import Result
        done = subprocess.run([str(program), *arguments], cwd=self.folder, capture_output=True, text=True, timeout=60,
                              user=user, group=user, extra_groups=[], env={"PATH": "/usr/bin:/bin"})
        result = Result(done)
        if status is not None:
            self.assertEqual(result.status, status, str(result))
        return result

    def test_what_is_trusted_is_judged_with(self):
        self.trust()
        self.assertEqual(self.judge().status, 0)

    def test_p20_roots_own_is_let_pass(self):
        self.trust()
        os.chown(self.file, 0, 0)
        self.assertEqual(self.judge().status, 0)


class Names(Plugins):
    def test_p21_a_link_is_not_opened(self):
        self.trust()
        elsewhere = self.folder / "elsewhere.so"
        shutil.move(self.file, elsewhere)
        self.file.symlink_to(elsewhere)
        self.assert_refused("E0712", f"{self.file} is a link", status=2)
        self.assertIn("E0712", self.trust(status=2).err)

    def test_p21_a_folder_that_is_a_link_is_not_entered(self):
        self.trust()
        shutil.move(self.folder / "plugins", self.folder / "other")
        (self.folder / "plugins").symlink_to("other")
        self.assert_refused("E0712", "is a link", status=2)

    def test_p21_a_lock_that_leaves_its_folder(self):
        self.trust()
        lock = (self.folder / "icsrules.lock").read_text()
        for path in ("../surreys.so", "/surreys.so", "plugins/../surreys.so"):
            self.write("icsrules.lock", lock.replace("plugins/surreys.so", path))
            self.assert_refused("E0711", "icsrules.lock:4:8", status=2)

    def test_p21_a_lock_that_is_a_link(self):
        self.trust()
        (self.folder / "icsrules.lock").rename(self.folder / "lock")
        (self.folder / "icsrules.lock").symlink_to("lock")
        self.assert_refused("E0712", "icsrules.lock is a link", status=2)

    def test_p21_names_are_shown_escaped(self):
        path = self.folder / "plugins" / "a\nb%s\x1b.so"
        self.put(path, plugin_called("surreys"))
        said = self.run_program("plugin", "list", status=0).out
        self.assertNotIn("\x1b", said)
        self.assertNotIn("a\nb", said)
        self.assertNotIn("\x1b", self.trust(str(path), status=2).err)
        told = self.run_program("plugin", "list", "--format", "json").json()["plugins"]
        self.assertEqual(len([plugin for plugin in told if plugin["file"].startswith(str(self.folder))]), 2)

    def test_p22_nothing_is_taken_from_the_environment_or_the_current_folder(self):
        self.trust()
        here = self.folder / "here"
        here.mkdir()
        self.put(here / "surreys.so", b"not this one")
        environment = {"LD_LIBRARY_PATH": str(here), "ICSRULES_PLUGINS": str(here), "HOME": str(here), "PWD": str(here)}
        done = subprocess.run([PROGRAM, "eval", "../duties.icsb", "../data.yaml", "--as-at", "2024-02-01"], cwd=here,
                              capture_output=True, text=True, timeout=60, env={**os.environ, **environment})
        self.assertEqual(done.returncode, 0, done.stderr)
        self.file.unlink()
        done = subprocess.run([PROGRAM, "eval", "../duties.icsb", "../data.yaml", "--as-at", "2024-02-01"], cwd=here,
                              capture_output=True, text=True, timeout=60, env={**os.environ, **environment})
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("plugin surreys is not installed", done.stderr)
        self.assertNotIn(str(here), done.stderr)


class Several(Plugins):
    def test_p23_two_of_one_name_are_not_chosen_from(self):
        own = self.folder / "plugins" / "frimley.so"
        self.put(own, PLUGIN.read_bytes())
        self.trust(str(own))
        self.write("duties.rules", RULES.replace("share version", "frimley version").replace("share.att", "frimley.att"))
        self.run_program("compile", "duties.rules", "-o", "duties.icsb", status=0)
        self.assert_refused("E0710", str(own), str(PLUGIN), status=2)
        self.assertIn("there are two of that name", self.run_program("plugin", "list", status=0).out)

    def test_p23_two_versions_each_call_their_own(self):
        second = self.folder / "plugins" / "surreys.2.so"
        self.put(second, plugin_called("surreys").replace(b"1.0.0\0", b"2.0.0\0"))
        self.trust(str(self.file), str(second))
        self.write("duties.rules", """use ics

plugin surreys version 1
  function attendance (attended: number, held: number) gives share

rule ONE "By the first"
  each attendance of each member of ICP should have surreys.attendance(meetings attended, meetings held) at least 75%
""")
        self.write("second.rules", (self.folder / "duties.rules").read_text()
                   .replace("version 1", "version 2").replace("ONE", "TWO"))
        for rules in ("duties", "second"):
            self.run_program("compile", f"{rules}.rules", "-o", f"{rules}.icsb", status=0)
            result = self.run_program("eval", f"{rules}.icsb", "data.yaml", "--as-at", "2024-02-01")
            self.assertEqual(result.status, 0, str(result))

    def test_p23_two_that_export_the_same_each_call_their_own(self):
        other = self.folder / "plugins" / "norfolk.so"
        self.put(other, plugin_called("norfolk"))
        self.trust(str(self.file), str(other))
        self.write("duties.rules", (self.folder / "duties.rules").read_text() + """
plugin norfolk version 1
  function attendance (attended: number, held: number) gives share

rule OTHER "By the other"
  each attendance of each member of ICP should have norfolk.attendance(meetings attended, meetings held) at least 80%
""")
        self.run_program("compile", "duties.rules", "-o", "duties.icsb", status=0)
        lines = self.outcomes(self.judge())
        self.assertEqual((lines["HALF"]["outcome"], lines["OTHER"]["outcome"]), ("met", "departed"))

    def test_p25_a_thousand_plugins(self):
        for number in range(1000):
            (self.folder / "plugins" / f"p{number}.so").touch()
        result = self.run_program("plugin", "list", status=2)
        self.assertIn("more than 64 plugins, the limit PLUGINS", result.err)
        functions = "  function f (a: number) gives number\n"
        self.write("many.rules", "use ics\n" + "".join(f"plugin p{n} version 1\n{functions}" for n in range(1000)))
        result = self.run_program("compile", "many.rules", "-o", "many.icsb", status=2)
        self.assertIn("E0005: these are more plugins than the limit PLUGINS, 64", result.err)

    def test_p25_ten_thousand_functions_and_a_name_of_a_megabyte(self):
        functions = "".join(f"  function f{n} (a: number) gives number\n" for n in range(10000))
        self.write("many.rules", f"use ics\nplugin many version 1\n{functions}")
        result = self.run_program("compile", "many.rules", "-o", "many.icsb", status=2)
        self.assertIn("has 10000 functions; the limit PLUGIN_FUNCTIONS is 256", result.err)
        self.write("many.rules", f"use ics\nplugin {'p' * (1 << 20)} version 1\n  function f (a: number) gives number\n")
        result = self.run_program("compile", "many.rules", "-o", "many.icsb", status=2)
        self.assertIn("limit NAME_BYTES", result.err)


if __name__ == "__main__":
    unittest.main()
