"""What is nobody's duty: checks, descriptions and questions."""

import belonging
import days
import ladder
import values
from conditions import condition, exists
from elements import Path
from paths import path
from requirements import vacuous
from scope import Frame, Scope, Unsupported
from subjects import Subjects, noun_of, subject_of
from values import all_of, is_there
from law import Law, force_of
from versions import Judged


class Statement:
    """A check or a description."""

    def __init__(self, run, node):
        self.run, self.id, self.word = run, node.text, node.word
        self.heads, self.condition = node.list("heads"), node["condition"]
        self.subjects = Subjects(run, self._speaks_of(node))
        self.variation, self.law = node.variation, Law(self.heads, [], node.variation)
        self.force = force_of(run.vocabulary, self.heads + (self.variation.heads if self.variation else []))

    def _speaks_of(self, node):
        return _first_entity(self.run.vocabulary, node["condition"])

    def all_judged(self):
        for row, _ in self.subjects.pairs:
            holds = self._holds(row)
            if holds is not False:
                yield self._judge(row, holds)

    def _holds(self, row):
        """Whether its variation holds for a record; what is of no variation is for all."""
        return self.variation is None or belonging.holds(self.run, self.variation, self.subjects.top_of(row), None)

    def _scope(self, row):
        frame = Frame(self.subjects.entity, values.name(row))
        return Scope(self.run, self.run.day, (frame,), frame)

    def _operands(self, scope):
        empty = vacuous(scope, self.condition)
        return ladder.Operands(vacuous=False if empty == "never" else empty, done=condition(scope, self.condition))

    def _judge(self, row, holds):
        operands = self._operands(self._scope(row))
        operands = operands._replace(governs=self.law.on(values.day(self.run.day)), applies=all_of([operands.applies, holds]))
        state = ladder.judge(operands, self.word, self.force)
        return Judged(row, None, None, 1, state, operands, None, None, None, None, self.run.day)

    def outcomes(self):
        for judged in self.all_judged():
            yield {"rule": self.id, "subject": subject_of(judged.row), "outcome": judged.state, "version": 1}
        for owner, state in self.subjects.gaps:
            holds, governs = self._holds(owner), self.law.on(values.day(self.run.day))
            if holds is False:
                continue
            applies = all_of([holds, None if state == "unknown" else False])
            yield {"rule": self.id, "subject": subject_of(owner), "version": 1, "gap": True,
                   "outcome": ladder.judge(ladder.Operands(governs=governs, applies=applies), self.word, self.force)}


class Question(Statement):
    """Something that each system has to settle: answered where it is said, unanswered where it is said to be absent."""

    def __init__(self, run, node):
        self.asked, self.where = noun_of(node["asks"])
        super().__init__(run, node)
        self.word = ladder.QUESTION

    def _speaks_of(self, node):
        applies = next((h for h in node.list("heads") if h.kind == "applies to"), None)
        if applies:
            return applies["subject"]
        each = next(i for i, s in enumerate(self.asked.items) if s.word == "each")
        return Path(self.asked.items[each:])

    def _operands(self, scope):
        wheres = [w for w in (self.where, self.subjects.where) if w]
        applies = all_of([condition(scope, where) for where in wheres])
        return ladder.Operands(applies=applies, done=self._answered(scope))

    def _answered(self, scope):
        term = self.asked.items[0].text
        if self.run.vocabulary.is_term(term):
            return self._in_register(term, scope.frames[0].row.value)
        found = path(scope, self.asked)
        return exists(found) if isinstance(found.value, values.Collection) else is_there(found.value)

    def _in_register(self, term, row):
        """A row is an answer until its review date; none in a register that is given is none."""
        if not self.run.facts.has_register("answers"):
            return None
        return any(a.get("question") == self.id and a.get("subject") == row.code and self._is_current(a)
                   for a in self.run.facts.registers["answers"])

    def _is_current(self, answer):
        review, date = answer.get("reviewby"), answer.get("date")
        return ((review is None or self.run.day <= days.day_of(review))
                and (date is None or days.day_of(date) <= self.run.day))


def _first_entity(vocabulary, node):
    """The subject of a check is the first entity that it names."""
    for found in node.walk():
        if found.kind == "path" and found.items and vocabulary.entity(found.items[-1].text):
            return Path(found.items[-1:])
    raise Unsupported("a check that names no entity")
