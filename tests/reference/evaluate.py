"""python3 evaluate.py TREE.json DESCRIPTION.json AS-AT: outcomes as NDJSON on standard output."""

import json
import sys

from facts import Facts
from run import judge_all
from syntax import read_tree
from vocabulary import Vocabulary


def evaluate(tree_text, description_text, as_at):
    vocabulary = Vocabulary(read_tree(tree_text))
    return judge_all(Facts(vocabulary, description_text), as_at)


def main(arguments):
    if len(arguments) != 3:
        sys.exit(__doc__)
    texts = []
    for name in arguments[:2]:
        with open(name, encoding="utf-8") as file:
            texts.append(file.read())
    for outcome in evaluate(*texts, arguments[2]):
        print(json.dumps(outcome, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
