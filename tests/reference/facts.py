"""A description of systems (data.md, JSON alone): records of entities, and what is said of them on a day.

Kept as it was said: each attribute of a record has a list of statements, and reading one on a day weighs them anew.
"""

import json
from fractions import Fraction

import days
import values
from days import FIRST_DAY, LAST_DAY
from values import ABSENT, UNKNOWN, Collection, Value, all_of, any_of, compare, negate
from vocabulary import fold

EVIDENCE_KEYS = {"value", "source", "kind", "from", "to", "recorded", "reviewby", "complete", "partial"}
FINDING_KEYS = {"finder", "role", "body", "date", "basis", "reviewdate"}
REGISTERS = ("waivers", "attestations", "answers", "functions")
DAY_OF_REGISTER = {"waivers": "approved", "attestations": "date", "answers": "date"}  # on which a row was written down
NOT_APPLICABLE = "not applicable"


class Span:
    """From when to when something holds: the days that the first and the last may be (decision 60)."""

    def __init__(self):
        self.first, self.last = (FIRST_DAY, FIRST_DAY), (LAST_DAY, LAST_DAY)

    @property
    def is_all_days(self):
        return self.first[0] == FIRST_DAY and self.last[1] == LAST_DAY

    def includes(self, day):
        if day < self.first[0] or day > self.last[1]:
            return False
        return True if self.first[1] <= day <= self.last[0] else None


class Statement:
    """One thing said of one attribute: a value, None for absent, or the records or values of a list."""

    def __init__(self, value, extent="value"):
        self.value, self.extent = value, extent  # extent: value, complete, partial
        self.span, self.review_by = Span(), LAST_DAY
        self.is_dated = False
        self.written = None  # the day on which it was written down, where it says one
        self.finder, self.body, self.found = None, None, None  # of a finding: the role, the body, the day

    def holds_on(self, day, judged):
        """Whether it holds on a day for certain; evidence that is stale as at the day judged says nothing."""
        return self.span.includes(day) is True and judged <= self.review_by

    def is_followed_by(self, other, day):
        """Whether it ends before a day, where another one of its cell begins: it began, and has no last day."""
        if self.span.first[0] == FIRST_DAY or self.span.last[1] != LAST_DAY or other.value == self.value:
            return False
        begun = values.day(*other.span.first)
        return all_of([compare("<", values.day(*self.span.first), begun), compare("<=", begun, values.day(day))])


class Row:
    """A record: of one entity, known by its code or by its place alone."""

    def __init__(self, entity, path):
        self.entity, self.path, self.code = entity, path, None
        self.said = {}  # folded attribute: [Statement]
        self.owner = None  # (row, attribute) where it is nested
        self.held = Span()

    def __repr__(self):
        return self.path

    def is_held_on(self, day):
        return self.held.includes(day)

    @property
    def says_when_held(self):
        return not self.held.is_all_days


def _agree(one, other):
    """Whether two lists may both be true of a day: they are the same, or one is partial and has room in the other."""
    a, b = set(one.value or []), set(other.value or [])
    if "partial" in (one.extent, other.extent):
        return one.extent == other.extent or (a <= b if one.extent == "partial" else b <= a)
    return a == b


