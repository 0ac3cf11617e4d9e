"""Seeded random conditions over the vocabulary of trial.rules."""

import random

from trial_words import DAYS, KINDS, ROLES, ENTITIES, NUMERIC, CODED, AMOUNTS


class Conditions:
    """Writes conditions, seeded."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.used = {}  # construct: how often
        self.number = 0

    def use(self, construct, text):
        self.used[construct] = self.used.get(construct, 0) + 1
        return text

    def pick(self, *ways):
        """One of several ways, tried in random order; a way that does not fit gives None."""
        for way in self.random.sample(ways, len(ways)):
            text = way()
            if text is not None:
                return text
        return None

    def chance(self, share):
        return self.random.random() < share

    # -- names and literals

    def attribute(self, entity, *types):
        found = [a for t in types for a in ENTITIES[entity].get(t, ())]
        return self.random.choice(found) if found else None

    def numeric(self, entity):
        """An attribute that is a number, with its unit."""
        found = [(a, t) for t in NUMERIC for a in ENTITIES[entity].get(t, ())]
        return self.random.choice(found) if found else (None, None)

    def amount(self, unit):
        return self.random.choice(AMOUNTS[unit])

    def day(self):
        return self.random.choice(DAYS)

    def span(self):
        return self.random.choice(("4 weeks", "1 month", "30 days", "1 year", "2 months", "1 week"))

    # -- conditions about an entity, whose names are bare

    def condition(self, entity, depth=1, of=None):
        """A condition; `of` names the entity in a chain (`posts of board`), None where lists are bare."""
        if depth and self.chance(0.3):
            a, b = self.condition(entity, depth - 1, of), self.condition(entity, depth - 1, of)
            word = self.random.choice(("and", "or"))
            return self.use(word, f"({a}) {word} ({b})")
        if depth and self.chance(0.12):
            return self.use("not", f"not ({self.condition(entity, depth - 1, of)})")
        ways = [self.numeric_condition, self.date_condition, self.plain_condition, self.name_condition]
        if self.chance(0.15):
            ways = [self.far_condition]
        text = self.pick(*(lambda w=w: w(entity) for w in ways))
        if of and ENTITIES[entity].get("list") and (text is None or self.chance(0.5)):
            return self.many_condition(entity, of)
        return text or f"it has {'code' if entity in CODED + ('body',) else 'group'}"

    def numeric_condition(self, entity):
        attribute, unit = self.numeric(entity)
        if attribute is None:
            return None
        left = attribute
        if self.chance(0.2) and unit != "share":
            op = self.random.choice("+-*/")
            amount = self.amount("number" if op in "*/" else unit)
            if op == "/" and amount == "0":
                amount = self.attribute(entity, "number") or "3"  # a zero that only the facts show
            if op == "*" and self.chance(0.4):
                amount = self.use("a product that does not fit", "9000000000000")
            left = self.use(f"arithmetic {op}", f"{attribute} {op} {amount}")
        return f"{left} {self.comparison(unit, entity)}"

    def comparison(self, unit, entity=None, verb="is "):
        """`is at least …`, and after `have` without the verb."""
        other = self.attribute(entity, unit) if entity and self.chance(0.25) else None
        right = other or self.amount(unit)
        if self.chance(0.15):
            low, high = sorted(self.random.sample(range(len(AMOUNTS[unit]) - 1), 2))
            return self.use("between", f"{verb}between {AMOUNTS[unit][low]} and {AMOUNTS[unit][high]}")
        if other and unit != "share" and self.chance(0.4):
            right = self.use("percent of", f"{self.random.choice(('50%', '75%', '100%'))} of {other}")
        word = self.random.choice(("at least", "at most", "more than", "less than") + ("",) * bool(verb))
        is_not = "not " if verb and self.chance(0.1) else ""
        return self.use(f"is {is_not}{word or 'equal'}", f"{verb}{is_not}{word + ' ' if word else ''}{right}")

    def date_condition(self, entity):
        attribute, event = self.attribute(entity, "event", "date"), self.attribute(entity, "event", "date")
        if attribute is None:
            return None
        form = self.random.choice(("before", "after", "on or after", "on or before", "within of", "within before", "has"))
        if form == "has":
            subject = entity if entity in ("case", "document") else "it"  # there `it` may be the body that acts
            return self.use("it has", f"{subject} has {attribute}")
        if form.startswith("within"):
            start = event if self.chance(0.6) else self.day()
            return self.use(form, f"{attribute} is within {self.span()} {form[7:]} {start}")
        other = event if self.chance(0.3) else self.random.choice((self.day(), "the day judged"))
        return self.use(f"is {form}", f"{attribute} is {form} {other}")

    def far_condition(self, entity):
        """About what a reference leads to, what holds the entity, another body's deed, or two dates."""
        if entity == "post":
            return self.use("same person", "holder is the same person as deputy") if self.chance(0.5) else \
                self.use("through a reference", f"grade of holder {self.comparison('number')}")
        if entity == "region":
            return self.use("through a reference", f"staff of board {self.comparison('people')}")
        if entity == "place":
            return self.use("inverse", f"reach of region {self.comparison('people')}") if self.chance(0.5) else \
                self.use("through a reference", f"formed of forum is before {self.day()}")
        if entity == "case":
            return self.use("inverse", f"staff of council {self.comparison('people')}") if self.chance(0.5) else \
                self.use("day and span", f"plan sent is before received + {self.span()}")
        if entity in ("board", "council"):
            if self.chance(0.2):
                kind = self.random.choice(KINDS)
                return self.use("named by kind", f"number of {kind}s of {entity} {self.comparison('number')}"
                                if self.chance(0.5) and kind != "needs study" else f"every {kind} of {entity} has published")
            if self.chance(0.2):
                return self.use("list of numbers", f"{self.random.choice(('some', 'every', 'no', 'at least 2'))} scores of "
                                                   f"{entity} {self.comparison('number')}")
            return self.use("does", f"{entity} {self.random.choice(('publishes', 'prepares'))} {self.random.choice(KINDS)}") \
                if self.chance(0.6) else self.use("does", f"{entity} names {self.random.choice(ROLES)}")
        if entity == "document":
            return self.use("later of", f"the later of prepared and published is before {self.day()}")
        return None

    def plain_condition(self, entity):
        clause, yes_no = self.attribute(entity, "clause"), self.attribute(entity, "yes/no")
        if clause and (not yes_no or self.chance(0.6)):
            noun, adjective = clause.split(" is ")
            return self.use("clause term", f"{noun} is {'not ' if self.chance(0.4) else ''}{adjective}")
        if yes_no:
            return self.use("yes/no", f"{yes_no} is {self.random.choice(('yes', 'no'))}")
        return None

    def name_condition(self, entity):
        enum, sets = ENTITIES[entity].get("enum"), ENTITIES[entity].get("set")
        if self.attribute(entity, "text") and self.chance(0.3):
            return self.use("text", f'name is {self.random.choice(("", "not "))}"{self.random.choice("AB")}"')
        if self.attribute(entity, "role"):
            is_not = "not " if self.chance(0.2) else ""
            return self.use("is role", f"title is {is_not}{self.random.choice(ROLES)}")
        if self.attribute(entity, "year") and self.chance(0.3):
            return self.use("financial year", f"financial year is {self.random.choice(('2023/24', '2024/25'))}")
        if enum:
            attribute = self.random.choice(list(enum))
            values = enum[attribute]
            if self.chance(0.3):
                return self.use("any of", f"{attribute} is any of ({', '.join(self.random.sample(values, 2))})")
            return self.use("is value", f"{attribute} is {'not ' if self.chance(0.2) else ''}{self.random.choice(values)}")
        if sets:
            attribute = self.random.choice(list(sets))
            return self.use("includes", f"{attribute} includes {self.random.choice(sets[attribute])}")
        if self.attribute(entity, "reference"):
            return self.use("it has reference", f"it has {self.attribute(entity, 'reference')}")
        return None

    # -- conditions about lists

    def listed(self, entity):
        lists = ENTITIES[entity]["list"]
        name = self.random.choice(list(lists))
        return name, lists[name]

    def where(self, entity, share=0.6):
        return f" where {self.condition(entity, 0)}" if self.chance(share) else ""

    def many_condition(self, entity, of):
        return self.pick(lambda: self.quantified(entity, of), lambda: self.counted(entity, of))

    def quantifier(self):
        word = self.random.choice(("every", "some", "no", "at least 2", "at most 1", "exactly 1", "at least 50% of",
                                   "at most 50% of"))
        return self.use(f"quantifier {word.rstrip(' 0123456789%')}", word)

    def quantified(self, entity, of):
        name, element = self.listed(entity)
        if self.chance(0.3) and self.numeric(element)[0]:
            attribute, unit = self.numeric(element)
            return self.use("quantified comparison", f"{self.quantifier()} {attribute} of {name} of {of}{self.where(element)} "
                                                     f"{self.comparison(unit)}")
        if element == "member" and self.chance(0.4):
            inner = self.use("nested lists", f"number of visits of member{self.where('visit', 0.3)} {self.comparison('number')}")
            return f"{self.quantifier()} {name} of {of} where ({inner}) {self.predicate(element)}"
        return f"{self.quantifier()} {name} of {of}{self.where(element)} {self.predicate(element)}"

    def predicate(self, element):
        """What is said of an element after a quantifier: `has X`, `is at least …` about a plain value is elsewhere."""
        held = self.attribute(element, "event", "date", "reference", "number", "money", "people", "set", "yes/no") or ("code" if element in CODED else "group")
        return self.use("has", f"has {held}")

    def counted(self, entity, of):
        """A comparison of an aggregate."""
        name, element = self.listed(entity)
        where = self.where(element)
        attribute, unit = self.numeric(element)
        date = self.attribute(element, "event", "date")
        form = self.random.choice(("number", "share", "sum", "average", "earliest", "latest"))
        if form in ("sum", "average") and attribute and unit != "share":
            return self.use(form, f"{form} of {attribute} of {name} of {of}{where} {self.comparison(unit)}")
        if form in ("earliest", "latest") and date:
            return self.use(form, f"{form} {date} of {name} of {of}{where} is {self.random.choice(('before', 'after'))} "
                                  f"{self.day()}")
        if form == "share":
            return self.use(form, f"share of {name} of {of}{where} for which {self.condition(element, 0)} "
                                  f"{self.comparison('share')}")
        return self.use("number", f"number of {name} of {of}{where} {self.comparison('number')}")

    # -- lettered lists

    def letters(self, items, joint=None):
        joint = joint or self.random.choice(("and", "or"))
        texts = [f"({'abcdef'[i]}) {item}" for i, item in enumerate(items)]
        return " ".join([t + "," for t in texts[:-2]] + [f"{texts[-2]} {joint}", texts[-1]])

    def names(self, values):
        """Letters of names after a verb: all of, any of, at least N of, or by their own word."""
        items = self.random.sample(values, self.random.choice((2, 3)))
        word = self.random.choice(("all of", "any of", "at least 2 of", ""))
        joint = {"all of": "and", "any of": "or", "at least 2 of": "and"}.get(word)
        return self.use(f"letters of names {word}", f"{word} {self.letters(items, joint)}".strip())

    def letters_of_conditions(self, entity, of):
        word = self.random.choice(("all of", "any of", "none of", "at least 2 of"))
        items = [self.condition(entity, 0, of) for _ in range(self.random.choice((2, 3)))]
        if self.chance(0.25):
            inner = [self.condition(entity, 0, of) for _ in range(2)]
            nested = self.random.choice(("all of", "any of"))
            items[-1] = self.use("nested letters", f"{nested} (i) {inner[0]} {'and' if nested == 'all of' else 'or'} "
                                                   f"(ii) {inner[1]}")
        joint = {"all of": "and", "at least 2 of": "and"}.get(word, "or")
        return self.use(f"letters of conditions {word}", f"{word} {self.letters(items, joint)}")
