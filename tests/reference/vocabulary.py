"""The vocabulary of rule files, read from their trees: entities, attributes, enumerations, roles, verbs, sources."""

from functools import lru_cache

from days import Calendar
import variations
from values import Type

FORCES = ("binding", "own", "have regard", "advice", "not law")  # strongest first
KINDS_OF_FORCE = {
    "binding": ("act", "regulations", "order", "direction", "judgment"),
    "own": ("constitution", "standing orders", "terms of reference", "resolution", "agreement"),
    "have regard": ("statutory guidance", "code of practice"),
    "advice": ("guidance", "report"),
    "not law": ("consultation", "bill", "research"),
}


@lru_cache(maxsize=None)
def fold(text):
    """Case, spaces, hyphens and underscores do not matter."""
    return "".join(c for c in text.lower() if c not in " -_")


def plural(text):
    if text.endswith("y") and text[-2:-1] not in "aeiou":
        return text[:-1] + "ies"
    return text + ("es" if text.endswith(("s", "x", "ch", "sh")) else "s")


@lru_cache(maxsize=None)
def same_term(a, b):
    """One term, in singular or plural."""
    if fold(a) == fold(b):
        return True
    return fold(plural(a)) == fold(b) or fold(a) == fold(plural(b))


class Attribute:
    def __init__(self, entity, name, type_, is_unique, inverse, is_one=False):
        self.entity, self.name, self.type, self.is_unique, self.inverse = entity, name, type_, is_unique, inverse
        self.is_one = is_one


class Entity:
    def __init__(self, name, title, parent, is_special=False):
        self.name, self.title, self.parent, self.attributes, self.is_special = name, title, parent, [], is_special


class Verb:
    def __init__(self, node):
        self.name, self.is_be = node.text, node.word == "be"
        self.entity = node["entity"].text
        self.patterns = [p for p in node.list("patterns") if p.kind in ("parameter", "pattern")]
        self.condition, self.happens, self.about = node["condition"], node["happens"], node["about"]


class Definition:
    """`define X means Y where C`, `X includes Z`, `Z where C counts as X`: `term` X, `other` what is an X, `where` C."""

    def __init__(self, node):
        self.node, self.word = node, node.word
        term, other = (node["means"], node["what"]) if node.word == "counts as" else (node["what"], node["means"])
        self.term, self.other = _head(term), _head(other)
        self.where = other["where"] if other.kind == "noun" else None
        self.periods = [(p["from"].days[0], p["to"].days[1] if p["to"] else None)
                        for h in node.list("heads") if h.kind == "in force" for p in h.items]


def _head(node):
    return (node["path"] if node.kind == "noun" else node).items[0].text


