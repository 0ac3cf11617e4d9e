"""Generated rules: laying them out changes neither tree nor code, however they were written."""

import random
import sys
import unittest

from layouts import SOURCES, WORD, Case

sys.path.insert(0, str(SOURCES / "tests/reference"))
from trial_rules import Sentences  # noqa: E402

SEEDS, RULES = 6, 60


def on_one_line(text):
    """Each declaration of a rule on a line of its own, as long as it may be: the layout has to part it."""
    out = []
    for line in text.splitlines():
        goes_on = line.startswith(" ") and out and out[-1].startswith("rule ")
        if goes_on:
            out[-1] += " " + line.strip()
        else:
            out.append(line)
    return "\n".join(out) + "\n"


def broken(text, seed):
    """Each rule with its lines ended between words, as few to a line as chance has it, and comments there."""
    chance = random.Random(seed)
    out = []
    for line in on_one_line(text).splitlines():
        if not line.startswith("rule "):
            out.append(line)
            continue
        words = WORD.findall(line)
        text = words[0]
        for word in words[1:]:
            text += chance.choice((" ", " ", " ", " ", "\n        ", " # why\n      ")) + word
        out.append(text)
    return "\n".join(out) + "\n"


class Generated(Case):
    def test_code_stays(self):
        for seed in range(1, SEEDS + 1):
            text = "\n".join(Sentences(seed).file(RULES))
            for name, form in (("as it is", text), ("on one line", on_one_line(text)), ("broken", broken(text, seed))):
                with self.subTest(seed=seed, form=name):
                    path = self.write(f"{seed}.rules", form)
                    if name == "broken" and self.trees([path]) is None:
                        continue  # a line that begins like a declaration
                    self.assert_same_after([path])


if __name__ == "__main__":
    unittest.main()
