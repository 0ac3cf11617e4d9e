"""The syntax tree as `icsrules check --ast json` prints it."""

import json
from fractions import Fraction

from days import days_of


class Node:
    """A node of the tree: what src/syntax/nodes.def lists, by the same names."""

    variation = None  # whose own it is, where it is a rule or a text of one

    def __init__(self, data):
        self.kind = data["node"]
        self.text, self.word = data.get("text"), data.get("word")
        self.number = Fraction(str(data["number"])) if "number" in data else None
        self.negated = bool(data.get("negated"))
        self.days, self.line = None, data.get("span", {}).get("line")
        if "first_day" in data:
            self.days = days_of(data["first_day"])[0], days_of(data["last_day"])[1]
        items = data.get("items", [])
        self.items = [Node(child) if child else None for child in items] if isinstance(items, list) else []
        self.slots = {name: Node(child) for name, child in data.items()
                      if isinstance(child, dict) and "node" in child}

    def __getitem__(self, slot):
        return self.slots.get(slot)

    def list(self, slot):
        node = self.slots.get(slot)
        return node.items if node else []

    def walk(self):
        yield self
        for child in list(self.slots.values()) + self.items:
            if child:
                yield from child.walk()

    def __repr__(self):
        return f"{self.kind}({self.text or self.word or ''})"


def read_tree(text):
    data = json.loads(text)
    if data.get("format") != "icsrules-ast/1":
        raise ValueError(f"not a syntax tree of format icsrules-ast/1: {data.get('format')!r}")
    return [Node(file["tree"]) for file in data["files"]]