class Vocabulary:
    def __init__(self, files):
        self.entities, self.enums, self.roles, self.verbs, self.sources, self.rules = {}, {}, {}, [], {}, []
        self.definitions, self.lets, self.readings, self.calendars, self.terms, self.exercised = [], {}, {}, {}, [], []
        declarations = list(variations.declared(files))
        self.local_texts = variations.texts_of(declarations)
        for node in declarations:
            self._declare(node)
        for node in declarations:
            if node.kind == "entity":
                self._attributes(node)
            elif node.kind == "verb":
                self.verbs.append(Verb(node))
            elif node.kind in ("rule", "statement", "question"):
                self.rules.append(node)
            elif node.kind == "define":
                self.definitions.append(Definition(node))
            elif node.kind == "reading":
                self._reading(node)
            elif node.kind == "exercised":
                self.exercised.append(node)

    def _declare(self, node):
        if node.kind == "entity" and fold(node.text) not in self.entities:
            title = node["title"].text if node["title"] else ""
            self.entities[fold(node.text)] = Entity(node.text, title, node["parent"].text if node["parent"] else None,
                                                   node.negated)
        elif node.kind == "enum":
            self.enums[fold(node.text)] = [t.text for t in node.list("values")]
        elif node.kind == "role":
            self.roles[node.text] = [node.text] + [t.text for t in node.list("aliases")]
        elif node.kind == "source":
            kinds = [c.text for c in node.list("clauses") if c.word == "kind"]
            self.sources[node.text] = force_of_kind(kinds[0] if kinds else "")

        elif node.kind == "let":
            self.lets[fold(node.text)] = node["value"]
        elif node.kind == "term":
            self.terms.append(node.text)
        elif node.kind == "calendar":
            self.calendars[node.text] = Calendar(node.text, [d.days[0] for d in node.list("days")])

    def _reading(self, node):
        """Readings of one place are alternatives; each gives a value to a name."""
        cite = node["cite"]
        labels = [(label.word, label.text) for label in cite["place"].items] if cite["place"] else []
        values = self.readings.setdefault((cite.text, *labels), {}).setdefault(node["name"].text, {})
        values[fold(node["what"].items[0].text)] = node["value"]

    def _attributes(self, node):
        entity = self.entity(node.text)
        for a in node.list("attributes"):
            inverse = a["inverse"].text if a["inverse"] else None
            unique = "unique" in (a.word or "")
            entity.attributes.append(Attribute(entity, a.text, self._type(a["type"]), unique, inverse,
                                               a["type"].word == "one"))

    def _type(self, node):
        built_in, of = node.text, node["of"].text if node["of"] else None
        if of is None:
            if node.word in ("list", "set"):
                return Type("list of values", element=Type(built_in)) if node.word == "list" else \
                    Type("set", element=Type(built_in))
            return Type("yes/no", "finding") if built_in == "finding" else Type(built_in)
        if self.entity(of):
            if node.word == "set":
                return Type("set", element=Type("reference", self.entity(of)))
            return Type("list" if node.word == "list" else "reference", self.entity(of))
        if fold(of) not in self.enums:
            raise KeyError(f"no entity or enumeration {of!r}")
        enum = Type("enum", fold(of))
        return enum if node.word in ("plain", "one", None) else Type("set", element=enum)

    # -- finding by name

    def entity(self, term):
        """The entity of that name or title, also in the plural."""
        for entity in self.entities.values():
            if same_term(entity.name, term) or (entity.title and same_term(entity.title, term)):
                return entity
        return None

    def let(self, term):
        """What a `let` of that name says; None where there is none."""
        return self.lets.get(fold(term))

    def place_of_reading(self, term):
        """The place whose readings give that name a value; None where none does."""
        return next((place for place, named in self.readings.items() for given in named.values() if fold(term) in given), None)

    def is_term(self, text):
        return any(same_term(t, text) for t in self.terms)

    def definitions_of(self, term):
        return [d for d in self.definitions if same_term(d.term, term)]

    def ancestors(self, entity):
        while entity:
            yield entity
            entity = self.entities[fold(entity.parent)] if entity.parent else None

    def is_a(self, entity, kind):
        return kind in self.ancestors(entity)

    def root(self, entity):
        return list(self.ancestors(entity))[-1]

    def attributes(self, entity):
        return [a for e in self.ancestors(entity) for a in e.attributes]

    def attribute(self, entity, term):
        exact = [a for a in self.attributes(entity) if fold(a.name) == fold(term)]
        near = [a for a in self.attributes(entity) if same_term(a.name, term)]
        return (exact or near or [None])[0]

    def unique(self, entity):
        return next((a for a in self.attributes(entity) if a.is_unique), None)

    def value(self, enum, term):
        """An enumeration's value in its canonical form."""
        return next((v for v in self.enums[enum] if same_term(v, term)), None)

    def role(self, term):
        return next((r for r, names in self.roles.items() if any(same_term(n, term) for n in names)), None)

    def force(self, cited):
        """The force of a rule that cites these sources: the strongest; without a citation it is one's own rule."""
        forces = [self.sources[source] for source in cited]
        return min(forces, key=FORCES.index) if forces else "own"


def force_of_kind(kind):
    return next(force for force, kinds in KINDS_OF_FORCE.items() if kind.lower() in kinds)
