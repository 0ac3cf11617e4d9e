"""Seeded random requirements: what a sentence asks."""

from trial_conditions import Conditions
from trial_words import KINDS, GROUPS, SECTORS, ROLES, ENTITIES


class Requirements(Conditions):
    """Writes what sentences ask."""

    def deed(self, entity):
        """A verb phrase of a body, with whether it happens on a day."""
        form = self.random.choice(("name", "prepare", "publish", "publish", "consult"))
        many = self.chance(0.3)
        if form == "name":
            return self.use("verb without day", f"name {self.names(ROLES) if many else self.random.choice(ROLES)}")
        if form == "consult":
            return self.use("verb with preposition", f"consult {self.names(GROUPS) if many else self.random.choice(GROUPS)} "
                                                     f"on {self.random.choice(KINDS)}")
        if self.chance(0.2):
            return self.use("verb of what is narrowed", f"{form} {self.random.choice(KINDS)}{self.where('document', 1)}")
        return self.use("verb with day", f"{form} {self.names(KINDS) if many else self.random.choice(KINDS)}")

    def requirement(self, entity, of):
        ways = [lambda: self.have(entity), lambda: self.ensure(entity, of)]
        if entity in ("board", "council", "body"):
            ways += [lambda: self.deed(entity)] * 3
        if self.attribute(entity, "yes/no", "clause"):
            ways.append(lambda: self.be(entity))
        if entity == "forum":
            ways += [self.include] * 3
        return self.random.choice(ways)() or self.ensure(entity, of)

    def be(self, entity):
        yes_no = self.attribute(entity, "yes/no")
        return yes_no and " " not in yes_no and self.use("be", f"be {yes_no}") or None

    def have(self, entity):
        form = self.random.choice(("thing", "compare", "quantity", "list", "where", "letters", "part"))
        things = [a for t in ("yes/no", "event", "date", "people", "money", "number", "reference", "set", "list")
                  for a in ENTITIES[entity].get(t, ())]
        if form == "compare":
            attribute, unit = self.numeric(entity)
            return self.use("have compared", f"have {attribute} {self.comparison(unit, None, '')}") if attribute else None
        if form == "letters" and len(things) > 1:
            word = self.random.choice(("all of ", "any of ", ""))
            joint = {"all of ": "and", "any of ": "or"}.get(word)
            items = self.random.sample(things, 2)
            return self.use("have letters", f"have {word}{self.letters(items, joint)}")
        if form in ("quantity", "list", "where", "part") and ENTITIES[entity].get("list"):
            name, element = self.listed(entity)
            if form == "part":
                return self.use("have part", f"have {self.random.choice(('at least 50% of', 'at least 75% of'))} {name}"
                                             f"{self.where(element)} for which {self.condition(element, 0)}")
            if form == "quantity" and self.chance(0.4):
                return self.use("have share", f"have share of {name}{self.where(element)} for which "
                                              f"{self.condition(element, 0)} {self.comparison('share', None, '')}")
            if form == "where":
                return self.use("have where", f"have {name} where {self.condition(element, 0)}")
            quantity = self.random.choice(("some", "no", "at least 1", "at least 2", "at most 1", "exactly 1"))
            return self.use(f"have {quantity.rstrip(' 12')}", f"have {quantity} {name}{self.where(element)}")
        return self.use("have", f"have {self.random.choice(things)}") if things else None

    def include(self):
        form = self.random.choice(("with letters", "with", "quantity"))
        if form == "with letters":
            items = self.random.sample(SECTORS, 3)
            return self.use("include with letters", f"include members with sector {self.letters(items)}")
        if form == "with":
            return self.use("include with", f"include members with sector {self.random.choice(SECTORS)}")
        return self.use("include", f"include {self.random.choice(('some', 'at least 2', 'no'))} members"
                                   f"{self.where('member', 1)}")

    def ensure(self, entity, of):
        if of and ENTITIES[entity].get("list") and self.chance(0.6):
            return self.use("ensure of a list", f"ensure that {self.many_condition(entity, of)}")
        if self.chance(0.3):
            return self.use("ensure letters", f"ensure that {self.letters_of_conditions(entity, of)}")
        return self.use("ensure", f"ensure that {self.condition(entity, 1, of)}")
