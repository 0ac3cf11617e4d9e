"""Seeded random descriptions of the entities of trial.rules."""

import json
import random

from trial_words import DAYS, VAGUE_DAYS, TOPICS, ROLES, ENTITIES, CODED

NEAR = ("staffer", "special aid", "plain aid", "temp", "aid")  # whose codes would begin alike


class Descriptions:
    """Writes descriptions."""

    def __init__(self, seed):
        self.random = random.Random(seed)
        self.codes, self.used = {}, {}

    def chance(self, share):
        return self.random.random() < share

    def code(self, entity):
        self.codes[entity] = self.codes.get(entity, 0) + 1
        return f"{entity[:2].upper() + entity[-3:] * (entity in NEAR)}{self.codes[entity]}"

    def use(self, state, value):
        self.used[state] = self.used.get(state, 0) + 1
        return value

    def scalar(self, kind):
        if kind in ("people", "number", "money", "share"):
            return {"people": lambda: self.random.choice((0, 1, 2, 3, 5, 1000000)),
                    "number": lambda: self.random.choice((0, 0.1, 1, 2, 2.5, 3, -1)),
                    "money": lambda: self.random.choice((0, 10, 20.5, 1000)),
                    "share": lambda: self.random.choice((0, 0.25, 0.333, 0.5, 0.75, 1))}[kind]()
        if kind == "duration":
            return self.random.choice(("1 day", "5 days", "2 weeks"))
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
        elif way < 0.81:
            record[name] = self.use("recorded", self.recorded({"value": make() if self.chance(0.8) else None}))
        elif way < 0.82:
            record[name] = self.use("evidence", {"value": make(), "source": "minutes",
                                                 "review by": self.random.choice(("2024-06-14", "2024-06-15"))})
        else:
            self.use("unknown", None)

    def recorded(self, said):
        """With the day on which it was written down; of what is said twice one may have been corrected later."""
        said["recorded"] = self.random.choice(DAYS + VAGUE_DAYS)
        if not self.chance(0.4):
            return said
        return [{**said, "to": "2024-06-14"}, {**said, "from": "2024-06-15", "recorded": self.random.choice(DAYS)}]

    def known_by(self):
        """By which day what counts was written down; mostly any."""
        return self.use("known by", self.random.choice(DAYS)) if self.chance(0.4) else None

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
                said["recorded"] = self.use("recorded list", self.random.choice(DAYS))
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
        for kind in ("people", "number", "money", "share", "event", "date", "yes/no", "clause", "text", "role", "year", "duration"):
            for name in content.get(kind, ()):
                self.stated(record, name, lambda k=kind: self.scalar(k))
        for name, values in content.get("enum", {}).items():
            self.stated(record, name, lambda v=values: self.random.choice(v))
        for name, values in content.get("set", {}).items():
            self.several(record, name, self.random.sample(values, self.random.randint(1, len(values))))
        if entity == "document":
            self.prepared(record)
        if entity == "council":
            self.life(record)
        if depth:
            self.nested(record, entity, depth)
        if entity not in ("region", "board", "council", "person", "forum") and self.chance(0.08):
            record["holds from"] = self.use("holds from", self.random.choice(DAYS))
        elif entity in ("post", "member", "place", "case") and self.chance(0.08):
            record["holds to"] = self.use("holds to", self.random.choice(DAYS))
        return record

    def prepared(self, record):
        """Who prepared a document; some are the document of several bodies, by its code."""
        if self.chance(0.5):
            record["code"] = self.code("document") if self.chance(0.8) else f"DO{self.random.randint(1, 5)}"
        self.several(record, "preparers", self.random.sample(("BO1", "BO2", "BO3", "CO1", "CO2", "CO3"), 2))

    def life(self, record):
        """When a council began and ended, and who took over."""
        if self.chance(0.3):
            self.stated(record, "established", lambda: self.scalar("event"))
        if self.chance(0.3):
            self.stated(record, "ended", lambda: self.scalar("event"))
            record["successors"] = self.use("successors", self.random.sample(
                sorted({"CO1", "CO2", "CO3"} - {record["code"]}), self.random.choice((1, 2))))

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

    def named(self, data):
        """With those that are named as preparers and successors, where nothing else is said of them."""
        said = json.dumps(data)
        for kind, begin in (("board", "BO"), ("council", "CO")):
            data[kind] += [{"code": f"{begin}{i}"} for i in (1, 2, 3) if f'"code": "{begin}{i}"' not in said]
        return data

    def registers(self, data):
        """Waivers and attestations of rules that may be there, for subjects that are."""
        codes = [r["code"] for key in ("board", "council", "case", "place", "forum") for r in data[key]]
        days = ("2024-02-29", "2024-06-14", "2024-06-15", "2024-06-16", "2024-12-31")
        def row():
            return {"rule": f"R{self.random.randint(1, 40):03}", "subject": self.random.choice(codes)}
        for _ in range(self.random.choice((0, 6))):
            first, last = sorted(self.random.sample(days, 2))
            data.setdefault("waivers", []).append(self.use("waiver", {
                **row(), "power": "AN-ACT section 9", "approver": "clerk", "approved": first, "reason": "r", "last day": last}))
        if self.chance(0.7):
            data["answers"] = [self.use("answer", {
                "question": f"R{self.random.randint(1, 40):03}", "subject": self.random.choice([r["code"] for r in data["board"]]),
                "answer": "yes", "by": "clerk", **dict(zip(("date", "review by"), sorted(self.random.sample(days, 2))))})
                for _ in range(12)]
        for _ in range(self.random.choice((0, 12))):
            first, last = sorted(self.random.sample(days, 2))
            data.setdefault("attestations", []).append(self.use("attestation", {
                **row(), "value": self.chance(0.8), "role": "clerk", "date": first, "expiry": last}))

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
        for name in ("staffer", "temp", "aid", "special aid", "plain aid"):
            data[name] = [self.record(name) for _ in range(scale // 2)]
        self.named(data)
        self.registers(data)
        data["district"] = [{"code": f"DI{i}"} for i in range(1, 7)]
        return json.dumps(data, indent=1)
