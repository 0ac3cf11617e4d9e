#!/usr/bin/env python3
"""A table, of records or rows, that is judged in parts, by however many threads, is reported like the same table read whole.

test_stream.py ICSRULES

Whole: with the option for tests that sets the size of batches, which keeps the program from judging in parts.
"""
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

PROGRAM = sys.argv.pop() if len(sys.argv) > 1 else os.environ["ICSRULES"]
RULES = """model parts

entity site
  code       : text, unique
  name       : text
  visitors   : people
  opened     : date
  rooms      : list of room

entity room
  name       : text
  seats      : number
  uses       : set of use

enum use is talk, show, meal

source S "Rules of the house"
  kind agreement

rule SEATS "Every room has seats"
  cites S "1"
  site must have no rooms where seats is less than 2

rule VISITORS "Visitors come"
  cites S "2"
  site must ensure that visitors of it is at least 100

rule OPEN "It is open"
  cites S "3"
  applies to each site where it has opened
  site must ensure that opened of it is on or before 2020-06-01
"""
PART = 1 << 20


def site(number, chance, **odd):
    """One record as a line; about one in nine is at odds with a rule."""
    record = {"code": f'"S{number}"', "name": f'"Site {number} of the county, with a name to fill the line"'}
    record["visitors"] = chance.choice(["100", "250", "3", "null"]) if chance.random() < 0.2 else "500"
    record["opened"] = chance.choice(['"2019-05-01"', '"2020-05-31"', '"2021-01-01"', "null"])
    rooms = [f'{{"name":"R{i}","seats":{chance.choice([2, 10, 40])},"uses":["talk","meal"]}}' for i in range(chance.randrange(4))]
    record["rooms"] = "[" + ",".join(rooms) + "]"
    record.update(odd)
    return "{" + ",".join(f'"{key}":{value}' for key, value in record.items() if value is not None) + "}\n"


