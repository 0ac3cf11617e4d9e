"""One version of a rule: its sentence judged for one subject, and whether it governs."""

from typing import NamedTuple

import belonging
import bodies
import days
import joint
import ladder
import registers
import throughout
import turns
import values
from clock import LIMITS, clock_of
from conditions import condition
from deeds import forbidden, of_every
from elements import Noun, Path, elements
from law import Law, force_of, governing_day, in_force, lies_in
from paths import PLURAL, follow, leads, path
from quantities import quantity
from requirements import required, vacuous
from scope import NOTHING_ASKED, Frame, Operand, Scope, Unsupported
from subjects import Subjects, noun_of
from values import all_of, any_of, compare, is_there, negate, one_of
from verbs import find_verb

MODALITIES = {
    "must": ladder.DUTY, "shall": ladder.DUTY, "must not": ladder.PROHIBITION, "shall not": ladder.PROHIBITION,
    "should": ladder.EXPECTATION, "should not": ladder.SHOULD_NOT, "may": ladder.PERMISSION,
    "need not": ladder.PERMISSION, "should consider": ladder.CONSIDER,
    "is encouraged to": ladder.CONSIDER, "are encouraged to": ladder.CONSIDER,
}


class Judged(NamedTuple):
    """How a version judges one record, for a period or event where there is one."""
    row: object
    second: object
    turn: object
    version: int
    state: str
    operands: object
    deed: object
    letters: object
    last_day: object
    start: object
    day: int  # up to which days are counted
    doer: object = None
    governing_day: object = None  # a Value
    group: tuple = ()  # who owes it beside the doer
    gap: int = None  # of what must hold throughout: on how many days it did not
    now: tuple = None  # … whether it applies, and is exempt, on the day judged itself
    inherited_from: object = None
    ways: tuple = ()  # where it is not known which version governs: how each that may judges it …
    may_be_none: bool = False  # … and whether none may
    lives: object = True  # whether the body lives to owe it (decision 45)
    in_force: object = None  # whether its days govern, whatever was done on them
    is_law_sure: bool = True  # whether the event that decides which law governs is known, or decides nothing


