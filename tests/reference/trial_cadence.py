"""Seeded random rules that ask anew for each period or event, in an order, throughout, or within a time allowed."""

from trial_constructs import Constructs
from trial_words import GROUPS, KINDS, ROLES

YEARS = ("financial year", "calendar year", "academic year")


class Cadence(Constructs):
    """Writes rules about time that are more than one limit."""

    def dated_deed(self):
        """A verb phrase that happens on a day."""
        form = self.random.choice(("publish", "issue", "issue", "prepare", "consult"))
        if form == "consult":
            return f"consult {self.random.choice(GROUPS)} on {self.random.choice(KINDS)}"
        if self.chance(0.2):
            return f"{form} {self.names(KINDS)}"
        return f"{form} {self.random.choice(KINDS)}"

    def in_force(self):
        """Heads whose days begin some years ago."""
        first = self.random.choice(("2021-07-01", "2022-02-28", "2023-04-01"))
        last = self.random.choice(("", "", " to 2023-12-31", " to 2024-06-14"))
        return f"  cites {self.random.choice(('AN-ACT', 'A-CODE'))} section 1\n  in force from {first}{last}\n"

    def periods(self, name):
        modality = self.random.choice(("must", "must", "should", "must not"))
        entity = self.random.choice(("board", "council")) if modality != "must not" else "board"
        form = self.random.choice(("each", "each", "each", "for each", "before each", "every"))
        if form == "every":
            cadence = self.random.choice(("every 2 years", "every 1 year"))
        else:
            cadence = f"{form} {self.random.choice(YEARS[:2] if form == 'for each' else YEARS)}"
        requirement = self.dated_deed() if self.chance(0.7) else self.random.choice(
            ("have budget", "be registered", f"name {self.random.choice(ROLES)}", "have staff at least 2"))
        if requirement.startswith("issue") and "financial" not in cadence:
            requirement = requirement.replace("issue", "publish")
        heads = self.in_force() if form == "every" or self.chance(0.8) else ""
        tails = self.tails(entity, True, True)
        return self.use(f"period: {cadence}", self.written(
            name, heads, f"{cadence} {entity} {modality} {requirement}", tails))

    def events(self, name):
        kind = self.random.choice(KINDS)
        limit = self.random.choice(("", f" within {self.span()} of receiving {kind}"))
        requirement = self.dated_deed()
        if requirement.startswith("issue") or "(a)" in requirement:
            requirement, limit = f"publish {kind}", limit
        tails = self.tails("board", bool(limit))
        return self.use("each time", self.written(
            name, self.in_force(), f"each time board receives {kind}, board {self.random.choice(('must', 'should'))} "
                                   f"{requirement}{limit}", tails))

    def order(self, name):
        word = self.random.choice(("before", "after", "in"))
        act = f"{self.random.choice(('publishing', 'preparing'))} {self.random.choice(KINDS)}"
        requirement = self.dated_deed()
        tails = self.tails("council", False)
        modality = self.random.choice(("must", "must", "should"))
        return self.use(f"order: {word}", self.written(name, self.heads() if word != "after" else "", f"{word} {act} council {modality} {requirement}", tails))

    def throughout(self, name):
        entity = self.random.choice(("board", "council"))
        requirement = self.random.choice(("have budget", "be registered", "have staff at least 2", f"name {self.random.choice(ROLES)}",
                                          f"ensure that {self.random.choice(('some', 'no', 'every'))} posts of {entity} has holder"
                                          .replace("every posts", "every post")))
        return self.use("throughout", self.written(
            name, self.in_force(), f"{entity} {self.random.choice(('must', 'should', 'must not'))} {requirement}",
            "  throughout\n"))

    def allowed(self, name):
        before = self.random.choice(("plan sent", "decided", "target"))
        return self.use("allow", self.written(
            name, f"{self.heads()}  applies to each case\n",
            f"council must allow at least {self.random.choice(('15 days', '2 weeks', '1 month'))} beginning with received "
            f"before {before}", self.tails("case", True, True)))

    def of_another(self, name):
        """What another rule came to: asked of it, or prevailing."""
        other = f"X{name[1:]}"
        text = self.written(other, self.heads(), f"each case must have {self.random.choice(('target', 'cost', 'decided'))} within "
                                                 f"{self.span()} of received", "")
        form = self.random.choice(("met", "met", "subject to"))
        if form == "met":
            condition = self.random.choice((f"it met {other}", f"it met {other} in time", f"not (it met {other})"))
            own = self.written(name, self.heads(), f"each case where {condition} must have {self.random.choice(('target', 'cost'))}")
        else:
            own = self.written(name, self.heads(), "each case must have cost", f"  subject to {other}\n")
        return self.use(f"of another rule: {form}", text + own)
