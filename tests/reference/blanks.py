"""Small descriptions in which all is known that a rule can read, but for a few cells; and every completion of these."""

import copy
import json

import days
from cells import SILENT_BY_DECISION, TODAY, Values
from trial_descriptions import Descriptions
from trial_words import ENTITIES
from vocabulary import fold, same_term

FUTURE = days.text_of(TODAY + 40)
NAMED_BY_CODE = ("preparers", "successors", "area")


class Known(Descriptions):
    """Descriptions in which everything is said."""

    def stated(self, record, name, make):
        value = make()
        record[name] = None if self.chance(0.12) else value

    def several(self, record, name, items):
        record[name] = items[:2]

    def scalar(self, kind):
        return super().scalar(kind) if kind not in ("event", "date") else self.random.choice(
            ("2023-12-31", "2024-02-29", "2024-05-14", "2024-05-31", "2024-06-14", "2024-07-15"))

    def life(self, record):
        """Some bodies began or ended on a day that is told."""
        for name in ("established", "ended"):
            if self.chance(0.15):
                record[name] = self.scalar("event")

    def record(self, entity, depth=2):
        made = super().record(entity, depth)
        for name in ("holds from", "holds to"):
            made.pop(name, None)
        for name, target in ENTITIES[entity].get("reference", {}).items():
            if depth and name not in made:
                made[name] = self.record(target, depth - 1)
        return made

    def read_by(self, rule):
        """One record or two of each kind that stands by itself, as far as the rule reads them."""
        vocabulary, data = rule.vocabulary, {}
        for entity in ("region", "board", "council", "case", "place", "forum", "member", "staffer", "temp", "aid",
                       "special aid", "plain aid"):
            if any(same_term(entity, text) for text in rule.texts):
                data[entity] = [pruned(rule, vocabulary.entity(entity), self.record(entity))]
        self.named(data)
        data["district"] = [{"code": f"DI{i}"} for i in range(1, 7)]
        return data

    def named(self, data):
        said = json.dumps(data)
        for kind, begin in (("board", "BO"), ("council", "CO")):
            missing = [{"code": f"{begin}{i}"} for i in (1, 2, 3) if f'"{begin}{i}"' in said
                       and f'"code": "{begin}{i}"' not in said]
            if missing:
                data.setdefault(kind, []).extend(missing)


def pruned(rule, entity, record):
    """A record with what the rule can read, and its code."""
    if isinstance(record, str):
        return record  # a code
    kept = {}
    for name, value in record.items():
        attribute = rule.vocabulary.attribute(entity, name)
        if attribute is None or not (attribute.is_unique or rule.reads(attribute)):
            continue
        target = attribute.type.target if attribute.type.name in ("list", "reference") else None
        if target and isinstance(value, list):
            value = [pruned(rule, target, item) for item in value]
        elif target and isinstance(value, dict):
            value = pruned(rule, target, value)
        kept[name] = value
    return kept


class Cell:
    """A cell of a description that is made unknown: where it is, and in which way."""

    def __init__(self, path, attribute):
        self.path, self.attribute = path, attribute

    def put(self, data, content):
        """A copy of the data with something said in this cell; Ellipsis says nothing."""
        data = copy.deepcopy(data)
        at = data
        for step in self.path[:-1]:
            at = at[step]
        if content is Ellipsis:
            at.pop(self.path[-1], None)
        else:
            at[self.path[-1]] = content
        return data

    def get(self, data):
        for step in self.path:
            data = data[step]
        return data


def cells_of(rule, data):
    """The cells that may be made unknown."""
    found = []

    def walk(entity, record, path):
        for name, value in record.items() if isinstance(record, dict) else ():
            attribute = rule.vocabulary.attribute(entity, name)
            if attribute.is_unique or name in SILENT_BY_DECISION or any(same_term(name, t) for t in rule.burdens):
                continue
            found.append(Cell((*path, name), attribute))
            if attribute.type.name == "list":
                for index, item in enumerate(value or []):
                    walk(attribute.type.target, item, (*path, name, index))
            elif attribute.type.name == "reference" and isinstance(value, dict):
                walk(attribute.type.target, value, (*path, name))

    for key, records in data.items():
        for index, record in enumerate(records):
            walk(rule.vocabulary.entity(key), record, (key, index))
    return found