class Facts:
    """All records of a description; rows in the order in which they are met."""

    def __init__(self, vocabulary, text, known_by=None):
        self.vocabulary, self.rows, self._by_code, self._references = vocabulary, [], {}, []
        self.known_by = LAST_DAY if known_by is None else days.day_of(known_by)
        self._given_registers = set()
        self.registers = {name: [] for name in REGISTERS}
        data = json.loads(text, parse_float=Fraction, parse_int=Fraction)
        self.nulls = data.pop("nulls", "absent")
        self.as_at = next((days.day_of(v) for k, v in data.items() if fold(k) == "asat"), None)
        for key, content in data.items():
            if fold(key) in ("asat", "source"):
                continue
            if fold(key) in REGISTERS and vocabulary.entity(key) is None:
                self._given_registers.add(fold(key))
                rows = [{fold(k): v for k, v in row.items()} for row in content]
                self.registers[fold(key)] = [row for row in rows if self._is_known(row.get(DAY_OF_REGISTER.get(fold(key))))]
                continue
            entity = vocabulary.entity(key)
            if entity is None:
                raise KeyError(f"no entity {key!r}")
            records = content if isinstance(content, list) else [content]
            for index, record in enumerate(records):
                self._record(entity, record, f"{entity.name}[{index}]", None)
        for statement, index, entity, code in self._references:
            row = self._by_code[self.vocabulary.root(entity), code]
            if index is None:
                statement.value = row
            else:
                statement.value[index] = row
        self._each_once()
        self._holders = {}
        for row in self.rows:
            for attribute, statements in row.said.items():
                for statement in statements:
                    held = statement.value if isinstance(statement.value, list) else [statement.value]
                    for item in held:
                        if isinstance(item, Row):
                            self._holders.setdefault(item, set()).add((row, attribute))

    def _is_known(self, day):
        """Whether what says a day was written down by the day by which things count; what says none was."""
        return day is None or days.days_of(day)[1] <= self.known_by

    def _each_once(self):
        """A record that a list names twice is in it once."""
        for row in self.rows:
            for statement in (s for said in row.said.values() for s in said if isinstance(s.value, list)):
                if any(isinstance(item, Row) for item in statement.value):
                    statement.value = list(dict.fromkeys(statement.value))

    # -- loading

    def _record(self, entity, record, path, owner):
        unique = self.vocabulary.unique(entity)
        code = next((v for k, v in record.items() if unique and fold(k) == fold(unique.name)), None)
        code = code["value"] if isinstance(code, dict) else code
        key = (self.vocabulary.root(entity), code)
        row = self._by_code.get(key) if code is not None else None
        if row is None:
            row = Row(entity, path if code is None else f"{entity.name}[{code}]")
            self.rows.append(row)
            if code is not None:
                row.code = code
                self._by_code[key] = row
        if self.vocabulary.is_a(entity, row.entity):
            row.entity = entity
        row.owner = row.owner or owner
        for key, content in record.items():
            self._say(row, key, content)
        return row

    def _say(self, row, key, content):
        if fold(key) == "holdsfrom":
            row.held.first = days.days_of(content)
        elif fold(key) == "holdsto":
            row.held.last = days.days_of(content)
        else:
            attribute = self.vocabulary.attribute(row.entity, key)
            if attribute is None:
                raise KeyError(f"{row.entity.name} has no attribute {key!r}")
            row.said.setdefault(fold(attribute.name), []).extend(self._statements(row, attribute, content))

    def _statements(self, row, attribute, content):
        is_list = attribute.type.name in ("list", "set", "list of values")
        is_words = attribute.type.name == "set" and attribute.type.element.name != "reference"
        if isinstance(content, list) and (not is_list or is_words and isinstance(next(iter(content), None), dict)):
            # a history
            return [s for part in content for s in self._statements(row, attribute, part)]
        keys = EVIDENCE_KEYS | FINDING_KEYS if attribute.type.target == "finding" else EVIDENCE_KEYS
        if isinstance(content, dict) and content and {fold(k) for k in content} <= keys:
            return self._wrapped(row, attribute, {fold(k): v for k, v in content.items()})
        return [self._plain(row, attribute, content)] if content is not None or self.nulls == "absent" else []

    def _wrapped(self, row, attribute, wrapper):
        extent = next((e for e in ("complete", "partial") if e in wrapper), None)
        content = wrapper[extent or "value"] if extent or "value" in wrapper else None
        recorded = days.days_of(wrapper["recorded"])[1] if "recorded" in wrapper else None
        if content is None and self.nulls != "absent" or recorded is not None and recorded > self.known_by:
            return []
        statement = self._plain(row, attribute, content)
        statement.extent = extent or statement.extent
        if "from" in wrapper:
            statement.span.first = days.days_of(wrapper["from"])
        if "to" in wrapper:
            statement.span.last = days.days_of(wrapper["to"])
        review = wrapper.get("reviewby", wrapper.get("reviewdate"))
        if review is not None:
            statement.review_by = days.days_of(review)[1]
        statement.written = recorded
        self._found(statement, wrapper)
        statement.is_dated = any(key in wrapper for key in ("from", "to", "reviewby"))
        return [statement]

    def _found(self, statement, wrapper):
        """Who found it, and when."""
        role = wrapper.get("finder", wrapper.get("role"))
        statement.finder = self.vocabulary.role(role) if role else None
        statement.body = wrapper.get("body")
        statement.found = days.days_of(wrapper["date"]) if wrapper.get("date") else None
        statement.written = statement.found[1] if statement.found else statement.written

    def _plain(self, row, attribute, content):
        type_ = attribute.type
        if content == NOT_APPLICABLE and not (type_.name == "enum" and self.vocabulary.value(type_.target, content)):
            return Statement(NOT_APPLICABLE)
        if content is None:
            return Statement(None)
        if type_.name in ("list", "set", "list of values"):
            statement = Statement([], "complete")
            element = values.Type("reference", type_.target) if type_.name == "list" else type_.element
            for index, item in enumerate(content):
                self._item(statement, index, element, item, row, attribute)
            return statement
        statement = Statement(None)
        self._item(statement, None, type_, content, row, attribute)
        return statement

    def _item(self, statement, index, type_, content, row, attribute):
        value = None
        if type_.name == "reference" and isinstance(content, dict):
            place = f"{row.path}.{attribute.name}" + ("" if index is None else f"[{index}]")
            value = self._record(type_.target, content, place, (row, attribute))
        elif type_.name == "reference":
            self._references.append((statement, index, type_.target, content))
        else:
            value = self.scalar(type_, content)
        if index is None:
            statement.value = value
        else:
            statement.value.append(value)

    def scalar(self, type_, content):
        """A value as it is compared: a number, a pair of days, a name."""
        if type_.name in values.NUMBERS:
            if type_.name == "duration" and isinstance(content, str):
                count, unit = content.split()
                return Fraction(count) * (7 if unit.startswith("week") else 1)
            if isinstance(content, str) and content.endswith("%"):
                return Fraction(content[:-1]) / 100
            return Fraction(content)
        if type_.name == "financial year":
            return days.financial_year(content)
        if type_.name == "academic year":
            return days.academic_year(content)
        if type_.name == "period":
            return days.period(content)
        if type_.name in values.DAYS:
            return days.days_of(str(content))
        if type_.name == "enum":
            return self.vocabulary.value(type_.target, content)
        if type_.name == "role":
            return self.vocabulary.role(content)
        if type_.name == "yes/no" and isinstance(content, str):
            return {"yes": True, "no": False}[content]
        return content

    # -- reading

    def is_fresh(self, row, attribute, day, oldest):
        """Whether what is said of a cell on a day was written down on a day or later: by itself, by what stands around
        it, by the description. Evidence that nobody dated is not known to be fresh (decision 63)."""
        if oldest is None:
            return True
        written = self._written(row, attribute, day)
        while written is None and row.owner is not None:
            row, attribute = row.owner
            written = self._written(row, attribute, None)
        written = self.as_at if written is None else written
        return written is not None and written >= oldest

    @staticmethod
    def _written(row, attribute, day):
        said = row.said.get(fold(attribute.name), [])
        found = [s.written for s in said if s.written is not None and (day is None or s.span.includes(day))]
        oldest_of_all = attribute.type.name in ("list", "set", "list of values")
        return (min if oldest_of_all else max)(found, default=None)

    def holders(self, row, attributes):
        """The records that hold a record by one of these attributes, whatever the day."""
        wanted = {fold(a.name): a.entity for a in attributes}
        found = [owner for owner, name in self._holders.get(row, ())
                 if name in wanted and self.vocabulary.is_a(owner.entity, wanted[name])]
        return sorted(set(found), key=lambda owner: owner.path)

    def has_register(self, name):
        return name in self._given_registers

    def all_holders(self, row):
        """The records that hold a record by a list or reference, or in which it is nested."""
        root = self.vocabulary.root
        held = [owner for owner, name in self._holders.get(row, ())  # one's like holds nobody
                if self.vocabulary.attribute(owner.entity, name).type.name != "set" and root(owner.entity) != root(row.entity)]
        return held + ([row.owner[0]] if row.owner else [])

    def of_kind(self, entity):
        return [row for row in self.rows if self.vocabulary.is_a(row.entity, entity)]

    def said_on(self, row, attribute, day, judged=None, finder=None):
        """What is said of a scalar or reference on a day, as it was said; None where nothing is."""
        said = row.said.get(fold(attribute.name), [])
        if attribute.type.target == "finding":  # what is found after the day is not found yet
            said = [s for s in said if (s.found is None or s.found[1] <= day) and self._counts(s, row, finder)]
        holding = [(s, all_of([s.span.includes(day), negate(any_of(s.is_followed_by(o, day) for o in said))])) for s in said]
        found = {s.value for s, holds in holding if holds is not False}
        is_fresh = any(s.holds_on(day, day if judged is None else judged) for s, holds in holding if holds is True)
        if len(found) != 1 or not is_fresh:
            return None  # nothing said for certain for the day, said with a contradiction, or stale
        content = found.pop()
        return ABSENT if content is None else content

    @staticmethod
    def _counts(statement, row, finder):
        """Whether a finding counts: of the role that the rule names, or, dated, of the body itself."""
        if finder is None:
            return True
        how, who = finder
        if how == "role":
            return statement.finder == who
        return statement.found is not None and statement.body in (None, who.row.value.code, row.code)

    def read(self, row, attribute, day, finder=None, judged=None):
        """What is said of a scalar or reference on a day."""
        content = self.said_on(row, attribute, day, judged, finder)
        if content is None or content == NOT_APPLICABLE:
            return UNKNOWN
        if content is ABSENT:
            return ABSENT
        if isinstance(content, Row) and content.is_held_on(day) is not True:
            return UNKNOWN  # decision 30
        return self.as_value(attribute.type, content, day)

    @staticmethod
    def as_value(type_, content, day):
        if type_.name in values.NUMBERS:
            return values.number(content)
        if type_.name == "event date":
            first, last = content
            if first > day:
                return ABSENT
            return UNKNOWN if last > day else values.day(first, last)  # decision 27
        if type_.name == "date":
            return values.day(*content)
        if isinstance(content, Row) and content.is_held_on(day) is None:
            return Value(True, True, value=content)
        return values.name(content)  # a year is one thing, not any of its days

    def read_list(self, row, attribute, day, judged=None):
        """The elements of a list or set on a day."""
        judged = day if judged is None else judged
        said = row.said.get(fold(attribute.name), [])
        if attribute.type.name == "set" and attribute.type.element.name != "reference" and any(s.is_dated for s in said):
            return self._set_on(said, day, judged)
        complete = [s for s in said if s.extent != "partial"]
        partial = [s for s in said if s.extent == "partial"]
        if not said or self._contradict(complete, partial):
            return Collection([], False)
        speaks = all(s.holds_on(day, judged) for s in complete[:1] or partial)  # of several that are joined, each
        items = list(complete[0].value or []) if complete else []
        for statement in partial if not complete else []:
            items += [item for item in statement.value if item not in items]
        if attribute.type.name == "list":  # a record that is named twice is there once
            items = list(dict.fromkeys(items))
        if not speaks:  # of what says nothing of time itself nothing is known that day
            items = [i for i in items if isinstance(i, Row) and i.says_when_held]
        held = [i for i in items if not isinstance(i, Row) or i.is_held_on(day) is not False]
        is_certain = all(not isinstance(i, Row) or i.is_held_on(day) is True for i in items)
        has_lost = not is_certain and not (complete and not complete[0].span.is_all_days)
        return Collection(held, bool(complete) and speaks and not has_lost)

    @staticmethod
    def _set_on(said, day, judged):
        """What a set with a history holds on a day: what is certain, where all that may hold beside it agrees."""
        holding = [(s, all_of([s.span.includes(day), negate(any_of(s.is_followed_by(o, day) for o in said))]))
                   for s in said if judged <= s.review_by]
        certain = [s for s, holds in holding if holds is True]
        found = next((s for s in certain if s.extent != "partial"), next(iter(certain), None))
        if found is None or any(not _agree(found, s) for s, holds in holding if holds is not False):
            return Collection([], False)
        return Collection(list(found.value or []), found.extent != "partial")

    @staticmethod
    def _contradict(complete, partial):
        sets = [set(s.value) if s.value is not None else None for s in complete]
        if any(s != sets[0] for s in sets):
            return True
        return bool(sets) and any(sets[0] is None or not set(p.value) <= sets[0] for p in partial)