class Version:
    """A version of a rule: the only one, or one of several."""

    days_in_force = (None, None)  # of all versions of the rule
    is_only = True  # the rule has no other version, and no local text stands in its place
    is_local = False  # whether it stands in the place of a national text

    def __init__(self, run, id_, number, heads, sentence, tails, subject=None, variation=None):
        self.run, self.id, self.number, self.sentence, self.tails = run, id_, number, sentence, tails
        self.law, self.variation = Law(heads, tails, variation), variation
        self.modality = MODALITIES[sentence.text]
        self.force = force_of(run.vocabulary, heads + (variation.heads if variation else []))
        applies = next((h for h in heads if h.kind == "applies to"), None)
        self.has_own_subject = applies is not None
        self.subject, self.others = subject or sentence["subject"], []
        if self.subject.kind == "joint":
            self.subject, *self.others = self.subject.items
        self.subjects = Subjects(run, applies["subject"] if applies else self.subject)
        self.no_period = next((t for t in tails if t.kind == "no period"), None)
        limits = [n.kind for n in sentence.list("limits")]
        self.is_open = self.no_period is not None or (
            "promptly" in limits and not any(n in LIMITS for n in limits))  # promptness is not judged
        self.is_throughout = any(t.kind == "throughout" for t in tails)
        self.is_negated = sentence.text.endswith(" not")
        self.asked = bodies.days_asked(run.vocabulary, sentence["requirement"])
        self.calendar = calendar_of(run.vocabulary, sentence)
        self.cadence = turns.cadence_of(sentence)
        self.fresh = next((t for t in tails if t.kind == "evidence not older than"), None)
        self.is_own_finding = any(t.kind == "own finding" for t in tails)
        self.finder = next((("role", run.vocabulary.role(t["who"].items[0].text)) for t in tails if t.kind == "judged by"), None)

    # -- the periods and events for which there is an outcome

    def turns(self, row, second):
        scope = self._scope(row, second, None)
        if self._holds(scope, row) is False:
            return []
        if self.cadence is None:
            return [None]
        doers, _, every = self._doers(scope)
        if every:
            raise Unsupported("every so often for every one of several")
        doer = doers[0][1]
        if self.cadence.kind == "within":
            return turns.things_of(scope.inside(doer, is_it=False), self.cadence)
        if self.cadence.word == "each time":
            return turns.events_of(scope, self._receiver(scope, doer), self.cadence)
        life = bodies.life_of(self.run, bodies.body_of(self.run, row, doer))
        return turns.periods_of(self.cadence, *self.days_in_force, life, self.run.day)

    def _receiver(self, scope, doer):
        """Who does what `each time` speaks of: the subject, or what its name leads to."""
        found = path(scope, self.cadence["what"])
        return Frame(found.type.target, found.value) if not isinstance(found.value, values.Collection) else doer

    # -- for whom a variation speaks

    def _holds(self, scope, row):
        """Whether its variation holds for a row; a text of no variation is for all."""
        if self.variation is None:
            return True
        doers, _, every = self._doers(scope)
        return belonging.holds(self.run, self.variation, self.subjects.top_of(row), None if every else doers[0][1])

    def governs_owner(self, owner, day):
        """Whether it governs what a list of an owner that is not known leaves open, and whether it is for that owner."""
        if self.variation is None:
            return self.law.on(day), True
        holds = belonging.holds(self.run, self.variation, self.subjects.top_of(owner), None)
        national = any_of([law.on(day) for law in self.law.national]) if self.is_local else True
        return all_of([self.law.on(day), national, holds if self.is_local else True]), holds

    # -- one subject

    def _scope(self, row, second, turn):
        frame = Frame(self.subjects.entity, values.name(row), self.subjects.name)
        frames = [frame] + ([Frame(self.subjects.other, values.name(second))] if second else [])
        day = turn.day_on(self.run.day) if turn else self.run.day
        oldest = days.add_time(day, -int(self.fresh.number), self.fresh.text, self.calendar) if self.fresh else None
        return Scope(self.run, day, frames, frame, calendar=self.calendar, period=turn.span if turn else None, oldest=oldest,
                     named=self.subjects.enclosing(row))

    def judge(self, row, second, turn):
        scope = self._scope(row, second, turn)
        holds = self._holds(scope.on(self.run.day), row)
        applies = [] if self.is_local else [holds]
        if second:
            pair = self.subjects.path.items[0]
            applies.append(self.subjects.overlaps(pair["by"], row, pair["with"], second))
        where = self.subjects.where if not self._where_is_of_every() else None
        if isinstance(turn, turns.NotKnown):
            applies.append(self.subjects.membership(row, scope))
            if where:
                applies.append(condition(scope, where))
            return self._of_no_turn(row, second, turn, all_of(applies))
        doers, complete, every = self._doers(scope)
        doer = doers[0][1] if len(doers) == 1 and not every else scope.frames[0]
        speaking = scope.inside(doer) if len(doers) == 1 and not every else scope
        clock = clock_of(speaking, doer, self.sentence, turn)
        of_each_day, deed, letters, group = [], None, None, ()
        if not self.is_throughout:
            deed, letters = self._deed(scope, doers, complete, every, clock, turn)
            if self.others:
                group, deed, letters = self._shared(scope, doer, deed, letters, clock, turn)
            self._forbids(clock, deed)
        mine = of_each_day if self.is_throughout else applies
        mine.append(self._when_due(scope, clock, lambda then: self.subjects.membership(row, then)))
        if where:
            mine.append(self._when_due(scope, clock, lambda then: condition(then, where)))
        life = bodies.life_of(self.run, bodies.body_of(self.run, row, doer), self.asked, scope.day)
        others = [bodies.life_of(self.run, second, self.asked, scope.day)] if second else []
        lives = all_of([self._falls_on(one, scope, clock, turn) for one in [life, *others]])
        applies += clock.applies + [lives]
        if clock.last_day is not None and not clock.last_day.present:
            lives = True  # of what falls due on no day nothing is known of who was there
        gap, empty = None, self._vacuous(scope, doers, complete, every)
        exempt, waived_by, now = self._exempt(speaking, clock), None, None
        if clock.forbidden is not None and clock.forbidden.between:
            waived_by = clock.forbidden.between[0]
        if self.is_throughout:
            now = all_of(applies + of_each_day), exempt
            deed, letters, gap, empty, each_day = self._throughout(scope, speaking, doer, life, row)
            exempt, waived_by = each_day.exempt, each_day.waived_by
            applies.append(each_day.applies)
            if self.others:
                group, deed, letters = self._shared(scope, doer, deed, letters, clock, turn)
        runs = clock.runs and not self.is_negated
        lifted = self._lifted(speaking, clock) if runs else False
        operands = ladder.Operands(
            governs=all_of([self.law.governs(scope, clock, turn), holds if self.is_local else True]), applies=all_of(applies),
            vacuous=empty, done=deed.done if deed else None,
            lifted=lifted, exempt=exempt,
            waived=registers.is_waived(self.run, self.id, self.force, row, doer, clock.last_day if runs else waived_by, lifted),
            attested=registers.is_attested(self.run, self.id, row, doer),
            due_ahead=compare(">=", clock.last_day, values.day(self.run.day)) if runs else False)
        in_force = operands.governs
        if self.is_only and deed and deed.is_of_act and self.is_negated and self.modality != ladder.PERMISSION:
            # what was done while it was forbidden stays a breach (decision 33)
            breached = all_of([self.law.was_in_force(scope, clock, turn), negate(deed.done)])
            operands = operands._replace(governs=any_of([in_force, breached]))
        last_day = clock.last_day if runs else None
        state = self._state(operands, deed, last_day)
        parts = {letter: self._state(operands, part, last_day) for letter, part in letters.items()} if letters else None
        return Judged(row, second, turn, self.number, state, operands, deed, parts, last_day, clock.start,
                      self._counted_to(row, doer, clock.last_day), doer, governing_day(scope, clock, turn), group, gap,
                      is_law_sure=self.law.is_sure(clock, turn), lives=lives, in_force=in_force, now=now)

    def _counted_to(self, row, doer, last_day):
        """Up to which day days are counted: to the end of the body, where it is no earlier than the last lawful day."""
        end = bodies.life_of(self.run, bodies.body_of(self.run, row, doer), self.asked).last_day(self.run.day)
        return self.run.day if last_day is not None and last_day.lo is not None and end < last_day.lo else end

    def _falls_on(self, life, scope, clock, turn):
        """Whether it falls on a body: what is forbidden in a period, on the days of it that the body lived (decision 45)."""
        if not self.is_negated:
            return bodies.exists(life, scope.day, clock.last_day)
        first = turn.first if turn is not None and turn.span is not None and not turn.is_ahead else None
        return bodies.exists(life, scope.day, None, first)

    def _of_no_turn(self, row, second, turn, applies):
        """The list of what begins a duty is not known, or nothing is in it."""
        law_day = self.run.day if turn.law_day is None else turn.law_day
        operands = ladder.Operands(governs=self.law.on(values.day(law_day)), applies=all_of([applies, turn.applies, bodies.exists(
                                       bodies.life_of(self.run, row), self.run.day, turn.due)]))
        state = ladder.judge(operands, self.modality, self.force)
        return Judged(row, second, None, self.number, state, operands, None, None, None, None, self.run.day, None)

    def _state(self, operands, deed, last_day):
        in_time = ladder.NO_CLOCK if last_day is None else deed.in_time(last_day)
        return ladder.judge(operands._replace(done=deed.done, in_time=in_time), self.modality, self.force,
                            self.is_open)

    def with_deed(self, judged, deed):
        """The same, with another deed."""
        return judged._replace(deed=deed, state=self._state(judged.operands, deed, judged.last_day))

    def state_governing(self, judged):
        """The state of an outcome if this version governs."""
        if judged.deed is None:
            return judged.state
        return self._state(judged.operands._replace(governs=True), judged.deed, judged.last_day)

    def _deed(self, scope, doers, complete, every, clock, turn):
        """What is asked, done or not; and the deeds of its letters."""
        requirement = self.sentence["requirement"]
        deeds = [(counts, self._narrowed(self._required(self._reading(scope, doer, clock), doer), clock, turn))
                 for counts, doer in doers]
        if self.is_negated:
            is_ahead = turn is not None and turn.span is not None and turn.is_ahead  # `before each year`: till it begins
            last_day = clock.last_day if clock.is_said or is_ahead else None
            deeds = [(counts, forbidden(self._while_in_force(deed), last_day)) for counts, deed in deeds]
        letters = deeds[0][1].parts if deeds else None
        if not every:
            return deeds[0][1], letters
        letters = letters or letters_of(requirement)
        return of_every(deeds, complete), {
            letter: of_every([(c, d.parts[letter]) for c, d in deeds], complete) for letter in letters}

    def _required(self, scope, doer):
        steps = noun_of(self.subject)[0].items
        listed = self._listed(doer.entity, steps[0]) if len(steps) > 1 else None
        return required(scope, doer, self.sentence["requirement"], self.sentence.list("limits"), listed)

    def _found(self, scope, doer):
        """With the finder whose findings count."""
        return scope.of_finder(("own", doer) if self.is_own_finding else self.finder)

    def _reading(self, scope, doer, clock):
        """Acts are read among all that is known on the day judged; a state on the day of its period."""
        scope = self._found(scope, doer).of_sentence(clock.is_said)
        requirement = self.sentence["requirement"]
        is_act = requirement.kind == "do" and find_verb(scope, doer, requirement.text).happens
        return scope.on(self.run.day) if is_act else scope

    def _while_in_force(self, deed):
        """What was done on the days of this version: on others it was not forbidden (decision 61)."""
        if self.modality == ladder.PERMISSION or not deed.happens:
            return deed
        return deed.where(lambda occasion: self.law.covers(occasion.day))

    def _shared(self, scope, doer, deed, letters, clock, turn):
        """What several do: the group, the deed, its letters."""
        members, complete = joint.group_of(scope, doer, self.others)
        members = [m._replace(is_there=self._is_there(m.frame, scope, clock)) for m in members]
        deeds = [(m, self._deed(scope, [(True, m.frame)], True, False, clock, turn)[0]) for m in members]
        if self.sentence.word == "either":
            return (), *joint.either([(True, deed)] + [(m.counts, d) for m, d in deeds], complete)
        shared = joint.together(scope, deed, deeds, complete)
        return tuple(m for m in members if m.counts is True and m.frame.row.value), shared, shared.parts

    def _is_there(self, frame, scope, clock):
        return bodies.exists(bodies.life_of(self.run, frame.row.value), scope.day, clock.last_day)

    def beside(self, judged):
        """The outcomes of those who owe a joint duty beside the first: alike, but for what is each one's own."""
        for member in judged.group:
            row = member.frame.row.value
            operands = judged.operands._replace(applies=all_of([judged.operands.applies, member.is_there]),
                                                waived=registers.is_waived(self.run, self.id, self.force, row, member.frame,
                                                                           judged.last_day, judged.operands.lifted),
                                                attested=registers.is_attested(self.run, self.id, row, member.frame))
            letters = judged.deed.parts and {name: self._state(operands, part, judged.last_day)
                                             for name, part in judged.deed.parts.items()}
            day = bodies.life_of(self.run, row).last_day(judged.day)
            yield judged._replace(row=row, second=judged.row, operands=operands, letters=letters, doer=member.frame, day=day,
                                  state=self._state(operands, judged.deed, judged.last_day))

    def _throughout(self, scope, speaking, doer, life, row):
        """The deed, its letters, on how many days it was not so, whether it speaks of nothing on each of them, and more."""
        last, began = life.last_day(self.run.day), life.began
        known = (began.lo, began.hi) if began is not None and began != bodies.NEVER else (None, None)
        fixed = [d for d in (self.days_in_force[0], self.law.first_day() if self.variation else None) if d is not None]
        first, certain = (max(fixed + [b] * (b is not None), default=last) for b in known)
        ended = last if life.ended is None or life.ended.lo is None else min(last, life.ended.lo)

        def is_there(day):
            return True if certain <= day <= ended else None

        def of_day(day):
            deed = self._required(self._found(scope, doer).on(day), doer)
            return forbidden(deed, None) if self.is_negated else deed

        def is_vacuous(day):
            return self._vacuous(scope.on(day), [(True, doer)], True, False)

        where = self.subjects.where if not self._where_is_of_every() else None

        def applies(day):
            then = scope.when_due(day)
            return all_of([self.subjects.membership(row, then), condition(then, where) if where else True])

        found = throughout.stretches(self.run.facts, min(first, last), last, [certain, ended + 1])
        ends = found[0][0], found[-1][1]
        told = [throughout.Stretch(day, end - day + 1, is_there(day), of_day(day), is_vacuous(day), applies(day),
                                   self._exempt_on(speaking.when_due(day), ends)) for day, end in found]
        each_day = throughout.EachDay(told)
        return each_day.deed, each_day.deed.letters, each_day.gap, each_day.empty, each_day

    def _exempt_on(self, scope, ends):
        """Whether it is exempt on one of the days from the first to the last that something must hold."""
        return self._exempt(scope, None, ends)

    @staticmethod
    def _narrowed(deed, clock, turn):
        for constraint in clock.constraints + (clock.days if deed.happens else []):
            deed = deed.where(constraint)
        return turn.narrow(deed) if turn is not None else deed

    def _where_is_of_every(self):
        return not self.has_own_subject and any(s.word == "every" for s in self.subjects.path.items)

    # -- who has to act

    def _doers(self, scope):
        """Who has to act: each with whether it counts; whether there are no others; whether the sentence says every."""
        node, where = noun_of(self.subject)
        steps = node.items
        every = next((i for i, s in enumerate(steps) if s.word == "every"), None)
        if every is not None:
            return self._every_doer(scope, steps, every, where)
        if not self.has_own_subject:
            operand = Operand(values.Type("reference", scope.frames[0].entity), scope.frames[0].row)
            steps = self.subjects.beyond
        else:
            if where is not None:
                raise Unsupported("a `where` of somebody else's subject")
            operand, steps = self._somebody(scope, steps[-1]), steps[:-1]
        for step in reversed(steps):
            if self._listed(operand.type.target, step):
                break
            operand = follow(scope, operand, step.text)
        if isinstance(operand.value, values.Collection):
            raise Unsupported("a sentence whose subject is several")
        return [(True, Frame(operand.type.target, operand.value))], True, False

    def _somebody(self, scope, step):
        """Somebody else than the subject; a name alone where nothing leads there (decision 10)."""
        entity = self.run.vocabulary.entity(step.text)
        if entity and not any(leads(scope, frame, entity) for frame in scope.frames):
            return Operand(values.Type("reference", entity), values.UNKNOWN)
        return path(scope, Path([step]))

    def _listed(self, entity, step):
        """What of an entity has to include something: `topics of board must include …`."""
        attribute = self.run.vocabulary.attribute(entity, step.text)
        is_asked = self.sentence["requirement"].kind == "include" and step is noun_of(self.subject)[0].items[0]
        return attribute if is_asked and attribute and attribute.type.name in PLURAL else None

    def _every_doer(self, scope, steps, every, where):
        found, complete, type_ = elements(scope, Noun(Path(steps[every:]), where))
        doers = []
        for e in found:
            operand = Operand(type_, e.value)
            for step in reversed(steps[:every]):
                if not self._listed(operand.type.target, step):
                    operand = follow(e.scope, operand, step.text)
            doers.append((e.counts, Frame(operand.type.target, operand.value)))
        return doers, complete, True

    def _vacuous(self, scope, doers, complete, every):
        if every:
            return negate(any_of([c for c, _ in doers] if complete else [c for c, _ in doers] + [None]))
        found = vacuous(scope.inside(doers[0][1]), self.sentence["requirement"])
        return False if found == "never" else found

    # -- conditions

    def _forbids(self, clock, deed):
        """Of acts that are forbidden without a limit, conditions are read on their days (decision 65)."""
        if self.is_negated and self.modality != ladder.PERMISSION and clock.last_day is None and deed.is_of_act:
            clock.forbidden = deed

    def _days_of_acts(self, deed, today):
        """From the first to the last of the acts that count; where that is not known, from the first day in force."""
        first, last = deed.between or (None, None)
        if first is not None and first.present and last.present and None not in (first.lo, last.hi):
            found = min(first.lo, today), min(last.hi, today)
            if found[0] <= found[1]:
                return found
        since = self.days_in_force[0]
        return (days.FIRST_DAY if since is None else min(since, today)), today

    def _when_due(self, scope, clock, judge):
        """What a condition comes to on the last lawful day, or the day judged where that is earlier, or on the days of
        the acts that are forbidden (decision 65)."""
        if clock.forbidden is not None:
            if clock.forbidden.done is True:
                return judge(scope)
            first, end = self._days_of_acts(clock.forbidden, scope.day)
            return one_of({judge(scope.when_due(day)) for day, _ in throughout.stretches(scope.facts, first, end)})
        if not clock.is_said or clock.last_day is None:
            return judge(scope)
        last = clock.last_day
        if last.failed:
            return judge(scope)
        is_known = last.present and last.lo is not None and last.hi is not None
        first, end = (min(last.lo, scope.day), min(last.hi, scope.day)) if is_known else (days.FIRST_DAY, scope.day)
        return one_of({judge(scope.when_due(day)) for day, _ in throughout.stretches(scope.facts, first, end)})

    # -- exceptions

    def _truth_of_tail(self, scope, tail, clock, ends=None):
        heads = tail.list("heads")
        inner = scope.of_finder(("own", scope.frames[-1])) if any(h.kind == "own finding" for h in heads) else scope
        truth = self._when_due(inner, clock, lambda then: condition(then, tail["condition"])) if clock else condition(
            inner, tail["condition"])
        if tail.negated and truth is not True:
            truth = False  # `it shows that`: the burden is on the body
        limits = [h for h in heads if h.kind == "governs"]

        def governed(day):
            return all_of([any_of([lies_in(day, scope, h) for h in limits]) if limits else True, in_force(heads, day)])
        if ends:  # its own days are those of all of the days, or of none, or it is not known of which
            return all_of([truth, one_of({governed(values.day(day)) for day in ends})])
        if clock and clock.forbidden is not None:
            return all_of([truth, self._when_due(scope, clock, lambda then: governed(values.day(then.day)))])
        return all_of([truth, governed(clock.last_day if clock.last_day is not None else values.day(self.run.day))])

    def _exempt(self, scope, clock, ends=None):
        found = []
        for tail in self.tails:
            if tail.kind == "unless":
                excepted = [negate(self._truth_of_tail(scope, e, clock, ends)) for e in tail.list("exceptions")]
                found.append(all_of([self._truth_of_tail(scope, tail, clock, ends), *excepted]))
        row = scope.frames[0].row.value
        for id_ in self.run.prevailing(self.id, self.tails):
            found.append(self._prevails(id_, row, scope) if ends else self._when_due(
                scope, clock, lambda then, id_=id_: self._prevails(id_, row, then)))
        return any_of(found)

    def _prevails(self, id_, row, scope):
        """Whether a rule that prevails over this one governs, applies and is not exempt."""
        run = self.run.as_at(scope.day) if scope.is_due else self.run
        judged = run.judged(id_, row, scope.period)
        if judged is None:
            return None
        if judged is NOTHING_ASKED:
            return False
        if not judged.ways:
            return self._stands(judged, judged.in_force if judged.deed else judged.operands.governs)
        return one_of({self._stands(way, True) for way in judged.ways} | ({False} if judged.may_be_none else set()))

    @staticmethod
    def _stands(judged, governs):
        """Whether a rule that governs applies to a record, and asks something of it."""
        o = judged.operands
        applies, exempt = judged.now or (o.applies, o.exempt)  # what must hold throughout prevails on the day itself
        return all_of([governs if judged.is_law_sure else None, applies, negate(o.vacuous), negate(exempt)])

    def _lifted(self, scope, clock):
        return any_of([self._truth_of_tail(scope, t, clock) for t in self.tails if t.kind == "lifted"])


def calendar_of(vocabulary, sentence):
    """The calendar that a sentence names, else the only one there is."""
    named = [n.text for n in sentence.list("limits") if n.kind == "counted by"]
    if named:
        return vocabulary.calendars[named[0]]
    return next(iter(vocabulary.calendars.values())) if len(vocabulary.calendars) == 1 else None


def letters_of(requirement):
    """The letters of a requirement, also where there is nobody of whom it is asked."""
    held = requirement["object"] or requirement["condition"]
    lists = [held] + [w["value"] for w in (held.list("withs") if held else [])]
    lists += [p["object"] for p in requirement.list("prepositions")]
    return next(([i.text for i in l.list("items")] for l in lists if l is not None and l.kind == "letters"), [])