def blanked(random, rule, cell, value):
    """What is said of a cell that is not known, the way in which it is not, and how a completion says a value there."""
    kind = cell.attribute.type.name
    ways = ["silent", "silent"]
    if kind in ("list", "set", "list of values"):
        ways += ["partial"] * 3 * (value is not None)
    else:
        ways += ["stale", "elsewhere"] + ["contradicted"] * (kind == "yes/no") + ["month"] * 4 * (
            kind in ("event date", "date") and value is not None) + ["doubtful days", "history"] * 4 * (kind in (
                "yes/no", "people", "number", "share", "money"))
    way = random.choice(ways)
    if way == "silent":
        return way, Ellipsis
    if way == "partial":
        return way, {"partial": [] if random.random() < 0.5 else value[:1]}
    if way == "stale":
        return way, {"value": None, "review by": "2024-06-01"}
    if way == "contradicted":
        return way, [{"value": True}, {"value": False}]
    if way == "month":
        return way, value[:random.choice((4, 7, 7))]
    if way == "elsewhere":
        return way, {"value": value, "from": FUTURE}
    if way == "doubtful days":
        return way, {"value": value, "from": random.choice(("2024-06", "2024-05", "2024")), "to": "2025-01-01"}
    return way, {"value": value, "to": random.choice(("2024-05-14", "2024-04", "2023-12-31"))}


def completions(rule, cell, way, said, values):
    """Everything that a cell may come to say where all is known."""
    if way == "month":
        first, last = days.days_of(said)
        inside = {first, last} | {d for d in values.days(False) if first <= d <= last}
        return [days.text_of(d) for d in sorted(inside)]
    options = values.of(cell.attribute)
    if way == "partial":
        kept = said["partial"]
        same = [fold(json.dumps(k)) for k in kept]
        if cell.attribute.type.name == "list":
            return [kept + more for more in options if len(more) < 2 or len(kept) < 2]
        return [o for o in options if {fold(json.dumps(x)) for x in o} >= set(same)]
    if way == "elsewhere":
        return [[{"value": o, "to": days.text_of(days.day_of(FUTURE) - 1)}, said] for o in options]
    if way == "doubtful days":
        first, last = days.days_of(said["from"])
        inside = {first, last} | {d for d in values.days(False) if first <= d <= last}
        return [[{"value": o, "to": days.text_of(d - 1)}, {**said, "from": days.text_of(d)}]
                for d in sorted(inside) for o in options]
    if way == "history":
        first, last = days.days_of(said["to"])
        inside = {first, last} | {d for d in values.days(False) if first <= d <= last}
        return [[{**said, "to": days.text_of(d)}, {"value": o, "from": days.text_of(d + 1)}]
                for d in sorted(inside) for o in options]
    if rule.has_days_of_its_own and cell.attribute.type.name == "yes/no":
        options = options + [[{"value": a, "to": days.text_of(d)}, {"value": b, "from": days.text_of(d + 1)}]
                             for d in values.days(True) for a, b in ((True, False), (False, True)) if d < TODAY]
    return options


def suffixed(data, suffix):
    """A description whose records are its own: every code with a suffix."""
    if isinstance(data, list):
        return [suffixed(item, suffix) for item in data]
    if not isinstance(data, dict):
        return data
    made = {}
    for name, value in data.items():
        if name in ("code", "id") and isinstance(value, str):
            made[name] = value + suffix
        elif name in NAMED_BY_CODE:
            made[name] = _named(value, suffix)
        else:
            made[name] = suffixed(value, suffix)
    return made


def _named(value, suffix):
    if isinstance(value, str):
        return value + suffix
    if isinstance(value, list):
        return [_named(item, suffix) for item in value]
    return {k: _named(v, suffix) if k in ("partial", "complete", "value") else v for k, v in value.items()} if isinstance(
        value, dict) else value
