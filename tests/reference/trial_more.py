"""Seeded random rules of the constructs that stand in few rules: working days, ages, what is left out, findings."""

from trial_cadence import Cadence
from trial_words import KINDS


class More(Cadence):
    """Writes rules of rarer forms."""

    def counted_limit(self, name):
        """Limits that are counted in another way than from one day to another."""
        span = self.random.choice(("5 working days", "15 working days", "1 working day"))
        form = self.random.choice(("working", "working", "before", "promptly", "soon", "after", "not counting", "clear"))
        limit = {"working": f"within {span} of {self.random.choice(('received', 'decided'))} counted by TRIAL-DAYS",
                 "before": f"not later than {span} before target",
                 "promptly": f"as soon as practicable and in any event within {self.span()} of received",
                 "soon": "as soon as practicable",
                 "after": f"after {self.random.choice((self.day(), 'received'))}",
                 "not counting": f"within {self.span()} of received not counting paused",
                 "clear": "not later than 3 clear days before target"}[form]
        tails = self.tails("case", form not in ("after", "soon"))
        if form in ("soon", "after"):
            tails = tails.replace("  no period stated\n", "")
        return self.use(f"limit: {form}", self.written(
            name, f"{self.heads()}  applies to each case\n", f"council {self.random.choice(('must', 'should'))} send plan {limit}",
            tails))

    def aged(self, name):
        """How old somebody or something is."""
        at = self.random.choice(("the day judged", "received", "target"))
        years = self.random.choice(("1 year", "2 years", "3 years"))
        word = self.random.choice(("at least", "less than", "more than", "at most"))
        condition = f"age of born at {at} is {word} {years}"
        form = self.random.choice(("where", "ensure", "unless"))
        if form == "where":
            return self.use("age", self.written(name, self.heads(), f"each case where {condition} must have cost"))
        if form == "ensure":
            return self.use("age", self.written(name, self.heads(), f"each case must ensure that {condition}"))
        return self.use("age", self.written(name, self.heads(), "each case must have cost", f"  unless {condition}\n"))

    def found(self, name):
        """Open words: who finds it."""
        form = self.random.choice(("  judged by finding of clerk\n", "  judged by finding of chief nurse\n",
                                   "  own finding, cites AN-ACT section 2\n"))
        return self.use("findings", self.written(
            name, self.heads(), f"board {self.random.choice(('must', 'should'))} ensure that conduct is sound", form))

    def compared_things(self, name):
        """Comparisons of two things that are said, of any type."""
        entity, text = self.random.choice((
            ("case", "received is decided"), ("case", "received is not decided"), ("post", None),
            ("document", "prepared is published"), ("board", "registered is staffed"), ("board", "opened is not next review"),
            ("document", "kind is not former kind"), ("document", "kind is former kind"),
            ("document", "financial year is not earlier year")))
        if entity == "post":
            text = self.random.choice(("holder is the same person as deputy", "not (holder is the same person as deputy)"))
            return self.use("compared things", self.written(
                name, self.heads(), f"board must ensure that {self.random.choice(('some posts', 'every post', 'no posts'))} of board "
                                    f"where {text} has holder"))
        if entity == "document":
            word = self.random.choice(("every", "some", "no"))
            return self.use("compared things", self.written(
                name, self.heads(), f"board must ensure that {word} {'document' if word == 'every' else 'documents'} of board where "
                                    f"{text} has published"))
        return self.use("compared things", self.written(name, self.heads(), f"{'each ' if entity == 'case' else ''}{entity} must ensure that {text}"))

    def reckoned(self, name):
        """Counts that are reckoned with, and numbers that are said."""
        entity = self.random.choice(("board", "council"))
        text = self.random.choice((
            f"number of posts of {entity} + number of documents of {entity} {self.comparison('number')}",
            f"number of posts of {entity} - number of meetings of {entity} {self.comparison('number')}",
            f"number of posts of {entity} * 2 {self.comparison('number')}",
            f"number of posts of {entity} is {self.random.choice(('at least', 'less than', ''))} {self.random.randint(1, 3)}",
            f"number of posts of {entity} + 1 is at most number of documents of {entity}", "rating is not rating",
            "staff is not vacancies", f"some posts of {entity} where holder is not the same person as deputy has holder",
            f"no documents of {entity} where financial year is {self.random.choice(('2023/24', '2024/25'))} has published",
            f"some documents of {entity} where published is within 1 month of prepared has kind"))
        return self.use("reckoned", self.written(name, self.heads(), f"{entity} {self.modality()} ensure that {text}",
                                                 self.tails(entity, False)))

    def settled(self, name):
        """A question that the register of answers answers."""
        return self.use("question of a term", f'question {name} "Question {name}"\n{self.heads(False)}  asks safeguarding lead '
                                              "of each board\n  owner clerk\n  review by 2027-03-31\n")

    def dated(self, name):
        """How old the evidence may be; a rule that stands despite another."""
        form = self.random.choice(("evidence", "despite", "lifted under"))
        if form == "evidence":
            return self.use("evidence not older", self.written(
                name, self.heads(), f"board must have {self.random.choice(('staff', 'budget', 'opened'))}",
                f"  evidence not older than {self.random.choice(('3 months', '12 months', '1 year'))}\n"))
        other = f"X{name[1:]}"
        if form == "despite":
            first = self.written(other, self.heads(), "each case must have cost")
            heads = f"  cites AN-ACT section 10\n{self.heads()}"  # what binds prevails over what has any force
            own = self.written(name, heads, f"each case where {self.condition('case', 0)} must have target", f"  despite {other}\n")
        else:
            first = self.written(other, self.heads(), f"each case must have target within {self.span()} of received",
                                 f"  time limit lifted where {self.condition('case', 0)}\n")
            own = self.written(name, self.heads(), "each case must have cost",
                               f"  unless {self.random.choice(('', 'not '))}limit lifted under {other}\n")
        return self.use(f"of another rule: {form}", first + own)
