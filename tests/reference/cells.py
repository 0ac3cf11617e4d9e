"""The cells that a rule can read, and for each the values that can matter: those on either side of every boundary.

Between two boundaries (a number or day that the rule names, a day that the data name, each moved on by the lengths of
time that the rule names, the ends of its years, the day judged) no comparison can tell one value from another.
"""

import itertools
from fractions import Fraction

import days
from trial_words import AS_AT
from values import Type
from vocabulary import same_term

TODAY = days.day_of(AS_AT)
MOST_VALUES, MOST_SHAPES = 60, 60
SILENT_BY_DECISION = ("established", "ended", "successors", "code", "id")  # silence on them is no doubt


class TooMany(Exception):
    """An enumeration that would not be whole."""


class Rule:
    """What a rule reads: the nodes of its sentence and of all that its words stand for."""

    def __init__(self, vocabulary, nodes):
        self.vocabulary, self.nodes, self.texts = vocabulary, [], set()
        waiting = list(nodes)
        while waiting:
            found = list(waiting.pop().walk())
            self.nodes += found
            for text in {n.text for n in found if n.text} - self.texts:
                self.texts.add(text)
                waiting += self._meaning(text)
        self.burdens = set()
        for node in self.nodes:
            if node.kind in ("unless", "lifted") and node.negated:  # `it shows that`: silence counts as no
                self.burdens |= {n.text for n in node["condition"].walk() if n.text}
        self.spans = {(int(n.number), unit) for n in self.nodes if n.number is not None
                      for unit in [days.unit_of_time(n.text)] if unit}
        self.has_days_of_its_own = any(n.kind in ("throughout", "within", "by", "before", "not later than", "periodic")
                                       or (n.kind == "cadence") for n in self.nodes)

    def _meaning(self, text):
        v, found = self.vocabulary, []
        for verb in v.verbs:
            if verb.name == text:
                found += [n for n in (verb.condition, verb.happens, verb.about) if n]
        found += [d.node for d in v.definitions if same_term(d.term, text) or same_term(d.other, text)]
        found += [v.let(text)] if v.let(text) else []
        place = v.place_of_reading(text)
        found += [value for named in v.readings[place].values() for value in named.values()] if place else []
        return found + [rule for rule in v.rules if rule.text == text]

    def reads(self, attribute):
        """Whether it can read an attribute: by its name, by what it leads to, or by one of its values."""
        if any(same_term(text, attribute.name) for text in self.texts):
            return True
        target = attribute.type.target or (attribute.type.element and attribute.type.element.target)
        if attribute.type.name == "enum" or (attribute.type.element and attribute.type.element.name == "enum"):
            return any(self.vocabulary.value(target, text) for text in self.texts)
        if not hasattr(target, "attributes"):
            return False
        return any(self._touches(target, text) for text in self.texts)

    def _touches(self, target, text):
        v, entity = self.vocabulary, self.vocabulary.entity(text)
        return entity is not None and (v.is_a(entity, target) or v.is_a(target, entity))

    def numbers(self):
        found = {Fraction(0), Fraction(1)} | {n.number for n in self.nodes if n.number is not None}
        return sorted(found)

    def days(self, more=()):
        """The days beyond which something may change."""
        found = {TODAY, *more} | {d for n in self.nodes if n.days for d in n.days}
        kinds = {kind for kind in days.FIRST_MONTHS for n in self.nodes if n.word and kind.split()[0] + " year" in n.word}
        for kind in kinds:
            found |= {end for first, last in days.years_between(kind, TODAY - 1300, TODAY) for end in (first - 1, last)}
        said = set(found)
        for count, unit in self.spans:
            if unit != "working day":
                found |= {days.add_time(d, sign * count, unit) for d in said for sign in (1, -1)}
        return sorted(d for d in found if days.FIRST_DAY < d < days.LAST_DAY - 400)


class Values:
    """The values that can matter of each kind of cell; `known`: the days that stand in the data."""

    def __init__(self, rule, known, codes):
        self.rule, self.known, self.codes, self.made = rule, known, codes, 0

    def of(self, attribute, depth=2):
        """Every value of a cell as it stands in a description, absence among them."""
        kind = attribute.type.name
        if kind in ("list", "set", "list of values"):
            return self._lists(attribute, depth)
        found = [None] + self._scalars(attribute, depth)
        if len(found) > MOST_VALUES:
            raise TooMany(attribute.name)
        return found

    def _scalars(self, attribute, depth):
        type_, v = attribute.type, self.rule.vocabulary
        if type_.name == "yes/no":
            return [True, False]
        if type_.name == "enum":
            return list(v.enums[type_.target])
        if type_.name == "role":
            return list(v.roles)
        if type_.name == "text":
            return ["A", "B"]
        if type_.name == "financial year":
            return ["2021/22", "2022/23", "2023/24", "2024/25"]
        if type_.name in ("event date", "date"):
            return [days.text_of(d) for d in self.days(type_.name == "event date")]
        if type_.name == "reference":
            return self._shapes(type_.target, depth - 1)
        step = Fraction(1) if type_.name == "people" else Fraction(1, 100)
        top = Fraction(1) if type_.name == "share" else None
        return [plain(n) for n in sorted({n + s for n in self.rule.numbers() for s in (-step, 0, step)})
                if (n >= 0 or type_.name == "number") and (top is None or n <= top)
                and (type_.name != "people" or n.denominator == 1)]

    def days(self, has_happened):
        """Each boundary, the day before and the day after; of what has happened, one day of all that lie ahead."""
        found = sorted({d + s for d in self.rule.days(self.known) for s in (-1, 0, 1)})
        return [d for d in found if d <= TODAY + 1] if has_happened else found

    def _lists(self, attribute, depth):
        type_ = attribute.type
        if type_.name == "list" and type_.target.name not in self.codes:
            shapes = self._shapes(type_.target, depth - 1)
            return [[]] + [[s] for s in shapes] + [[s, self._again(type_.target, s)] for s in shapes]
        element = type_.element or Type("reference", type_.target)
        if element.name == "enum":
            options = self.rule.vocabulary.enums[element.target]
        elif element.name == "reference":
            options = self.codes.get(element.target.name, [])
        else:
            options = [plain(n) for n in self.rule.numbers()]
        if len(options) > 4:
            raise TooMany(attribute.name)
        return [list(some) for n in range(len(options) + 1) for some in itertools.combinations(options, n)]

    def _shapes(self, entity, depth):
        """Every record that can stand there, as far as the rule can read it."""
        v = self.rule.vocabulary
        read = [a for a in v.attributes(entity) if self.rule.reads(a) and a.name not in SILENT_BY_DECISION]
        if depth <= 0:
            read = [a for a in read if a.type.name not in ("list", "reference")]
        ways, count = [], 1
        for attribute in read:
            ways.append([(attribute.name, value) for value in self.of(attribute, depth)])
            count *= len(ways[-1])
            if count > MOST_SHAPES:
                raise TooMany(entity.name)
        return [self._again(entity, dict(way)) for way in itertools.product(*ways)]

    def _again(self, entity, record):
        """The same once more, with a code of its own."""
        unique = self.rule.vocabulary.unique(entity)
        self.made += 1
        return {**record, unique.name: f"NEW{self.made}"} if unique else dict(record)


def plain(number):
    return int(number) if number.denominator == 1 else float(number)
