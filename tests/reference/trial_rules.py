"""Seeded random rules: heads, sentences with limits, tails."""

import os

from trial_more import More
from trial_words import KINDS, TOPICS, ENTITIES, NUMERIC


class Sentences(More):
    """Writes rules."""

    def heads(self, can_wait=True):
        text = ""
        sources = self.random.sample(("AN-ACT", "A-CODE", "A-GUIDE", "A-PAPER", "ORDERS"), self.random.choice((0, 1, 1, 1, 2)))
        for source in sources:
            text += self.use(f"cites {source}", f"  cites {source} section {self.random.randint(1, 9)}\n")
        if can_wait and self.chance(0.04):
            return text + self.use("not commenced", "  not commenced\n")
        if self.chance(0.5):
            first, last = sorted((self.day(), self.day()))
            form = self.random.choice(("from", "from to", "ended", "two"))
            if form == "from":
                text += self.use("in force from", f"  in force from {first}\n")
            elif form == "two":
                text += self.use("in force twice", f"  in force from 2020-01-01 to 2022-12-31 and from 2024-01-01 to "
                                                   f"{self.random.choice(('2024-06-14', '2024-06-15', '2030-12-31'))}\n")
            else:
                text += self.use("in force to", f"  in force from {first} to {last}\n")
        return text

    def tails(self, entity, has_clock, is_forbidden=False):
        text = ""
        if self.chance(0.3):
            burden = "it shows that " if self.chance(0.3) else ""
            text += self.use(f"unless {burden}", f"  unless {burden}{self.condition(entity, 1, None)}\n")
            if self.chance(0.25):
                text += self.use("unless in force", f"    in force from {self.day()}\n")
            if self.chance(0.2):
                text += self.use("except where", f"    except where {self.condition(entity, 0)}\n")
        if has_clock and not is_forbidden and self.chance(0.4):
            where = "where it shows that" if self.chance(0.3) else "where"
            text += self.use(f"time limit lifted {where}", f"  time limit lifted {where} {self.condition(entity, 1, None)}\n")
        if not has_clock and self.chance(0.2):
            text += self.use("no period stated", "  no period stated\n")
        return text

    def limit(self, entity):
        events, dates = ENTITIES[entity].get("event", ()), ENTITIES[entity].get("date", ())
        form = self.random.choice(("none", "none", "by day", "by", "within of", "within of", "within beginning", "before",
                                   "not later", "later of", "within before"))
        if form == "none":
            return ""
        if form == "by day" or not (events or dates):
            return self.use("by day", f" by {self.day()}")
        if form == "by":
            return self.use("by fact", f" by {self.random.choice(events + dates)}")
        start = self.random.choice(events or dates)
        if form == "before":
            return self.use("before", f" before {self.random.choice((dates or events) + (self.day(),))}")
        if form == "later of":
            other = self.random.choice((self.day(), f"{self.span()} beginning with {self.random.choice(events or dates)}"))
            return self.use("by the later of", f" by the later of {start} and {other}")
        if form == "within before":
            return self.use("limit within before", f" within {self.span()} before {start}")
        if form == "not later":
            return self.use("not later", f" not later than {self.span()} before {self.random.choice(dates or events)}")
        if form == "within beginning":
            return self.use("within beginning", f" within {self.span()} beginning with {start}")
        return self.use("limit within of", f" within {self.span()} of {start}")

    def modality(self):
        word = self.random.choice(("must",) * 7 + ("must not", "should", "should", "should not", "may", "is encouraged to",
                                                   "shall", "need not"))
        return self.use(f"modality {word}", word)

    def rule(self):
        self.number += 1
        form = self.random.choice((self.plain, self.plain, self.each, self.every, self.head_of_every, self.path_of_each,
                                   self.pair, self.applies, self.applies_to_other, self.check, self.description,
                                   self.versions, self.versions, self.defined, self.named, self.lists_in_lists,
                                   self.question, self.several_owe, self.several_owe,
                                   self.uncertain_law, self.exceptions_of_days, self.exceptions_of_days,
                                   self.periods, self.periods, self.events, self.order, self.order, self.throughout,
                                   self.allowed, self.of_another, self.counted_limit, self.aged, self.found, self.compared_things,
                                   self.dated, self.reckoned, self.reckoned, self.settled))
        return self.use(f"rule {form.__name__}", form(f"R{self.number:03}"))

    def written(self, name, heads, sentence, tails=""):
        return f'rule {name} "Rule {name}"\n{heads}  {sentence}\n{tails}'

    def sentence(self, name, subject, entity, of, applies="", context=None):
        return self.written(name, self.heads() + applies, *self.body(subject, entity, of, context))

    def body(self, subject, entity, of, context=None):
        """A sentence and its tails."""
        limit = self.limit(context or entity)
        modality = self.modality()
        requirement = self.requirement(entity, of)
        if requirement.startswith(("ensure", "have at least 5", "have at least 7")) or "letters" in requirement:
            limit = ""  # what ends in a condition takes no limit
        if " where " in requirement:  # the limit has to be one that no condition can be about
            is_deed = requirement.startswith(("prepare", "publish"))
            limit = self.use("limit of what is narrowed", f" by {self.day()}") if is_deed and self.chance(0.7) else ""
        return f"{subject} {modality} {requirement}{limit}", self.tails(context or entity, bool(limit), "not" in modality)

    def plain(self, name):
        entity = self.random.choice(("board", "board", "council", "region", "forum"))
        where = self.use("subject where", f" where {self.condition(entity, 1)}") if self.chance(0.2) else ""
        return self.sentence(name, entity + where, entity, entity)

    def each(self, name):
        subject, entity = self.random.choice((
            ("each place of region", "place"), ("each case of council", "case"), ("each case", "case"),
            ("each member of forum", "member"), ("each visit of each member of forum", "visit"), ("each place", "place"),
            ("each council of region", "council"), ("each visit of each member", "visit")))
        where = self.use("each where", f" where {self.condition(entity, 1)}") if self.chance(0.25) else ""
        return self.use(subject, self.sentence(name, subject + where, entity, entity))

    def every(self, name):
        owner, phrase, element = self.random.choice((
            ("board", "every document of board", "document"), ("council", "every case of council", "case"),
            ("forum", "every member of forum", "member"), ("board", "every forward plan of board", "document")))
        where = self.where(element, 0.4)
        needs = [lambda: f"ensure that {self.condition(element, 0)}", lambda: self.have(element)]
        if element == "document":
            needs += [lambda: f"cover {self.random.choice(TOPICS)}"] * 2
        requirement = self.pick(*needs)
        return self.use(phrase, self.written(name, self.heads(), f"{phrase}{where} {self.modality()} {requirement}",
                                             self.tails(owner, False)))

    def head_of_every(self, name):
        return self.written(name, self.heads(), f"holder of every post of board{self.where('post', 0.7)} {self.modality()} "
                            f"{self.random.choice(('be voting', 'have grade', 'have grade at least 2'))}",
                            self.tails("board", False))

    def path_of_each(self, name):
        return self.sentence(name, f"forum of each place{self.where('place', 0.2)}", "forum", None, context="forum")

    def pair(self, name):
        return self.sentence(name, "each council whose area overlaps board", "council", "council")

    def applies(self, name):
        entity = self.random.choice(("case", "board", "place"))
        where = f" where {self.condition(entity, 1)}" if self.chance(0.7) else ""
        return self.sentence(name, entity, entity, entity, f"  applies to each {entity}{where}\n")

    def applies_to_other(self, name):
        where = f" where {self.condition('case', 1)}" if self.chance(0.3) else ""
        limit = self.limit("case")
        requirement = self.random.choice(("send plan", "send plan", f"publish {self.random.choice(KINDS)}"))
        modality = self.modality()
        return self.written(name, f"{self.heads()}  applies to each case{where}\n", f"council {modality} {requirement}{limit}",
                            self.tails("case", bool(limit), "not" in modality))

    def check(self, name):
        entity = self.random.choice(("board", "region", "forum"))
        condition = self.counted(entity, entity)
        if self.chance(0.2):
            attribute = self.attribute(entity, *NUMERIC, "reference", "yes/no")
            condition = self.use("is recorded", f"{attribute} of {entity} is recorded")
        return f'check {name} "Check {name}"\n{self.heads(False)}  {condition}\n'

    def description(self, name):
        entity = self.random.choice(("board", "council", "place"))
        attribute, unit = self.numeric(entity)
        return f'description {name} "Description {name}"\n{self.heads(False)}  {entity} has {attribute} ' \
               f"{self.comparison(unit, None, '')}\n"

    def file(self, count):
        with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "trial.rules"), encoding="utf-8") as model:
            return [model.read()] + [self.rule() for _ in range(count)]
