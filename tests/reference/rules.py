"""Rules: whose outcomes there are, which version governs, and what comes of it."""

import belonging
import bodies
import days
import joint
import ladder
import values
from deeds import Deed
from subjects import subject_of
from values import all_of, any_of, negate, one_of
from versions import Version
from vocabulary import FORCES

class Rule:
    """A rule of one or several versions."""

    def __init__(self, run, node):
        self.run, self.node, self.id, self.variation = run, node, node.text, node.variation
        heads, tails = node.list("heads"), node.list("tails")
        parts = [(1, [], node["sentence"], [])] if node["sentence"] else [
            (int(v.number), v.list("heads"), v["sentence"], v.list("tails")) for v in node.list("versions")]
        self.versions = []
        for number, own_heads, sentence, own_tails in parts:
            self.versions += self._texts(number, heads + own_heads, sentence, tails + own_tails, self.variation)
        spans = [span for version in self.versions for span in version.law.spans()]
        if spans:
            ends = [last for _, last in spans]
            for version in self.versions:
                version.days_in_force = min(first for first, _ in spans), None if None in ends else max(ends)
        self._vary()

    def _texts(self, number, heads, sentence, tails, variation):
        subjects = [None]
        if sentence["subject"].kind == "joint" and sentence.word == "each":
            subjects = joint.subjects_of_each(self.run.vocabulary, sentence["subject"])
        return [Version(self.run, self.id, number, heads, sentence, tails, subject, variation) for subject in subjects]

    def _vary(self):
        """Texts of variations in the place of this rule come before its own, the one of the later variation first."""
        texts = self.run.vocabulary.local_texts.get(self.id, []) if self.variation is None else []
        force = min((v.force for v in self.versions), key=FORCES.index)
        number, local = max(v.number for v in self.versions), []
        for variation, node in texts:
            number += 1
            for version in self._texts(number, node.list("heads"), node["sentence"], node.list("tails"), variation):
                version.force, version.days_in_force, version.is_local = force, self.versions[0].days_in_force, True
                version.law.national = [v.law for v in self.versions]
                local.append(version)
        self.versions = local + self.versions
        for version in self.versions:
            version.is_only = len({v.number for v in self.versions}) == 1

    def all_judged(self):
        """Every record judged, for each period and event."""
        by_subject = {}
        for version in self.versions:
            for row, second in version.subjects.pairs:
                by_subject.setdefault((row, second), []).append(version)
        for (row, second), versions in by_subject.items():
            by_turn = {}
            for version in versions:
                for turn in version.turns(row, second):
                    by_turn.setdefault(turn and turn.identity, []).append(version.judge(row, second, turn))
            for ways in by_turn.values():
                ways = self._varied(ways)
                judged = self._governing(ways)._replace(is_law_sure=all(j.is_law_sure for j in ways))
                yield judged
                if judged.version is not None:
                    yield from self._version(judged.version).beside(judged)
                elif judged.group:
                    yield from self._beside_any(ways)

    def _beside_any(self, ways):
        """Those who owe a joint duty beside the first where it is not known which version governs."""
        by_member = {}
        for judged in ways:
            for member in self._version(judged.version).beside(judged):
                by_member.setdefault(member.row, []).append(member)
        for members in by_member.values():
            yield self._governing(members)

    def _varied(self, ways):
        """The ways in which a row is judged; a local one governs where the national rule is in force, and the body lives
        to owe what it asks, or not what that asks (decisions 57 and 58)."""
        local = [self._version(j.version).is_local for j in ways]
        national = [j for j, is_local in zip(ways, local) if not is_local]
        if len(national) == len(ways) or not national:
            return ways
        any_national = any_of([j.operands.governs for j in national])
        return [self._governed(self._keeping(j, national), any_national, national[-1]) if is_local else j
                for j, is_local in zip(ways, local)]

    @staticmethod
    def _governed(local, any_national, national):
        """A local way, governing where a national one does that the body does not stay under."""
        governs = all_of([local.operands.governs, any_national, negate(belonging.stays_national(local, national))])
        return local._replace(operands=local.operands._replace(governs=governs), in_force=governs)

    def _keeping(self, local, national):
        """A local prohibition under which what the national one forbade on its days, by binding force, stays a breach."""
        version = self._version(local.version)
        kept = [any_of([j.deed.done, j.operands.exempt, negate(j.operands.applies), negate(j.operands.governs)])
                for j in national if j.deed is not None and self._forbids(self._version(j.version))]
        if version.modality != ladder.PROHIBITION or local.deed is None or not kept:
            return local
        deed = Deed(all_of([local.deed.done, *kept]), parts=local.deed.parts)
        operands = local.operands._replace(done=deed.done)
        return version.with_deed(local._replace(operands=operands), deed)

    @staticmethod
    def _forbids(version):
        return version.modality == ladder.PROHIBITION and version.force == "binding"

    def _governing(self, ways):
        """Of several versions the one that governs; where it is not known which, what all that may agree on."""
        possible = []
        for judged in ways:  # of two that govern, the one written first does
            if judged.operands.governs is not False:
                possible.append(judged)
            if judged.operands.governs is True:
                break
        if len({v.number for v in self.versions}) == 1:
            return ways[0]
        if not possible:
            return ways[0]._replace(state="not in force", version=None, letters=None, last_day=None, start=None)
        if len(possible) == 1 and possible[0].operands.governs is True:
            return possible[0]
        states = {self._version(j.version).state_governing(j) for j in possible}
        if possible[-1].operands.governs is not True and not self._always_governed(possible):
            states.add("not in force")
        state = next(iter(states)) if len(states) == 1 else "error" if "error" in states else "unknown"
        told = {name: None if state in ("unknown", "error") else _agreed([getattr(j, name) for j in possible])
                for name in ("last_day", "start")}
        operands = possible[0].operands._replace(lifted=one_of({j.operands.lifted for j in possible}))
        return possible[0]._replace(state=state, version=None, letters=None, operands=operands, ways=tuple(possible),
                                    may_be_none="not in force" in states, **told)

    def _always_governed(self, possible):
        """Whether on each day that may decide some version is in force: they follow each other without a gap."""
        day = possible[0].governing_day
        if day.lo is None or day.hi is None or any(self._version(j.version).law.is_dated for j in possible):
            return False
        return all(any(self._version(j.version).law.on(values.day(d)) for j in possible)
                   for d in range(day.lo, day.hi + 1))

    def _version(self, number):
        return next(v for v in self.versions if v.number == number)

    def outcomes(self):
        for judged in self.all_judged():
            yield self.outcome(judged)
        yield from self._gaps()

    def _gaps(self):
        """Owners whose list of what the rule is about is not known, or known to be empty."""
        today, told = values.day(self.run.day), set()
        for owner, state in (gap for each in self.versions for gap in each.subjects.gaps):
            if owner not in told:
                told.add(owner)
                yield from self._gap(owner, state, today)

    def _gap(self, owner, state, today):
        governing = [(v, *v.governs_owner(owner, today)) for v in self.versions]
        if self.variation is not None and all(holds is False for _, _, holds in governing):
            return
        possible = [(v, governs, holds) for v, governs, holds in governing if governs is not False]
        sure = next((i for i, (_, governs, _) in enumerate(possible) if governs is True), None)
        possible = possible[:None if sure is None else sure + 1]
        applies = [None if state == "unknown" else False,
                   bodies.exists(bodies.life_of(self.run, owner), self.run.day, None)]
        states = {ladder.judge(ladder.Operands(governs=True, applies=all_of(applies + [True if v.is_local else holds])),
                               v.modality, v.force) for v, _, holds in possible}
        if sure is None:
            states.add("not in force")
        is_one = len({v.number for v in self.versions}) == 1
        governs = len(possible) == 1 and sure is not None
        yield {"rule": self.id, "subject": subject_of(owner), "gap": True,
               "outcome": states.pop() if len(states) == 1 else "unknown",
               "version": possible[0][0].number if governs else 1 if is_one else None}

    def outcome(self, judged):
        outcome = {"rule": self.id, "subject": subject_of(judged.row), "outcome": judged.state,
                   "version": judged.version}
        if judged.second:
            outcome["with"] = {"type": judged.second.entity.name, "code": judged.second.code}
        if judged.turn:
            outcome.update(judged.turn.fields())
        if judged.letters:
            outcome["parts"] = judged.letters
        due = judged.last_day.single if judged.last_day is not None and not judged.last_day.absent else None
        if due is not None:
            outcome["due"] = days.text_of(due)
        count = days_of(judged, due)
        if count is not None:
            outcome["days"] = count
        if judged.operands.lifted is True and judged.state in ("met", "open"):
            outcome["details"] = ["limit lifted"]
        outcome["owner"] = judged.row
        return outcome


def _agreed(found):
    """What several say, where all say the same."""
    return found[0] if found[0] is not None and all(f is not None and f.single == found[0].single for f in found) else None


def days_of(judged, due):
    """Days late, overdue, left or open."""
    state, done, start = judged.state, judged.deed and judged.deed.day(judged.last_day), judged.start
    if state == "done late" and due is not None and done is not None:
        return done - due
    if state in ("not met", "departed") and judged.gap is not None:
        return judged.gap
    if state in ("not met", "departed") and due is not None:
        return judged.day - due
    if state == "not yet due" and due is not None:
        return due - judged.day
    if state == "open" and start is not None and start.single is not None and not start.absent:
        return judged.day - start.single
    return None
