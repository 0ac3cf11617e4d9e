"""Seeded random rules and descriptions over the vocabulary of trial.rules: valid by construction, as text to read."""

import json
import os
import random

HERE = os.path.dirname(os.path.abspath(__file__))
AS_AT = "2024-06-15"
DAYS = ("2022-02-28", "2023-12-31", "2024-01-31", "2024-02-29", "2024-05-14", "2024-05-18", "2024-05-31", "2024-06-14",
        "2024-06-15", "2024-06-16", "2024-07-15", "2025-03-31")
VAGUE_DAYS = ("2024-05", "2024-06", "2023", "2024")
KINDS = ("annual report", "forward plan", "needs study")
TOPICS = ("inclusion", "safeguarding", "transport")
GROUPS = ("families", "carers", "children")
SECTORS = ("health", "police", "housing", "schools")
DELAYS = ("school shut", "illness", "holiday")
ROLES = ("lead officer", "chief nurse", "clerk")

BODY = {
    "people": ("staff", "vacancies"), "money": ("budget",), "number": ("rating",), "share": ("quality",),
    "yes/no": ("registered",), "clause": ("audit is clean", "conduct is sound"), "event": ("opened",),
    "date": ("next review",), "set": {"themes": TOPICS}, "text": ("name",),
    "list": {"posts": "post", "documents": "document", "meetings": "meeting"},
}
ENTITIES = {
    "body": BODY,
    "board": {**BODY, "people": BODY["people"] + ("reach",)},
    "council": {**BODY, "list": {**BODY["list"], "cases": "case"}},
    "region": {"people": ("reach",), "list": {"places": "place", "councils": "council"}, "reference": {"board": "board"}},
    "place": {"people": ("residents",), "share": ("rate",), "reference": {"forum": "forum"}},
    "forum": {"yes/no": ("joint working",), "clause": ("seat is filled",), "event": ("formed",),
              "list": {"members": "member"}},
    "member": {"number": ("weight",), "enum": {"sector": SECTORS}, "list": {"visits": "visit"}},
    "visit": {"number": ("guests",), "event": ("made on day",)},
    "case": {"clause": ("plan is needed",), "event": ("received", "decided", "plan sent"), "date": ("target",),
             "set": {"delays": DELAYS}, "money": ("cost",)},
    "post": {"role": ("title",), "number": ("hours",), "reference": {"holder": "person", "deputy": "person"}},
    "person": {"yes/no": ("voting",), "number": ("grade",)},
    "document": {"enum": {"kind": KINDS}, "event": ("prepared", "published"), "set": {"topics": TOPICS},
                 "number": ("pages",), "year": ("financial year",)},
    "meeting": {"enum": {"matter": KINDS, "group": GROUPS}, "event": ("convened",)},
    "district": {},
}
NUMERIC = ("people", "money", "number", "share")
CODED = ("board", "council", "region", "place", "forum", "member", "visit", "case", "district")
AMOUNTS = {"people": ("0", "1", "2", "3", "5", "1 million"), "money": ("£0", "£10", "£20.50", "£1000"),
           "number": ("0", "1", "2", "2.5", "3", "0.1"), "share": ("0%", "25%", "50%", "75%", "100%", "33.3%")}


class Sentences:
    """Writes rules."""

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
        return text or f"it has {'code' if entity in CODED else 'group'}"

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
            if op == "*" and self.chance(0.1):
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

    # -- requirements

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

    # -- rules

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
                                   self.pair, self.applies, self.applies_to_other, self.check, self.description))
        return self.use(f"rule {form.__name__}", form(f"R{self.number:03}"))

    def written(self, name, heads, sentence, tails=""):
        return f'rule {name} "Rule {name}"\n{heads}  {sentence}\n{tails}'

    def sentence(self, name, subject, entity, of, applies="", context=None):
        limit = self.limit(context or entity)
        modality = self.modality()
        requirement = self.requirement(entity, of)
        if requirement.startswith(("ensure", "have at least 5", "have at least 7")) or "letters" in requirement:
            limit = ""  # what ends in a condition takes no limit
        if " where " in requirement:
            limit = ""
        return self.written(name, self.heads() + applies, f"{subject} {modality} {requirement}{limit}",
                            self.tails(context or entity, bool(limit), "not" in modality))

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
        with open(os.path.join(HERE, "trial.rules"), encoding="utf-8") as model:
            return [model.read()] + [self.rule() for _ in range(count)]


