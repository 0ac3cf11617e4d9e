"""Rules judged one subject at a time: whose outcomes there are, the operands of the ladder, and the outcome."""

import ladder
import values
from deeds import Deed, required, vacuous
from expressions import (Frame, Operand, Scope, Unsupported, condition, elements, follow, overlap, path, quantity,
                         read)
from values import all_of, any_of, compare, is_there, negate

MODALITIES = {
    "must": ladder.DUTY, "shall": ladder.DUTY, "must not": ladder.PROHIBITION, "shall not": ladder.PROHIBITION,
    "should": ladder.EXPECTATION, "should not": ladder.SHOULD_NOT, "may": ladder.PERMISSION,
    "need not": ladder.PERMISSION, "should consider": ladder.CONSIDER,
    "is encouraged to": ladder.CONSIDER, "are encouraged to": ladder.CONSIDER,
}
LIMITS = ("within", "by", "before", "not later than")


def noun_of(node):
    """The path and the `where` of a subject."""
    return (node["path"], node["where"]) if node.kind == "noun" else (node, None)


class Subjects:
    """Whose outcomes a rule gives: rows (with the second of a pair), and owners of lists that leave a gap."""

    def __init__(self, facts, node, day):
        self.facts, self.vocabulary, self.day = facts, facts.vocabulary, day
        self.path, self.where = noun_of(node)
        self.gaps, self.pairs, self.beyond = [], [], []
        steps = self.path.items
        each = [i for i, s in enumerate(steps) if s.word == "each" or s.kind == "pair"]
        first = each[0] if each else len(steps) - 1
        self.beyond = steps[:first]
        self.entity = self._entity_of_chain(steps[first:])
        if steps[first].kind == "pair":
            self._pairs(steps[first])
        elif each:
            self.pairs = [(row, None) for row in self._reached(steps[first:])]
        else:
            self.pairs = [(row, None) for row in facts.of_kind(self.entity)]
        self.pairs = [pair for pair in self.pairs if all(r is None or r.is_held_on(day) for r in pair)]
        self.gaps = [gap for gap in self.gaps if gap[0].is_held_on(day)]

    def _entity_of_chain(self, steps):
        if len(steps) > 1:
            attribute = self._list_of(self._entity_of_chain(steps[1:]), steps[0].text)
            return self.vocabulary.entity(steps[0].text) or attribute.type.target
        entity = self.vocabulary.entity(steps[0].text)
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
            found = read(Scope(self.facts, self.day), frame, attribute).value
            held += [item.value for item in found.items]
            if not found.complete:
                self.gaps.append((owner, "unknown"))
            elif not found.items:
                self.gaps.append((owner, "not applicable"))
        held = set(held)
        rows = [row for row in self.facts.rows
                if row in held or (row.owner is None and not self.facts.holders(row, [attribute]))]
        return [row for row in rows if self.vocabulary.is_a(row.entity, entity)]

    def _pairs(self, pair):
        by = pair["by"]
        other_path = pair["with"].items
        other = self.vocabulary.entity(other_path[-1].text)
        self.entity, self.other = self.vocabulary.entity(pair.text), other
        for row in self.facts.of_kind(self.entity):
            for second in self.facts.of_kind(other):
                if self.overlaps(by, row, pair["with"], second) is not False:
                    self.pairs.append((row, second))

    def overlaps(self, by, row, with_, second):
        scope = Scope(self.facts, self.day)
        attribute = self.vocabulary.attribute(self.entity, by.items[0].text)
        mine = read(scope, Frame(self.entity, values.name(row)), attribute).value
        term = by.items[0].text if len(with_.items) == 1 else with_.items[0].text
        theirs = read(scope, Frame(self.other, values.name(second)), self.vocabulary.attribute(self.other, term)).value
        return overlap(mine, theirs)


