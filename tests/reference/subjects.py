"""Whose outcomes a rule gives: rows, with the second of a pair, and owners of lists that leave a gap."""

import definitions
from conditions import overlap
from paths import holder_of, read
from scope import Frame, Scope, Unsupported
import values
from values import all_of


def noun_of(node):
    """The path and the `where` of a subject."""
    return (node["path"], node["where"]) if node.kind == "noun" else (node, None)


def subject_of(row):
    return {"type": row.entity.name, "code": row.code, "path": row.path}


class Subjects:
    """Whose outcomes a rule gives: rows (with the second of a pair), and owners of lists that leave a gap."""

    def __init__(self, run, node):
        self.run, self.facts, self.vocabulary, self.day = run, run.facts, run.vocabulary, run.day
        self.path, self.where = noun_of(node)
        self.gaps, self.pairs, self.beyond = [], [], []
        steps = self.path.items
        each = [i for i, s in enumerate(steps) if s.word == "each" or s.kind == "pair"]
        first = each[0] if each else len(steps) - 1
        self.beyond = steps[:first]
        self.chain = steps[first:]
        self.term, self.name = steps[first].text, steps[first]["name"].text if steps[first]["name"] else None
        self.entity = self._entity_of_chain(steps[first:])
        if steps[first].kind == "pair":
            chain = steps[first:]
            self._pairs(steps[first], self._reached(chain) if len(chain) > 1 else self.facts.of_kind(self.entity))
        elif each:
            self.pairs = [(row, None) for row in self._reached(steps[first:])]
        else:
            self.pairs = [(row, None) for row in self.facts.of_kind(self.entity)]
        self._add_defined()
        self.pairs = [pair for pair in self.pairs if all(r is None or r.is_held_on(self.day) is not False for r in pair)]
        self.gaps = [gap for gap in self.gaps if gap[0].is_held_on(self.day) is not False]

    def _add_defined(self):
        """Rows of another kind that a definition counts among these."""
        known = {row for row, _ in self.pairs}
        for row in definitions.rows_of(self.run, self.term):
            if row not in known and not self.vocabulary.is_a(row.entity, self.entity):
                self.pairs.append((row, None))

    def enclosing(self, row):
        """The named records whose lists a row is in, outermost first: `each school S of each parish P`."""
        frames, held = [], row
        for inner, outer in zip(self.chain, self.chain[1:]):
            owner = self._entity_of_chain(self.chain[self.chain.index(outer):])
            holder = holder_of(Scope(self.run, self.day), Frame(held.entity, values.name(held)),
                               [self._list_of(owner, inner.text)]) if held else values.UNKNOWN
            if outer["name"]:
                frames.insert(0, Frame(owner, holder, outer["name"].text))
            held = holder.value
        return frames

    def top_of(self, row):
        """What has a row, or an owner in between, in the end: the last of `each visit of each member of forum`."""
        scope, frame = Scope(self.run, self.day), Frame(row.entity, values.name(row))
        for index, step in enumerate(self.chain[:-1]):
            if self.vocabulary.is_a(frame.entity, self._entity_of_chain(self.chain[index:])):
                owner = self._entity_of_chain(self.chain[index + 1:])
                frame = Frame(owner, holder_of(scope, frame, [self._list_of(owner, step.text)]))
        return frame

    def membership(self, row, scope):
        """Whether a row is there, and what the subject names: always, where no definition speaks of it."""
        held = row.is_held_on(self.day)
        if not self.vocabulary.definitions_of(self.term):
            return held
        return all_of([held, definitions.membership(scope, row, self.term)])

    def _entity_of_chain(self, steps):
        if len(steps) > 1:
            attribute = self._list_of(self._entity_of_chain(steps[1:]), steps[0].text)
            return self.vocabulary.entity(steps[0].text) or attribute.type.target
        entity = self.vocabulary.entity(steps[0].text) or definitions.base_of(self.vocabulary, steps[0].text)
        if entity is None:
            raise Unsupported(f"{steps[0].text!r} is no entity")
        return entity

    def _list_of(self, owner, term):
        attribute = self.vocabulary.attribute(owner, term)
        if attribute is None:
            entity = self.vocabulary.entity(term)
            found = [a for a in self.vocabulary.attributes(owner)
                     if a.type.name == "list" and entity and self.vocabulary.is_a(entity, a.type.target)]
            attribute = found[0] if len(found) == 1 else None
        if attribute is None or attribute.type.name != "list":
            raise Unsupported(f"no list {term!r} of {owner.name}")
        return attribute

    def _reached(self, steps):
        """The rows of the first step's entity that the chain of lists holds, or that stand by themselves."""
        entity = self._entity_of_chain(steps)
        if len(steps) > 1:
            owner = self._entity_of_chain(steps[1:])
            attribute = self._list_of(owner, steps[0].text)
            owners = self._reached(steps[1:]) if len(steps) > 2 else self.facts.of_kind(owner)
        else:
            lists = [a for e in self.vocabulary.entities.values() for a in e.attributes
                     if a.type.name == "list" and a.type.target is entity]  # one of a wider kind does not own it
            if len(lists) != 1:
                return self.facts.of_kind(entity)
            attribute, owners = lists[0], self.facts.of_kind(lists[0].entity)
        held = []
        for owner in owners:
            frame = Frame(owner.entity, values.name(owner))
            found = read(Scope(self.run, self.day), frame, attribute).value
            held += [item.value for item in found.items]
            if not found.complete:
                self.gaps.append((owner, "unknown"))
            elif not found.items:
                self.gaps.append((owner, "not applicable"))
        held = set(held)
        rows = [row for row in self.facts.rows
                if row in held or (self._has_no_owner(row) and not self.facts.holders(row, [attribute]))]
        return [row for row in rows if self.vocabulary.is_a(row.entity, entity)]

    def _has_no_owner(self, row):
        """Whether a row stands by itself: nested in nothing, or in a list of its like (`successors`)."""
        return row.owner is None or self.vocabulary.root(row.owner[0].entity) is self.vocabulary.root(row.entity)

    def _pairs(self, pair, rows):
        by = pair["by"]
        other_path = pair["with"].items
        other = self.vocabulary.entity(other_path[-1].text)
        self.entity, self.other = self.vocabulary.entity(pair.text), other
        for row in rows:
            for second in self.facts.of_kind(other):
                if self.overlaps(by, row, pair["with"], second) is not False:
                    self.pairs.append((row, second))

    def overlaps(self, by, row, with_, second):
        scope = Scope(self.run, self.day)
        attribute = self.vocabulary.attribute(self.entity, by.items[0].text)
        mine = read(scope, Frame(self.entity, values.name(row)), attribute).value
        term = by.items[0].text if len(with_.items) == 1 else with_.items[0].text
        theirs = read(scope, Frame(self.other, values.name(second)), self.vocabulary.attribute(self.other, term)).value
        return overlap(mine, theirs)
