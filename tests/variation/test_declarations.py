"""What a variation declares beside its texts changes no outcome of the national rules, or is refused.

    test_declarations.py PROGRAM

Each declaration stands in a local file beside the national pack; the outcomes of the national rules, for bodies in the
variation and outside, have to be those of the pack alone.
"""

import json
import os
import re
import subprocess
import sys
import tempfile

NATIONAL = """## National rules, which find much without naming it.
model area

entity area
  code : text, unique
  board : one board
  trust : one trust
  district : list of district

entity board
  code : text, unique
  posts : list of post
  population : number

entity trust
  code : text, unique
  small : yes/no

entity district
  code : text, unique
  posts : list of post

entity post
  title : text
  holder : text

entity council
  code : text, unique
  assessments : list of assessment
  club : one club

entity club
  code : text, unique
  assessments : list of assessment

entity assessment
  published : event date
  kind : paper kind
  quality : number

enum paper kind is needs assessment, plan

verb council publish (k: paper kind)
  means some of its assessments where kind is k has published
  happens on published

verb club publish (k: paper kind)
  means some of its assessments where kind is k has published
  happens on published

let well staffed is population of board is at least 10

define worn thing means assessment where quality is less than 3

source ACT "The Area Act"
  kind Act

reading "many" of ACT section 9
  enough is 5

rule DISTRICTS "Each district has posts"
  cites ACT section 1
  in force from 2020-01-01
  each district must have posts

rule POSTS "Each post is held"
  cites ACT section 2
  in force from 2020-01-01
  each post must have holder

rule BOARD "The board of an area has posts"
  cites ACT section 3
  in force from 2020-01-01
  applies to each area
  board must have posts

rule TRUST "The trust of an area is small"
  cites ACT section 4
  in force from 2020-01-01
  applies to each area
  trust must ensure that small is yes

rule ASSESS "An assessment is published"
  cites ACT section 8
  in force from 2020-01-01
  council must publish needs assessment by 2024-01-31

rule ENOUGH "Enough assessments"
  cites ACT section 9
  in force from 2020-01-01
  council must ensure that number of its assessments is at least enough

rule STAFFED "Boards are well staffed"
  cites ACT section 10
  in force from 2020-01-01
  each board must ensure that well staffed is yes

rule WORN "What is worn is published"
  cites ACT section 13
  in force from 2020-01-01
  each worn thing must have published

rule CLUBS "Clubs of councils"
  cites ACT section 12
  in force from 2020-01-01
  applies to each council
  club must publish needs assessment
  no period stated
"""

LOCAL = """use area

source MINUTES "Minutes of the area"
  kind resolution

variation NORTH of area for council with code "N"
  made by "North council"
  cites MINUTES para 4
  in force from 2022-01-01 to 2025-12-31

  rule NORTH-ASSESS "More assessments"
    council must have at least 2 assessments

"""

DATA = {
    "area": [
        {"code": "A", "trust": {"code": "T1", "small": True}, "district": [{"code": "D1", "posts": []}, {"code": "D2"}],
         "board": {"code": "B1", "posts": [{"title": "a"}, {"title": "b", "holder": None}, {"holder": "x"}], "population": 5}},
        {"code": "S", "board": {"code": "B2"}, "trust": {"code": "T2"}}, {"code": "U"}],
    "council": [
        {"code": "N", "club": {"code": "K", "assessments": [{"published": "2024-01-02", "kind": "needs assessment"}]},
         "assessments": [{"published": None, "kind": "plan", "quality": 2}]},
        {"code": "C"}, {"code": "E", "assessments": []}],
}

CHANGES_NOTHING = """
define staffed board means board where population is at least 1
define worn thing means assessment where quality is less than 1
define trust where small is yes counts as trust
verb council publish (k: paper kind)\n  means club has code
verb council publish post\n  means club has code
verb board keep\n  means it has code
let well staffed is population of board is at least 1
let enough is 1
term well staffed
role holder
function needs assessment of council is exercised by club under MINUTES page 1 from 2020-01-01
enum kind of post is clerk, chair
entity council\n  spare : list of assessment
entity council\n  district : list of district
entity council\n  second club : one club
entity club\n  council : one council
entity area\n  second trust : one trust
entity area\n  trusts : list of trust
entity assessment\n  opened : event date
entity local board is a board\n  quality : number
entity local council is a council\n  district : list of district
entity paper\n  published : event date
""".strip().replace("\\n", "\n")

IN_PLACE = """  replace rule ASSESS "An assessment, earlier"
    council must publish needs assessment by 2023-12-31

"""

REFUSED = {
    # an earlier text is stricter, but not where it counts what another did
    "E0250": [IN_PLACE + "function needs assessment of council is exercised by club under MINUTES page 1 from 2020-01-01",
              IN_PLACE + "verb council publish (k: paper kind)\n  means club has code"],
    "E0291": ["define post includes assessment", "define board includes council", "define trust includes club",
              "entity council is a club", "entity club is a council",
              "reading \"few\" of ACT section 9\n  enough is 0", "reading \"many\" of ACT section 9\n  enough is 0"],
    "E0290": ["entity council\n  ended : event date", "entity trust\n  successors : list of trust"],
    "E0244": ["reading \"few\" of ACT section 11\n  enough is 0"],
    "E0103": ["source ACT \"The Area Act\"\n  kind guidance", "entity council\n  code : text, personal"],
}


class Folder:
    def __init__(self, program, path):
        self.program, self.path = os.path.abspath(program), path
        os.makedirs(os.path.join(path, "rules", "area"))
        self.write("icsrules.yaml", "name: local\nuse: area\nrules: [rules]\n")
        self.write("rules/area/area.rules", NATIONAL)
        self.write("data.json", json.dumps(DATA))

    def write(self, name, text):
        with open(os.path.join(self.path, name), "w", encoding="utf-8") as file:
            file.write(text)

    def run(self, *arguments):
        return subprocess.run([self.program, *arguments], cwd=self.path, capture_output=True, text=True, check=False)

    def outcomes(self, declaration):
        """The national outcomes beside a declaration (None: without a variation), or the codes of what is refused."""
        files = ["rules/area/area.rules"]
        if declaration is not None:
            self.write("rules/north.rules", LOCAL + declaration + "\n")
            files = []
        done = self.run("compile", *files, "-o", "case.icsb")
        if done.returncode:
            return re.findall(r"error (E\d+)", done.stderr) or [done.stderr]
        out = self.run("eval", "case.icsb", "data.json", "--as-at", "2024-06-15", "--format", "ndjson").stdout
        lines = [json.loads(line) for line in out.splitlines()]
        return {(o["rule"], o["subject"]["path"]): (o["outcome"], o["details"]) for o in lines if "NORTH" not in o["rule"]}


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as path:
        folder = Folder(sys.argv[1], path)
        national = folder.outcomes(None)
        if not isinstance(national, dict) or len(national) < 20:
            sys.exit(f"the national pack: {national}")
        declarations = re.split(r"\n(?! )", CHANGES_NOTHING)
        for declaration in ["", *declarations]:
            found = folder.outcomes(declaration)
            if found != national:
                failed += 1
                print(f"{declaration!r}: {sorted(set(map(str, found.items())) ^ set(map(str, national.items()))) if isinstance(found, dict) else found}")
        for code, refused in REFUSED.items():
            for declaration in refused:
                found = folder.outcomes(declaration)
                if not isinstance(found, list) or found[0] != code:
                    failed += 1
                    print(f"{declaration!r}: expected {code}, found {found}")
    print(f"{len(declarations)} declarations, {sum(map(len, REFUSED.values()))} that are refused: {failed} not so")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