class Descriptions:
    """Writes descriptions."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.codes, self.used = {}, {}

    def chance(self, share):
        return self.random.random() < share

    def code(self, entity):
        self.codes[entity] = self.codes.get(entity, 0) + 1
        return f"{entity[:2].upper()}{self.codes[entity]}"

    def use(self, state, value):
        self.used[state] = self.used.get(state, 0) + 1
        return value

    def scalar(self, kind):
        if kind in ("people", "number", "money", "share"):
            return {"people": lambda: self.random.choice((0, 1, 2, 3, 5, 1000000)),
                    "number": lambda: self.random.choice((0, 0.1, 1, 2, 2.5, 3, -1)),
                    "money": lambda: self.random.choice((0, 10, 20.5, 1000)),
                    "share": lambda: self.random.choice((0, 0.25, 0.333, 0.5, 0.75, 1))}[kind]()
        if kind in ("event", "date"):
            return self.random.choice(VAGUE_DAYS) if self.chance(0.1) else self.random.choice(DAYS)
        return self.random.choice({"yes/no": (True, False), "clause": (True, False), "text": ("A", "B"),
                                   "role": ROLES, "year": ("2023/24", "2024/25")}[kind])

    def stated(self, record, name, make):
        """Puts a fact in a record: known, absent, unknown, or true on certain days."""
        way = self.random.random()
        if way < 0.58:
            record[name] = self.use("known", make())
        elif way < 0.70:
            record[name] = self.use("absent", None)
        elif way < 0.78:
            first, last = sorted(self.random.sample(DAYS, 2))
            wrapper = {"value": make() if self.chance(0.8) else None, "from": first, "to": last}
            if self.chance(0.3):
                del wrapper[self.random.choice(("from", "to"))]
            record[name] = self.use("dated", wrapper)
        elif way < 0.80:
            record[name] = self.use("history", [{"value": make(), "from": "2020-01-01", "to": "2024-06-14"},
                                                {"value": make(), "from": "2024-06-15", "to": "2024-12-31"}])
        elif way < 0.82:
            record[name] = self.use("evidence", {"value": make(), "source": "minutes",
                                                 "review by": self.random.choice(("2024-06-14", "2024-06-15"))})
        else:
            self.use("unknown", None)

    def several(self, record, name, items):
        way = self.random.random()
        if way < 0.62:
            record[name] = self.use("complete list", items)
        elif way < 0.80:
            record[name] = self.use("partial list", {"partial": items})
        elif way < 0.86:
            record[name] = self.use("absent list", None if self.chance(0.5) else [])
        elif way < 0.94:
            first, last = sorted(self.random.sample(DAYS, 2))
            form = self.random.choice(("complete", "complete", "partial", "value"))
            said = {form: items if form == "partial" or self.chance(0.8) else None, "from": first, "to": last}
            if said[form] is None:
                said = {"value": None, "from": first, "to": last}
            if self.chance(0.3):
                del said[self.random.choice(("from", "to"))]
            if self.chance(0.2):
                said = {form: items, "review by": self.random.choice(("2024-06-14", "2024-06-15"))}
            record[name] = self.use("list of certain days", said)
        else:
            self.use("unknown list", None)

    def record(self, entity, depth=3):
        content = ENTITIES[entity]
        record = {"code": self.code(entity)} if entity in CODED else {}
        if entity == "person" and self.chance(0.7):
            record["id"] = self.code("person")
        for kind in ("people", "number", "money", "share", "event", "date", "yes/no", "clause", "text", "role", "year"):
            for name in content.get(kind, ()):
                self.stated(record, name, lambda k=kind: self.scalar(k))
        for name, values in content.get("enum", {}).items():
            self.stated(record, name, lambda v=values: self.random.choice(v))
        for name, values in content.get("set", {}).items():
            self.several(record, name, self.random.sample(values, self.random.randint(1, len(values))))
        if depth:
            self.nested(record, entity, depth)
        if entity not in ("region", "board", "council", "person", "forum") and self.chance(0.08):
            record["holds from"] = self.use("holds from", self.random.choice(DAYS))
        elif entity in ("post", "member", "place", "case") and self.chance(0.08):
            record["holds to"] = self.use("holds to", self.random.choice(DAYS))
        return record

    def nested(self, record, entity, depth):
        for name, target in ENTITIES[entity].get("reference", {}).items():
            way = self.random.random()
            if way < 0.6:
                record[name] = self.record(target, depth - 1)
            elif way < 0.8:
                record[name] = self.use("absent reference", None)
        for name, target in ENTITIES[entity].get("list", {}).items():
            count = self.random.choice((0, 1, 1, 2, 2, 3))
            self.several(record, name, [self.record(target, depth - 1) for _ in range(count)])
        if entity in ("board", "council", "body"):
            self.several(record, "scores", [self.scalar("number") for _ in range(self.random.randint(0, 3))])
        if entity in ("board", "council"):
            codes = [f"DI{self.random.randint(1, 6)}" for _ in range(self.random.randint(0, 2))]
            self.several(record, "area", sorted(set(codes)))

    def description(self, scale=3):
        data = {"region": [self.record("region") for _ in range(scale)],
                "board": [self.record("board") for _ in range(scale)],
                "council": [self.record("council") for _ in range(scale)],
                "case": [self.record("case", 0) for _ in range(scale)],
                "place": [self.record("place") for _ in range(scale)],
                "forum": [self.record("forum") for _ in range(scale)],
                "member": [self.record("member") for _ in range(scale // 2)]}
        listed = [b for b in data["council"] if isinstance(b.get("cases"), list) and b["cases"]]
        if listed and self.chance(0.6):  # the same record said twice, once by its code
            self.use("reference by code", None)
            data["case"].append(dict(self.random.choice(listed)["cases"][0]))
        if self.chance(0.6):  # and again with another fact, which may contradict the first
            self.use("two records of one code", None)
            again = {"code": self.random.choice(data["council"])["code"]}
            self.stated(again, "staff", lambda: self.scalar("people"))
            self.stated(again, "registered", lambda: self.scalar("yes/no"))
            self.several(again, "themes", self.random.sample(TOPICS, 2))
            data["council"].append(again)
        data["district"] = [{"code": f"DI{i}"} for i in range(1, 7)]
        return json.dumps(data, indent=1)
