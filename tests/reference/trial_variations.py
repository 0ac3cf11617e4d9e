"""Seeded random variations of rules that are there: texts in their place, and rules beside them."""

import re

from trial_words import DAYS, ENTITIES

CODES = {"region": "RE", "board": "BO", "council": "CO", "place": "PL", "forum": "FO", "member": "ME", "case": "CA"}
ABOVE = {"board": ("region",), "council": ("region",), "place": ("region",), "forum": ("place", "region"), "member": ("forum", "region"),
         "visit": ("member", "forum"), "case": ("council", "region")}  # whose variations may bind them
USE = "use case\n"  # the first line of each file of a variation; the rules that it varies are case.rules
HEADS = ("cites", "in force", "applies to", "not commenced", "governs", "version")
MODALITY = re.compile(r" (must not|must|should not|should|shall|may|need not|is encouraged to) ")
TIGHTER = (("20 weeks", "15 weeks"), ("4 weeks", "20 days"), ("1 month", "2 weeks"), ("30 days", "2 weeks"), ("1 year", "9 months"),
           ("2 months", "1 month"), ("1 week", "5 days"), ("at least 2", "at least 3"), ("at least 1", "at least 2"),
           ("at most 1", "at most 0"), ("at least 50%", "at least 75%"), ("by 2024-05-31", "by 2024-05-14"),
           ("at least 0", "at least 1"), ("some", "at least 2"), (" or (", " and ("), ("should", "must"))


class Text:
    """A rule as it was written: its heads that say whom it is about, its sentence, its tails."""

    def __init__(self, text):
        lines = text.split("\n")
        self.name = lines[0].split()[1]
        at = next((i for i, line in enumerate(lines[1:], 1) if not line.strip().startswith(HEADS)), None)
        self.sentence = lines[at] if at is not None else ""
        is_of_holders = self.sentence.strip().startswith("holder of")  # whose words are those of another
        self.entity = None if is_of_holders else next((word for word in self.sentence.split() if word in ENTITIES), None)
        self.applies = [line for line in lines[1:at] if line.strip().startswith("applies to")]
        self.tails = []
        for line in lines[at + 1:] if at is not None else ():
            if line.startswith(("  version", "rule ")):
                break
            self.tails.append(line)

    def written(self, sentence, tails):
        return "\n".join(self.applies + [sentence] + [line for line in tails if line.strip()])


class Variations:
    """Writes variations; `accepts(texts)` tells whether the program takes these texts together."""

    def __init__(self, sentences, accepts):
        self.sentences, self.random, self.accepts, self.number = sentences, sentences.random, accepts, 0

    def of(self, texts, count):
        """Up to so many variations of rules; `texts`: the vocabulary, and a rule each."""
        found, model, rules = [], texts[0], [t for t in texts[1:] if t.startswith("rule ")]
        for _ in range(count):
            rule = self.random.choice(rules)
            beside = [t for t in found if self.names(rule) & self.names(t)]
            for _ in range(4):
                said = Text(rule)
                text = self.variation(said.entity, self.local(said) if self.sentences.chance(0.75) else self.own(said))
                if self.accepts([model, rule] + beside + [text]):
                    found.append(self.sentences.use("variation", text))
                    break
        return found

    @staticmethod
    def names(text):
        """The rules that a text is, or varies."""
        return set(re.findall(r"^ *(?:rule|replace rule|fill in) (\S+)", text, re.M))

    def variation(self, entity, text):
        """A file that holds one variation, mostly for those who may bind what the text is about."""
        self.number += 1
        kinds = [kind for kind in (entity, *ABOVE.get(entity, ())) if kind in CODES]
        kind = self.random.choice(kinds or list(CODES)) if self.sentences.chance(0.9) else self.random.choice(list(CODES))
        lines = [f'variation V{self.number:03} of case for {kind} with code "{CODES[kind]}{self.random.randint(1, 4)}"',
                 '  made by "who made it"']
        if self.sentences.chance(0.6):
            lines.append(f"  cites {self.random.choice(('ORDERS', 'A-GUIDE'))} section 3")
        first, last = sorted(self.random.sample(("2021-01-01",) * 3 + DAYS, 2))
        if self.sentences.chance(0.9):
            lines.append(f"  in force from {first}" + (f" to {last}" if self.sentences.chance(0.4) else ""))
        return f"{USE}{chr(10).join(lines)}\n\n" + re.sub(r"^(?=.)", "  ", text, flags=re.M)

    def own(self, beside):
        """A rule of its own, maybe one that claims to go beyond another."""
        text = self.sentences.rule()
        if not text.startswith("rule "):
            return self.sentences.use("variation's own check or question", text)
        if self.sentences.chance(0.3):
            return self.sentences.use("stricter than", f'rule R{self.sentences.number:03} "Rule"\n'
                                      f"{beside.written(*self.tightened(beside))}\n  stricter than {beside.name}\n")
        return self.sentences.use("variation's own rule", text)

    def local(self, rule):
        """A text in the place of a rule: the same, one that asks more, or another one."""
        way = self.random.choice((self.same, self.tightened, self.tightened, self.another))
        return self.sentences.use(f"replace: {way.__name__}", f'replace rule {rule.name} "Local {rule.name}"\n'
                                  f'{rule.written(*way(rule))}\n  because "so"\n')

    @staticmethod
    def same(rule):
        return rule.sentence, rule.tails

    def tightened(self, rule):
        """With a shorter time, a larger number, a stronger word, or without its exceptions."""
        sentence = rule.sentence
        fits = [pair for pair in TIGHTER if pair[0] in sentence]
        for less, more in self.random.sample(fits, min(len(fits), 2)):
            sentence = sentence.replace(less, more, 1)
        return sentence, rule.tails if self.sentences.chance(0.4) else [t for t in rule.tails if "no period" in t or "throughout" in t]

    def another(self, rule):
        """Another requirement of the same subject, with tails of its own."""
        found, entity = MODALITY.search(rule.sentence), rule.entity
        if found is None or entity is None:
            return self.same(rule)
        limit = self.sentences.limit("case" if rule.applies else entity) if self.sentences.chance(0.4) else ""
        requirement = self.sentences.requirement(entity, None)
        if requirement.startswith("ensure") or "letters" in requirement or " where " in requirement:
            limit = ""
        tails = self.sentences.tails(entity, bool(limit)).split("\n")
        return f"{rule.sentence[:found.start()]} {self.sentences.modality()} {requirement}{limit}", tails