class Rule:
    """A rule, check or description, ready to be judged."""

    def __init__(self, facts, node, day):
        self.facts, self.node, self.day = facts, node, day
        self.id = node.text
        self.heads, self.tails = node.list("heads"), node.list("tails")
        applies = next((h for h in self.heads if h.kind == "applies to"), None)
        if node["condition"]:
            self.modality, self.sentence = node.word, None
            subject = applies["subject"] if applies else _first_entity(facts.vocabulary, node["condition"])
        else:
            self.sentence = node["sentence"]
            self.modality = MODALITIES[self.sentence.text]
            subject = applies["subject"] if applies else self.sentence["subject"]
        self.has_own_subject = applies is not None
        self.subjects = Subjects(facts, subject, day)
        self.force = self._force()
        self.no_period = any(t.kind == "no period" for t in self.tails)

    def _force(self):
        sources = []
        for head in self.heads:
            if head.kind == "cites":
                sources.append(head["cite"].text)
                if head["cite"]["direction"]:
                    sources.append(head["cite"]["direction"].text)
        return self.facts.vocabulary.force(sources)

    def _is_negated(self):
        return self.sentence.text.endswith(" not")

    def outcomes(self):
        for row, second in self.subjects.pairs:
            yield self._judge(row, second)
        for owner, state in self.subjects.gaps:
            in_force = self._in_force(self.heads, values.day(self.day))
            yield {"rule": self.id, "subject": subject_of(owner),
                   "outcome": ladder.judge(ladder.Operands(governs=in_force, applies=None if state == "unknown" else False,
                                                           done=None), self.modality, self.force)
                   if in_force is not True else state, "gap": True}

    # -- one subject

    def _scope(self, row, second):
        frame = Frame(self.subjects.entity, values.name(row))
        frames = [frame] + ([Frame(self.subjects.other, values.name(second))] if second else [])
        return Scope(self.facts, self.day, frames, frame)

    def _judge(self, row, second):
        scope = self._scope(row, second)
        applies = [condition(scope, self.subjects.where)] if self.subjects.where and not self._where_is_of_every() else []
        if second:
            pair = self.subjects.path.items[0]
            applies.append(self.subjects.overlaps(pair["by"], row, pair["with"], second))
        if self.sentence is None:
            return self._statement(scope, row, applies)
        doers, complete, every = self._doers(scope, applies)
        speaking = scope.inside(doers[0][1]) if len(doers) == 1 and not every else scope
        last_day, start, clock = self._clock(speaking)
        applies += [is_there(start)] if start is not None else []
        requirement = self.sentence["requirement"]
        deeds = [(counts, required(scope, doer, requirement)) for counts, doer in doers]
        if self._is_negated():
            deeds = [(counts, forbidden(deed, last_day)) for counts, deed in deeds]
            clock = False
        deed, letters = deeds[0][1] if deeds else None, deeds[0][1].parts if deeds else None
        if every:
            letters = letters or self._letters(requirement)
            letters = {letter: self._of_every([(c, d.parts[letter]) for c, d in deeds], complete) for letter in letters}
            deed = self._of_every(deeds, complete)
        empty = self._vacuous(scope, doers, complete, every, requirement)
        operands = ladder.Operands(
            governs=self._in_force(self.heads, self._governing_day(start)),
            applies=all_of(applies), vacuous=empty,
            lifted=self._lifted(speaking, last_day) if clock else False,
            exempt=self._exempt(speaking, last_day),
            due_ahead=compare(">=", last_day, values.day(self.day)) if clock else False)
        return self._outcome(row, second, operands, deed, letters, last_day if clock else None, start)

    def _statement(self, scope, row, applies):
        node = self.node["condition"]
        empty = vacuous(scope, node)
        state = ladder.judge(ladder.Operands(
            governs=self._in_force(self.heads, values.day(self.day)), applies=all_of(applies),
            vacuous=False if empty == "never" else empty, done=condition(scope, node)), self.modality, self.force)
        return {"rule": self.id, "subject": subject_of(row), "outcome": state}

    def _where_is_of_every(self):
        return not self.has_own_subject and any(s.word == "every" for s in self.subjects.path.items)

    def _doers(self, scope, applies):
        """Who has to act: each with whether it counts; whether there are no others; whether the sentence says every."""
        subject = self.sentence["subject"]
        node, where = noun_of(subject)
        steps = node.items
        every = next((i for i, s in enumerate(steps) if s.word == "every"), None)
        if every is not None:
            return self._every_doer(scope, steps, every, where)
        if not self.has_own_subject:
            operand = Operand(values.Type("reference", scope.frames[0].entity), scope.frames[0].row)
            steps = self.subjects.beyond
        else:
            if where is not None:
                raise Unsupported("a `where` of somebody else's subject")
            operand, steps = path(scope, _Path(steps[-1:])), steps[:-1]
        for step in reversed(steps):
            operand = follow(scope, operand, step.text)
        if isinstance(operand.value, values.Collection):
            raise Unsupported("a sentence whose subject is several")
        return [(True, Frame(operand.type.target, operand.value))], True, False

    def _every_doer(self, scope, steps, every, where):
        found, complete, type_ = elements(scope, _Noun(_Path(steps[every:]), where))
        doers = []
        for e in found:
            operand = Operand(type_, e.value)
            for step in reversed(steps[:every]):
                operand = follow(e.scope, operand, step.text)
            doers.append((e.counts, Frame(operand.type.target, operand.value)))
        return doers, complete, True

    def _of_every(self, deeds, complete):
        def join(truths):
            truths = [any_of([negate(counts), truth]) for (counts, _), truth in zip(deeds, truths)]
            return all_of(truths if complete else truths + [None])
        parts = {str(i): deed for i, (_, deed) in enumerate(deeds)}
        return Deed(join([d.done for d in parts.values()]), parts=parts, join=join)

    @staticmethod
    def _letters(requirement):
        """The letters of a requirement, also where there is nobody of whom it is asked."""
        held = requirement["object"] or requirement["condition"]
        lists = [held] + [w["value"] for w in (held.list("withs") if held else [])]
        lists += [p["object"] for p in requirement.list("prepositions")]
        return next(([i.text for i in l.list("items")] for l in lists if l is not None and l.kind == "letters"), [])

    def _vacuous(self, scope, doers, complete, every, requirement):
        if every:
            return negate(any_of([c for c, _ in doers] if complete else [c for c, _ in doers] + [None]))
        found = vacuous(scope.inside(doers[0][1]), requirement)
        return False if found == "never" else found

    # -- the clock

    def _clock(self, scope):
        """The last lawful day (a Value), the event that it is counted from, and whether there is a clock at all."""
        limits = [n for n in self.sentence.list("limits") if n.kind in LIMITS]
        if len(limits) != len(self.sentence.list("limits")) and limits:
            raise Unsupported("limits of other forms")
        if not limits:
            return None, None, False
        if len(limits) > 1:
            raise Unsupported("several limits")
        limit = limits[0]
        if limit.kind == "within":
            start = quantity(scope, limit["from"]).value
            number, unit = int(limit.number), limit.text
            if limit.word == "before":
                return start, start, True
            move = values.last_day_of_period if limit.word == "beginning with" else values.add_time
            return values.shift(start, number, unit, move), start, True
        node = limit["before"] if limit.kind == "not later than" else limit["when"]
        start = quantity(scope, node).value
        last = start
        if limit.kind == "before":
            last = values.shift(start, -1, "day")
        elif limit.kind == "not later than":
            last = values.shift(start, -int(limit.number), limit.text)
        return last, start if node.kind != "date" else None, True

    def _governing_day(self, start):
        """Decision 2: the day of the event where it is known and present, else the day judged."""
        within = [n for n in (self.sentence.list("limits")) if n.kind == "within" and n.word != "before"]
        if not within or start is None or is_there(start) is not True or start.lo is None or start.hi is None:
            return values.day(self.day)
        return values.day(start.lo, start.hi)

    @staticmethod
    def _in_force(heads, day):
        """Whether a period in force includes a day; yes where no period is stated."""
        if any(h.kind == "not commenced" for h in heads):
            return False
        periods = [p for h in heads if h.kind == "in force" for p in h.items]
        if not periods:
            return True
        return any_of([all_of([compare(">=", day, values.day(p["from"].days[0])),
                               compare("<=", day, values.day(p["to"].days[1])) if p["to"] else True]) for p in periods])

    # -- exceptions

    def _truth_of_tail(self, scope, tail, last_day):
        truth = condition(scope, tail["condition"])
        if tail.negated and truth is not True:
            truth = False  # `it shows that`: the burden is on the body
        heads = tail.list("heads")
        return all_of([truth, self._in_force(heads, last_day if last_day is not None else values.day(self.day))])

    def _exempt(self, scope, last_day):
        found = []
        for tail in self.tails:
            if tail.kind == "unless":
                excepted = [negate(condition(scope, e["condition"])) for e in tail.list("exceptions")]
                found.append(all_of([self._truth_of_tail(scope, tail, last_day), *excepted]))
        return any_of(found)

    def _lifted(self, scope, last_day):
        return any_of([self._truth_of_tail(scope, t, last_day) for t in self.tails if t.kind == "lifted"])

    # -- the outcome

    def _state(self, operands, deed, last_day):
        in_time = ladder.NO_CLOCK if last_day is None else deed.in_time(last_day)
        return ladder.judge(operands._replace(done=deed.done, in_time=in_time), self.modality, self.force, self.no_period)

    def _outcome(self, row, second, operands, deed, letters, last_day, start):
        state = self._state(operands, deed, last_day)
        outcome = {"rule": self.id, "subject": subject_of(row), "outcome": state}
        if second:
            outcome["with"] = {"type": second.entity.name, "code": second.code}
        if letters:
            outcome["parts"] = {letter: self._state(operands, part, last_day) for letter, part in letters.items()}
        due = last_day.single if last_day is not None and not last_day.absent else None
        if due is not None:
            outcome["due"] = values.text_of(due)
        days = self._days(state, deed, due, start)
        if days is not None:
            outcome["days"] = days
        if operands.lifted is True and state in ("met", "open"):
            outcome["details"] = ["limit lifted"]
        return outcome

    def _days(self, state, deed, due, start):
        if state == "done late" and due is not None and deed.day() is not None:
            return deed.day() - due
        if state in ("not met", "departed") and due is not None:
            return self.day - due
        if state == "not yet due" and due is not None:
            return due - self.day
        if state == "open" and start is not None and start.single is not None and not start.absent:
            return self.day - start.single
        return None


def forbidden(deed, last_day):
    """What must not be done: its days are part of what is forbidden, so that it has no clock."""
    truth = deed.done if last_day is None else deed.in_time(last_day)
    parts = {letter: forbidden(part, last_day) for letter, part in deed.parts.items()} if deed.parts else None
    return Deed(negate(truth), parts=parts)


class _Path:
    kind = "path"

    def __init__(self, items):
        self.items = items


class _Noun:
    kind = "noun"

    def __init__(self, path_, where):
        self.slots = {"path": path_, "where": where}

    def __getitem__(self, slot):
        return self.slots.get(slot)

    def list(self, slot):
        return []


def subject_of(row):
    return {"type": row.entity.name, "code": row.code, "path": row.path}


def _first_entity(vocabulary, node):
    """The subject of a check is the first entity that it names."""
    for found in node.walk():
        if found.kind == "path" and found.items and vocabulary.entity(found.items[-1].text):
            return found.__class__({"node": "path", "items": [{"node": "step", "text": found.items[-1].text}]})
    raise Unsupported("a check that names no entity")


def judge_all(facts, as_at):
    day = values.day_of(as_at)
    return [outcome for node in facts.vocabulary.rules for outcome in Rule(facts, node, day).outcomes()]