class Judged(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.at = pathlib.Path(cls.folder.name)
        (cls.at / "parts.rules").write_text(RULES)
        (cls.at / "children.rules").write_text(RULES.replace("entity site\n", "entity site, special category\n"))
        for pack in ("parts", "children"):
            cls.run_program("compile", f"{pack}.rules", "-o", f"{pack}.icsb", statuses=(0,))

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    @classmethod
    def run_program(cls, *arguments, statuses=(0, 1, 2, 5), **how):
        done = subprocess.run([PROGRAM, *arguments], cwd=cls.at, capture_output=True, timeout=300, **how)
        assert done.returncode in statuses, (arguments, done.returncode, done.stderr[-2000:])
        return done.returncode, done.stdout, done.stderr

    def check_alike(self, table, *more, pack="parts.icsb", statuses=(1,)):
        arguments = ("eval", pack, "--as-at", "2024-01-01", "--table", table, *more)
        whole = self.run_program(*arguments, "--batch-lanes", "2048", statuses=statuses)
        for jobs in ("1", "3"):
            parts = self.run_program(*arguments, "--jobs", jobs, statuses=statuses)
            self.assertEqual(whole, parts)
        return whole

    def memory(self, command):
        """What a command for the shell used at most, in KiB, or 0 where sanitizers use more."""
        done = subprocess.run(["sh", "-c", f"{command} --stats=json; exit $?"], cwd=self.at, capture_output=True, timeout=300)
        self.assertEqual(done.returncode, 1)
        used = json.loads(done.stderr.splitlines()[-1])["peak_rss_kib"]
        return 0 if os.environ.get("ICS_TEST_SANITIZED") else used


class Parts(Judged):
    def lines(self, count, **changes):
        """Sites by number; changes: what another site is at a number, or a line."""
        chance = random.Random(count)
        made = [site(i, chance) for i in range(count)]
        for number, line in changes.get("instead", {}).items():
            made[number] = line
        (self.at / "data.ndjson").write_text("".join(made))
        self.assertGreater((self.at / "data.ndjson").stat().st_size, 2 * PART)

    def check(self, *more, **how):
        return self.check_alike("site=data.ndjson", *more, **how)

    def pipe(self, statuses):
        with open(self.at / "data.ndjson", "rb") as data, subprocess.Popen(["cat"], stdin=data, stdout=subprocess.PIPE) as cat:
            return self.run_program("eval", "parts.icsb", "--as-at", "2024-01-01", "--table", "site=-", "--input-format",
                                    "ndjson", stdin=cat.stdout, statuses=statuses)

    def redirected(self, statuses):
        with open(self.at / "data.ndjson", "rb") as data:
            return self.run_program("eval", "parts.icsb", "--as-at", "2024-01-01", "--table", "site=-", "--input-format",
                                    "ndjson", stdin=data, statuses=statuses)

    def test_standard_input_that_is_a_file_is_read_once(self):
        """What was read of it does not come again: it was judged from the middle on, or found empty."""
        self.lines(13000, instead={0: site(0, random.Random(0), colr="1")})
        self.assertEqual(self.check()[1], self.redirected((1,))[1])
        (self.at / "data.ndjson").write_text("".join(site(i, random.Random(i)) for i in range(3)))
        self.assertIn(b"outcomes", self.redirected((0, 1, 5))[1])

    def test_breaches(self):
        self.lines(13000)
        _, out, _ = self.check()
        self.assertIn(b"more\n", out)
        self.assertEqual(out, self.pipe((1,))[1])

    def test_all_is_well(self):
        chance = random.Random(1)
        good = [site(i, chance, visitors="500", opened="null") for i in range(13000)]
        (self.at / "data.ndjson").write_text("".join(good))
        self.check(statuses=(0,))

    def test_places_of_few_breaches(self):
        chance = random.Random(2)
        made = [site(i, chance, visitors="500", opened="null") for i in range(14000)]
        for number in (0, 1, 7000, 13998, 13999):
            made[number] = site(number, chance, visitors="7", code=None, name=None, opened="null")
        made[-1] = made[-1].rstrip("\n")
        (self.at / "data.ndjson").write_text("".join(made))
        _, out, _ = self.check()
        self.assertIn(b"is 7, line 7001;", out)
        self.assertIn(b"site#14000", out)

    def test_mistake_far_on(self):
        self.lines(13000, instead={11654: '{"code":"S11654","visitors":"many"}\n'})
        _, _, err = self.check(statuses=(2,))
        self.assertIn(b"data.ndjson:11655:29", err)
        self.assertIn(b":11655:29", self.pipe((2,))[2])

    def test_malformed_far_on(self):
        self.lines(13000, instead={11654: '{"code":"S11654","visitors":}\n'})
        _, _, err = self.check(statuses=(2,))
        self.assertIn(b"data.ndjson:11655:", err)

    def test_unknown_keys(self):
        self.lines(13000, instead={n: f'{{"code":"S{n}","colour":"red"}}\n' for n in range(0, 13000, 37)})
        _, _, err = self.check()
        self.assertIn(b"351 more places", err)
        self.assertIn(b"not told", self.pipe((1,))[2])

    def test_told_twice(self):
        self.lines(13000, instead={12900: '{"code":"S12","visitors":7}\n'})
        self.check()
        self.assertIn(b"E0605", self.pipe((2,))[2])

    def test_told_twice_side_by_side(self):
        self.lines(13000, instead={13: '{"code":"S12","visitors":7}\n'})
        self.check()
        self.assertIn(b"E0605", self.pipe((2,))[2])

    def test_wrapped_and_dated(self):
        self.lines(13000, instead={n: f'{{"code":"S{n}","visitors":[{{"value":3,"to":"2023-01-01"}},'
                                      f'{{"value":900,"from":"2023-01-02","source":"count"}}],"rooms":{{"partial":[]}}}}\n'
                                   for n in range(0, 13000, 3)})
        self.check()

    def test_empty_lines_and_mark(self):
        self.lines(13000, instead={0: "\ufeff" + '{"code":"S0","visitors":1}\n', 1: "\n", 2: "  \r\n", 7000: "\n\n"})
        self.check()

    def test_other_bytes(self):
        self.lines(13000)
        data = (self.at / "data.ndjson").read_bytes()
        (self.at / "data.ndjson").write_bytes(data[:-5000] + b"\xff" + data[-5000:])
        self.check(statuses=(2,))

    def test_one_long_line(self):
        rooms = ",".join('{"name":"room","seats":%d}' % (i % 50 + 2) for i in range(60000))
        self.lines(13000, instead={9: f'{{"code":"S9","visitors":1,"rooms":[{rooms}]}}\n'})
        self.check()

    def test_limit_of_memory(self):
        """From a pipe, memory does not grow with what comes through it."""
        chance = random.Random(5)
        made = "".join(site(i, chance) for i in range(130000))
        (self.at / "data.ndjson").write_text(made)
        used = self.memory(f"cat data.ndjson | '{PROGRAM}' eval parts.icsb --table site=- --input-format ndjson")
        self.assertLess(used, 32 * 1024)

    def test_children_shown_one_by_one(self):
        """Of a special category nothing can be counted before all is seen, but with --records nothing is withheld."""
        self.lines(13000)
        _, out, _ = self.check("--records", pack="children.icsb")
        self.assertIn(b"site S", out)
        _, out, _ = self.check(pack="children.icsb")
        self.assertNotIn(b"site S", out)


def text_cell(chance):
    """A name, often in quotes, with separators, quotes and ends of lines in it; long, so that few rows fill a part."""
    text = chance.choice(["Site of the county", '"A, B"', '"the ""old"" house"', '"two\nlines"', '"a\r\nb, ""c\n"', "", '""'])
    more = " with a name to fill the row" * 4
    return text[:-1] + more + '"' if len(text) > 2 and text[0] == '"' else text + more if text and text != '""' else text


class Tables(Judged):
    """The same of rows: a part ends where a row does, and each begins with the headings."""

    def rows(self, count, head="code,name,visitors,opened\n", end="\n", **changes):
        chance = random.Random(count)
        made = [head.replace("\n", end)]
        for i in range(count):
            visitors = chance.choice(["100", "250", "3", ""]) if chance.random() < 0.05 else '"500"'
            opened = chance.choice(["2019-05-01", "2021-01-01", ""])
            made.append(f"S{i},{text_cell(chance)},{visitors},{opened}{',' * changes.get('more', 0)}{end}")
        for number, row in changes.get("instead", {}).items():
            made[number] = row
        (self.at / "data.csv").write_text("".join(made), newline="")
        self.assertGreater((self.at / "data.csv").stat().st_size, 2 * PART)

    def check(self, *more, **how):
        return self.check_alike("site=data.csv", *more, **how)

    def pipe_rows(self, statuses):
        command = f"cat data.csv | '{PROGRAM}' eval parts.icsb --as-at 2024-01-01 --table site=- --input-format csv; exit $?"
        done = subprocess.run(["sh", "-c", command], cwd=self.at, capture_output=True, timeout=300)
        self.assertIn(done.returncode, statuses, done.stderr[-2000:])
        return done.returncode, done.stdout, done.stderr

    def test_rows(self):
        self.rows(30000)
        _, out, _ = self.check()
        self.assertIn(b"more\n", out)
        self.assertEqual(out.replace(b"data.csv", b"-"), self.pipe_rows((1,))[1].replace(b"data.csv", b"-"))

    def test_other_ends_of_lines(self):
        for end in ("\r\n", "\r"):
            self.rows(30000, end=end)
            self.check()

    def test_headings_after_empty_lines(self):
        self.rows(30000, head="\ufeff\n\ncode,\"visitors\",\"name\",opened\n".replace('"visitors","name"', '"name",visitors'),
                  instead={3: "\n\n", 7: "\n", 20000: "\n\n\n"})
        self.check()

    def test_places_of_rows(self):
        chance = random.Random(3)
        made = ["code,name,visitors\n"] + [f"S{i},{text_cell(chance) or 'x'},500\n" for i in range(50000)]
        for number in (1, 2, 30000, 49999, 50000):
            made[number] = f",{text_cell(chance)},7\n"
        made[-1] = made[-1].rstrip("\n")
        (self.at / "data.csv").write_text("".join(made), newline="")
        _, out, _ = self.check()
        self.assertIn(b"row 30001", out)
        self.assertIn(b"row 50001", out)
        self.assertIn(b"row 50001", self.pipe_rows((1,))[1])

    def test_mistakes_in_rows(self):
        for row in ("S7,x,many,\n", "S7,x\n", 'S7,a "b" c,3,\n', 'S7,"never closed,3,\n', "S8,x,3,\nS8,y,4,\n",
                    "S12,y,4,\n", "S7,caf\udce9,3,\n"):
            self.rows(30000)
            data = (self.at / "data.csv").read_bytes().split(b"\n")
            at = next(i for i in range(20000, len(data)) if b"".join(data[:i]).count(b'"') % 2 == 0)
            data.insert(at, row.rstrip("\n").encode("utf-8", "surrogateescape"))
            (self.at / "data.csv").write_bytes(b"\n".join(data))
            self.check(statuses=(1, 2))
            self.pipe_rows((1, 2))

    def test_headings_that_nothing_knows(self):
        self.rows(30000, head="code,name,visitors,opened,colour\n", more=1)
        _, _, err = self.check()
        self.assertIn(b"colour", err)

    def test_a_project_of_one_table(self):
        self.rows(30000)
        folder = self.at / "project"
        folder.mkdir(exist_ok=True)
        (folder / "icsrules.yaml").write_text("tables:\n  - entity: site\n    file: sites.csv\n"
                                              "    columns: {code: code, guests: visitors}\n    codes: {'3': unknown}\n")
        data = (self.at / "data.csv").read_bytes().replace(b"visitors", b"guests", 1)
        (folder / "sites.csv").write_bytes(data)
        arguments = [PROGRAM, "eval", "../parts.icsb", "--as-at", "2024-01-01"]
        made = [subprocess.run([*arguments, *more], cwd=folder, capture_output=True, timeout=300)
                for more in (["--batch-lanes", "2048"], ["--jobs", "1"], ["--jobs", "2"])]
        self.assertEqual(made[0].returncode, 5, made[0].stderr)
        for other in made[1:]:
            self.assertEqual((made[0].stdout, made[0].stderr), (other.stdout, other.stderr))

    def test_limit_of_memory_of_rows(self):
        """Memory does not grow with the rows."""
        self.rows(150000)
        used = self.memory(f"'{PROGRAM}' eval parts.icsb --as-at 2024-01-01 --table site=data.csv")
        self.assertLess(used, 32 * 1024)


if __name__ == "__main__":
    unittest.main()
