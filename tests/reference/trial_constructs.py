"""Seeded random rules of the larger constructs: versions, definitions, names for elements, lists in lists."""

from days import day_of, text_of
from trial_requirements import Requirements
from trial_words import DAYS


class Constructs(Requirements):
    """Writes rules that are more than one sentence, or that lean on other declarations."""

    def spans(self, count):
        """Days in force of several versions: mostly without a gap between them, the last one mostly without an end."""
        days = sorted(self.random.sample(DAYS[:-1], count - 1))
        spans, first = [], "2020-01-01"
        for day, following in zip(days, days[1:] + [DAYS[-1]]):
            spans.append((first, day))
            first = text_of(day_of(day) + 1)
            if self.chance(0.15) and text_of(day_of(day) + 5) < following:
                first = self.use("versions with a gap", text_of(day_of(day) + 5))
        return spans + [(first, "2025-03-31" if self.chance(0.2) else None)]

    def versions(self, name):
        """A rule of two or three versions, each with its sentence and tails."""
        subject, entity, applies, of = self.random.choice((
            ("board", "board", "", "board"), ("council", "council", "", "council"),
            ("each case", "case", "", "case"), ("each place of region", "place", "", "place"),
            ("case", "case", "  applies to each case\n", "case")))
        text = f'rule {name} "Rule {name}"\n{applies}'
        for number, (first, last) in enumerate(self.spans(self.random.choice((2, 2, 3))), 1):
            sentence, tails = self.body(subject, entity, of)
            cites = f"    cites {self.random.choice(('AN-ACT', 'A-CODE', 'A-GUIDE', 'ORDERS'))} section {number}\n"
            text += f"  version {number}\n{cites}    in force from {first}{f' to {last}' if last else ''}\n  {sentence}\n{tails}"
        return self.use("versions", text)

    def defined(self, name):
        """Nouns that definitions make, as subjects and in lists; and named values."""
        form = self.random.choice(("each", "each", "every", "some", "is", "is not", "let", "let"))
        if form == "each":
            subject, entity = self.random.choice((("safe place", "place"), ("old case", "case"), ("staffer", "staffer"),
                                                  ("large place", "place"), ("special aid", "aid")))
            return self.use(f"each {subject}", self.sentence(name, f"each {subject}", entity, entity))
        if form in ("every", "some"):
            owner, element = self.random.choice((("region", "safe place"), ("council", "old case"), ("region", "large place")))
            part = self.random.choice(("every", "some", "no", "at least 2", "at least 50% of"))
            of = {"old case": "case"}.get(element, "place")
            plural = element + ("s" if part != "every" else "")
            where = self.condition_of(of)
            return self.use("defined in a list", self.written(name, self.heads(), f"{owner} must ensure that {part} {plural} "
                                                              f"of {owner} {where}", self.tails(owner, False)))
        if form.startswith("is"):
            entity, noun = self.random.choice((("place", "safe place"), ("case", "old case"), ("place", "large place")))
            return self.use(f"{form} a defined noun", self.written(
                name, self.heads(), f"each {entity} must ensure that it {form} a {noun}", self.tails(entity, False)))
        entity, text = self.random.choice((("place", "be crowded"), ("council", "ensure that open cases is at most 1"),
                                           ("case", "be settled"), ("council", "ensure that open cases is less than staff")))
        return self.use("let", self.written(name, self.heads(), f"each {entity} {self.modality()} {text}",
                                            self.tails(entity, False)))

    def uncertain_law(self, name):
        """Names that readings give different values to."""
        entity, text = self.random.choice((
            ("board", "ensure that staff is at least enough staff"), ("council", "have staff at least enough staff"),
            ("case", "ensure that plan sent is on or before last easy day"),
            ("case", f"ensure that (received is after last easy day) or ({self.condition('case', 0)})")))
        tails = self.tails(entity, False)
        if self.chance(0.5):
            tails += self.use("unless by a reading", "  unless opened is before last easy day\n" if entity in ("board", "council")
                              else "  unless decided is on or after last easy day\n")
        return self.use("readings", self.written(name, self.heads(), f"each {entity} {self.modality()} {text}", tails))

    def exceptions_of_days(self, name):
        """Exceptions that govern limits that run out on certain days; rules repealed, spent, or governing by a date."""
        form = self.random.choice(("limits", "limits", "repealed", "spent", "governs"))
        first, last = sorted((self.day(), self.day()))
        limit = self.random.choice((f"within {self.span()} of received", f"by {self.day()}", f"within {self.span()} of received"))
        modality = self.random.choice(("must", "must", "should", "must not")) if form != "limits" else "must"
        if form in ("repealed", "spent") and self.chance(0.3):
            limit = ""
        head, tail = "", self.tails("case", bool(limit), modality == "must not")
        if form == "limits":
            lifted = self.random.choice(("unless", "time limit lifted where", "unless it shows that"))
            tail = f"  {lifted} {self.condition('case', 0)}\n    governs limits that run out from {first} to " \
                   f"{'last easy day' if first < '2024-05' and self.chance(0.5) else last}\n"
        elif form == "governs":
            head = f"  governs {self.random.choice(('received', 'decided'))} from {first} to {last}\n"
        else:
            head = f"  in force from {first} to {last} {form}\n"
        return self.use(f"days: {form}", self.written(
            name, f"  cites AN-ACT section 1\n{head}  applies to each case\n", f"council {modality} send plan {limit}".rstrip(), tail))

    def several_owe(self, name):
        """A duty of several: together, each or either."""
        word = self.random.choice(("together", "together", "each", "either"))
        subject = self.random.choice(("council and board", "board and council"))
        requirement = self.deed("board") if word != "each" or self.chance(0.5) else self.requirement("body", None)
        has_where = " where " in requirement or "letters" in requirement or requirement.startswith("ensure")
        limit = "" if has_where else self.random.choice(("", " by 2024-05-31", " by 2024-06-30", " before 2024-02-29"))
        tails = self.tails("body", bool(limit))
        modality = self.random.choice(("must", "must", "should", "may"))
        return self.use(f"{word}", self.written(name, self.heads(), f"{subject} {modality} {word} {requirement}{limit}", tails))

    def question(self, name):
        """Something to be settled."""
        asked, entity = self.random.choice((("quality", "board"), ("registered", "board"), ("themes", "board"),
                                            ("residents", "place"), ("documents", "board"), ("formed of forum", "place"),
                                            ("joint working", "forum")))
        where = self.use("question where", f" where {self.condition(entity, 0)}") if self.chance(0.2) else ""
        return self.use("question", f"question {name} \"Question {name}\"\n{self.heads(False)}  asks {asked} of each "
                                    f"{entity}{where}\n  owner clerk\n  review by 2027-03-31\n")

    def condition_of(self, entity):
        """What is asked of an element, in the words that follow it."""
        attribute = self.attribute(entity, "event", "date", "people", "share")
        return f"has {attribute}"

    def named(self, name):
        """Elements with names of their own."""
        form = self.random.choice(("place", "visit", "council"))
        if form == "place":
            text = f"each place P of region must ensure that {self.random.choice(('residents of P', 'rate of P'))} " \
                   f"is {self.random.choice(('at least', 'at most', ''))} "
            text += self.amount("share" if "rate" in text else "people")
        elif form == "visit":
            text = f"each visit V of each member M of forum must have guests at least {self.amount('number')}"
            tails = f"  unless weight of M {self.comparison('number')}\n"
            return self.use("named", self.written(name, self.heads(), text, tails if self.chance(0.7) else ""))
        else:
            text = "each council C of region must ensure that some cases of C where decided is before 2024-05-14 has target"
        return self.use("named", self.written(name, self.heads(), text))

    def lists_in_lists(self, name):
        """Elements of the lists of elements."""
        where = self.use("lists in lists where", f" where {self.condition('visit', 0)}") if self.chance(0.5) else ""
        form = self.random.choice(("number", "share", "sum", "average", "latest", "some"))
        visits = f"visits of members of forum{where}"
        text = {"number": f"number of {visits} {self.comparison('number')}",
                "share": f"share of {visits} for which {self.condition('visit', 0)} {self.comparison('share')}",
                "sum": f"sum of guests of {visits} {self.comparison('number')}",
                "average": f"average of guests of {visits} {self.comparison('number')}",
                "latest": f"latest made on day of {visits} is before {self.day()}",
                "some": f"{self.random.choice(('some', 'no', 'at least 2'))} {visits} has guests"}[form]
        return self.use(f"lists in lists {form}", self.written(name, self.heads(), f"forum must ensure that {text}",
                                                               self.tails("forum", False)))

