#!/usr/bin/env python3
"""The rules of the benchmark of records in plain Python: reference.py cases.ndjson > counts.json

Counts the outcomes of each rule by state as at 2024-03-31. Nothing here is shared with icsrules; the two must agree. A thing
that is said holds a value, ABSENT (said not to be) or UNKNOWN (not said). What happened after the day judged has not.
"""
import collections
import json
import sys
from datetime import date, timedelta

DAY = date(2024, 3, 31)
ABSENT, UNKNOWN = "absent", "unknown"
LIFTING = {"school_closed", "provider_closed", "exceptional_personal_circumstances", "absent_from_area"}
RELIEF = (date(2020, 5, 1), date(2020, 9, 25))


def day(record, key):
    if key not in record:
        return UNKNOWN
    if record[key] is None:
        return ABSENT
    found = date.fromisoformat(record[key])
    return found if found <= DAY else ABSENT


def is_date(value):
    return isinstance(value, date)


def includes(record, wanted):
    """Whether a reason for delay is among those wanted: yes, no, or None where no reason is said to be or not to be."""
    reasons = record.get("impractical_because", UNKNOWN)
    return None if reasons == UNKNOWN else bool(set(reasons) & wanted)


def lifted_for_reasons(record, due):
    return includes(record, LIFTING)


def lifted_for_virus_too(record, due):
    """Either lifting stands; that of 2020 is for limits that ran out while it had effect, and silence shows nothing."""
    by_reason = lifted_for_reasons(record, due)
    if by_reason or not includes(record, {"coronavirus"}):
        return by_reason
    return RELIEF[0] <= due <= RELIEF[1] or by_reason


def never(record, due):
    return False


def limited(record, done, weeks, lifting, exempt=False):
    """A duty within so many weeks of the request; exempt is whether an exception holds. Of a request without a day it is
    not known whether the rule was in force."""
    received = day(record, "request_received")
    if not is_date(received):
        return UNKNOWN
    due = received + timedelta(weeks=weeks)
    states = {judge(one, due, *rest) for one, *rest in falls(done, lifting(record, due), exempt)}
    if len(states) == 1:
        return states.pop()
    if exempt and states == {"met", "exempt"}:  # the only doubt is whether the thing was done
        return "exempt"
    return "not yet due" if "not yet due" in states and not is_date(done) else UNKNOWN


def falls(done, lifted, exempt):
    """Each way in which what is not known can fall."""
    for one in ([date.min, DAY, ABSENT] if done == UNKNOWN else [done]):
        for gone in ([True, False] if lifted is None else [lifted]):
            for out in ([True, False] if exempt is None else [exempt]):
                yield one, gone, out


def judge(done, due, lifted, exempt):
    if is_date(done) and (lifted or done <= due):
        return "met"
    if exempt:
        return "exempt"
    if is_date(done):
        return "done late"
    if lifted:
        return "open"
    return "not yet due" if due >= DAY else "not met"


def needed(record):
    """Whether a plan is needed: yes, no, None where nobody says; absent counts as neither."""
    return record.get("plan_is_needed", UNKNOWN)


def exception(record, value):
    found = needed(record)
    return None if found == UNKNOWN else found is value


def days_to_comment(record):
    served, sent = day(record, "draft_served"), day(record, "final_plan_sent")
    if ABSENT in (served, sent):
        return "not applicable"
    if UNKNOWN in (served, sent):
        return UNKNOWN
    return "met" if sent >= served + timedelta(days=15) else "not met"


def order(record):
    received, sent = day(record, "request_received"), day(record, "final_plan_sent")
    if ABSENT in (received, sent):
        return "holds"
    if UNKNOWN in (received, sent):
        return UNKNOWN
    return "does not hold" if sent < received else "holds"


RULES = {
    "C01": lambda r: limited(r, day(r, "acknowledged"), 6, never),
    "C02": lambda r: limited(r, day(r, "decision_notified"), 6, lifted_for_virus_too),
    "C03": lambda r: limited(r, day(r, "outcome_notified"), 16, lifted_for_reasons, exception(r, True)),
    "C04": days_to_comment,
    "C05": lambda r: limited(r, day(r, "final_plan_sent"), 20, lifted_for_reasons, exception(r, False)),
    "C06": order,
}


def main():
    counts = {rule: collections.Counter() for rule in RULES}
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            for rule, outcome in RULES.items():
                counts[rule][outcome(record)] += 1
    print(json.dumps(counts, sort_keys=True))


if __name__ == "__main__":
    main()
