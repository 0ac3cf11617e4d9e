"""The registers of a description: waivers, attestations, answers."""

import days
from values import any_of, compare, day


def _day(row, name, default):
    return days.days_of(row[name]) if row.get(name) else (default, default)


def _is_about(row, run, subject, doer):
    """Of every subject where none is said; else by the code of the subject, of what holds it, or of who owes it."""
    wanted = row.get("subject")
    return wanted is None or wanted in _codes(run, subject, doer)


def _codes(run, subject, doer):
    found, waiting = set(), [subject] + ([doer.row.value] if doer and doer.row.present and doer.row.value else [])
    while waiting:
        row = waiting.pop()
        if row in found:
            continue
        found.add(row)
        waiting += run.facts.all_holders(row)
    return {row.code for row in found if row.code is not None}


def is_waived(run, rule, force, subject, doer, limit=None, lifted=False):
    """Whether a waiver holds on the day judged, from its approval to its last day, that was approved by the last lawful day
    where there is one (66)."""
    found = []
    for row in run.facts.registers["waivers"]:
        approved, last = _day(row, "approved", None)[1], _day(row, "lastday", days.LAST_DAY)[0]
        if row.get("rule") != rule or approved is None or not approved <= run.day <= last:
            continue
        if force == "binding" and not _names_place(run.vocabulary, row.get("power") or ""):
            continue
        if _is_about(row, run, subject, doer):
            found.append(_is_in_time(approved, limit, lifted))
    return any_of(found)


def _is_in_time(approved, limit, lifted):
    """A lifted limit, and one that is absent, is none."""
    if limit is None:
        return True
    no_limit = True if limit.absent and not limit.present else None if limit.absent else False
    return any_of([lifted, no_limit, compare(">=", limit, day(approved))])


def _names_place(vocabulary, power):
    """Whether a power names a source and a place in it."""
    return any(power.startswith(source + " ") and power[len(source):].strip() for source in vocabulary.sources)


def is_attested(run, rule, subject, doer):
    """Whether somebody has attested it, from that day to the expiry; one who says no stands before one who says yes."""
    found = []
    for row in run.facts.registers["attestations"]:
        first, last = _day(row, "date", None)[1], _day(row, "expiry", days.LAST_DAY)[0]
        if row.get("rule") == rule and first is not None and first <= run.day <= last and _is_about(row, run, subject, doer):
            found.append(row.get("value") in (True, "yes"))
    return bool(found) and all(found)
