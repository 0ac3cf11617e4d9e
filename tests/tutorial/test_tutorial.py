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


def steady(text, root):
    """What differs from run to run and from place to place is not shown."""
    text = re.sub(r"digest [0-9a-f]+", "digest …", text)
    text = re.sub(r"blake2b-256:[0-9a-f]{64}", "blake2b-256:…", re.sub(r"linux-(x86_64|aarch64)", "linux-…", text))
    return text.replace(str(Path(root).resolve()), "…").replace(str(root), "…")


def typed(program, place, text):
    """The console block with what each command prints now: both streams. Of cmake nothing is shown."""
    shown = []
    for line in text.splitlines():
        if not line.startswith("$ "):
            continue
        words = shlex.split(line[2:])
        if words[0] == "cd":
            place["folder"] = place["folder"] / words[1]
            shown.append(line + "\n")
            continue
        if words[0] not in ("icsrules", "cmake"):
            raise SystemExit(f"the tutorial runs icsrules and cmake alone, not {words[0]}")
        done = subprocess.run([program if words[0] == "icsrules" else words[0], *words[1:]], cwd=place["folder"],
                              capture_output=True, text=True, timeout=60)
        if words[0] == "cmake" and done.returncode != 0:
            raise SystemExit(done.stdout + done.stderr)
        shown.append(line + "\n" + ("" if words[0] == "cmake" else steady(done.stdout + done.stderr, place["root"])))
    return "".join(shown)


def main(arguments):
    program, page = str(Path(arguments[0]).resolve()), Path(arguments[1])
    before = page.read_text()
    with tempfile.TemporaryDirectory() as folder:
        place = {"root": folder, "folder": Path(folder)}

        def renew(block):
            info = block["info"].split()
            if len(info) == 2:
                (place["folder"] / info[1]).write_text(block["text"])
            if info[:1] != ["console"]:
                return block[0]
            return f"```console\n{typed(program, place, block['text'])}```"

        after = BLOCK.sub(renew, before)
    if "--write" in arguments:
        page.write_text(after)
    elif after != before:
        print("".join(difflib.unified_diff(before.splitlines(True), after.splitlines(True), "tutorial", "now")))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
