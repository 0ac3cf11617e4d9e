"""Rules, checks and descriptions: whose outcomes there are, which version governs, and what comes of it."""

import bodies
import days
import ladder
from conditions import condition
from elements import Path
from requirements import vacuous
from scope import Frame, Scope, Unsupported
from subjects import Subjects
import values
from versions import Judged, Version, force_of, in_force

INHERITED = ("not met", "departed", "open", "unknown", "law unclear", "error")


def make_rule(run, node):
    if node.kind == "statement":
        return Statement(run, node)
    if node.kind == "question":
        raise Unsupported("a question")
    return Rule(run, node)


class Rule:
    """A rule of one or several versions."""

    def __init__(self, run, node):
        self.run, self.node, self.id = run, node, node.text
        heads, tails = node.list("heads"), node.list("tails")
        if node["sentence"]:
            self.versions = [Version(run, self.id, 1, heads, node["sentence"], tails)]
        else:
            self.versions = [Version(run, self.id, int(v.number), heads + v.list("heads"), v["sentence"],
                                     tails + v.list("tails")) for v in node.list("versions")]

    def all_judged(self):
        """Every record judged, for each period and event."""
        by_subject = {}
        for version in self.versions:
            for row, second in version.subjects.pairs:
                by_subject.setdefault((row, second), []).append(version)
        for (row, second), versions in by_subject.items():
            by_turn = {}
            for version in versions:
                for turn in version.turns(row, second):
                    by_turn.setdefault(turn and turn.identity, []).append(version.judge(row, second, turn))
            for ways in by_turn.values():
                yield self._governing(ways)

    def _governing(self, ways):
        """Of several versions the one that governs; where it is not known which, what all that may agree on."""
        possible = [j for j in ways if j.operands.governs is not False]
        sure = [j for j in possible if j.operands.governs is True]
        if len(ways) == 1 or not possible:
            return ways[0]
        if len(possible) == 1 or len(sure) == 1:
            return (sure or possible)[0]
        states = {self._version(j.version).state_governing(j) for j in possible}
        state = states.pop() if len(states) == 1 else "error" if "error" in states else "unknown"
        return possible[0]._replace(state=state, letters=None, last_day=None)

    def _version(self, number):
        return next(v for v in self.versions if v.number == number)

    def outcomes(self):
        for judged in self.all_judged():
            outcome = self.outcome(judged)
            yield outcome
            yield from self._inherited(judged, outcome)
        yield from self._gaps()

    def _inherited(self, judged, outcome):
        """What fell due before a body ended, and is not done, is also an outcome of each successor."""
        row = judged.row
        if outcome["outcome"] not in INHERITED or judged.doer is None or judged.doer.row.value is not row:
            return
        for successor in bodies.successors(self.run, row):
            yield {**outcome, "subject": subject_of(successor),
                   "inherited_from": {"type": row.entity.name, "code": row.code}}

    def _gaps(self):
        """Owners whose list of what the rule is about is not known, or known to be empty."""
        version, told = self.versions[0], set()
        for each in self.versions:
            for owner, state in each.subjects.gaps:
                if owner in told:
                    continue
                told.add(owner)
                governs = values.any_of([v.governs_on(values.day(self.run.day)) for v in self.versions])
                if governs is not True:
                    state = ladder.judge(ladder.Operands(governs=governs, applies=None if state == "unknown" else False,
                                                         done=None), version.modality, version.force)
                yield {"rule": self.id, "subject": subject_of(owner), "outcome": state, "version": version.number, "gap": True}

    def outcome(self, judged):
        outcome = {"rule": self.id, "subject": subject_of(judged.row), "outcome": judged.state,
                   "version": judged.version}
        if judged.second:
            outcome["with"] = {"type": judged.second.entity.name, "code": judged.second.code}
        if judged.turn:
            outcome.update(judged.turn.fields())
        if judged.letters:
            outcome["parts"] = judged.letters
        due = judged.last_day.single if judged.last_day is not None and not judged.last_day.absent else None
        if due is not None:
            outcome["due"] = days.text_of(due)
        count = days_of(judged, due)
        if count is not None:
            outcome["days"] = count
        if judged.operands.lifted is True and judged.state in ("met", "open"):
            outcome["details"] = ["limit lifted"]
        return outcome


def days_of(judged, due):
    """Days late, overdue, left or open."""
    state, done, start = judged.state, judged.deed and judged.deed.day(), judged.start
    if state == "done late" and due is not None and done is not None:
        return done - due
    if state in ("not met", "departed") and due is not None:
        return judged.day - due
    if state == "not yet due" and due is not None:
        return due - judged.day
    if state == "open" and start is not None and start.single is not None and not start.absent:
        return judged.day - start.single
    return None


class Statement:
    """A check or a description."""

    def __init__(self, run, node):
        self.run, self.node, self.id = run, node, node.text
        self.heads, self.condition = node.list("heads"), node["condition"]
        self.subjects = Subjects(run, _first_entity(run.vocabulary, self.condition))
        self.force = force_of(run.vocabulary, self.heads)

    def all_judged(self):
        for row, _ in self.subjects.pairs:
            yield self._judge(row)

    def _judge(self, row):
        frame = Frame(self.subjects.entity, values.name(row))
        scope = Scope(self.run, self.run.day, (frame,), frame)
        empty = vacuous(scope, self.condition)
        operands = ladder.Operands(
            governs=in_force(self.heads, values.day(self.run.day)), vacuous=False if empty == "never" else empty,
            done=condition(scope, self.condition))
        state = ladder.judge(operands, self.node.word, self.force)
        return Judged(row, None, None, 1, state, operands, None, None, None, None, self.run.day)

    def outcomes(self):
        for judged in self.all_judged():
            yield {"rule": self.id, "subject": subject_of(judged.row), "outcome": judged.state, "version": 1}


def subject_of(row):
    return {"type": row.entity.name, "code": row.code, "path": row.path}


def _first_entity(vocabulary, node):
    """The subject of a check is the first entity that it names."""
    for found in node.walk():
        if found.kind == "path" and found.items and vocabulary.entity(found.items[-1].text):
            return Path(found.items[-1:])
    raise Unsupported("a check that names no entity")
