"""The tutorial, typed as it stands: its files are written, its commands run, and what it prints is what they print.

    test_tutorial.py ICSRULES PAGE [--write]

With --write the output under each command is brought up to date; without it a difference is a failure.
"""

import difflib
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

BLOCK = re.compile(r"^```(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.M | re.S)


def typed(program, folder, text):
    """The console block with what each command prints now: both streams, and the exit status where it is not 0."""
    shown = []
    for line in text.splitlines():
        if not line.startswith("$ "):
            continue
        words = shlex.split(line[2:])
        if words[0] != "icsrules":
            raise SystemExit(f"the tutorial runs icsrules alone, not {words[0]}")
        done = subprocess.run([program, *words[1:]], cwd=folder, capture_output=True, text=True, timeout=60)
        shown.append(line + "\n" + re.sub(r"digest [0-9a-f]+", "digest …", done.stdout + done.stderr))
    return "".join(shown)


def main(arguments):
    program, page = str(Path(arguments[0]).resolve()), Path(arguments[1])
    before = page.read_text()
    with tempfile.TemporaryDirectory() as folder:

        def renew(block):
            info = block["info"].split()
            if len(info) == 2:
                (Path(folder) / info[1]).write_text(block["text"])
            if info[:1] != ["console"]:
                return block[0]
            return f"```console\n{typed(program, folder, block['text'])}```"

        after = BLOCK.sub(renew, before)
    if "--write" in arguments:
        page.write_text(after)
    elif after != before:
        print("".join(difflib.unified_diff(before.splitlines(True), after.splitlines(True), "tutorial", "now")))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
