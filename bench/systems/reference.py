#!/usr/bin/env python3
"""The 25 rules of the benchmark in plain Python, from their statements alone: reference.py data.ndjson > counts.json.

Each rule answers True (met), False (not met) or None (unknown: what it reads is missing). The counts are printed as
[not met, met, unknown] by rule. Nothing here is shared with icsrules; the two must agree.
"""
import json
import sys
from datetime import date

CORE = {"icb", "local_authority", "primary_care_network", "nhs_trust", "vcse"}


def at(thing, *path):
    """The value at a path, None where it or anything on the way is missing."""
    for key in path:
        thing = None if thing is None else thing.get(key)
    return thing


def day(text):
    return None if text is None else date.fromisoformat(text)


def known(*values):
    return all(value is not None for value in values)


def every(answers):
    """Kleene: one no settles it, else one unknown leaves it open."""
    answers = list(answers)
    return False if False in answers else None if None in answers else True


def lead_areas(r):
    return {lead["area"] for lead in r["icb"]["executive_leads"]}


def member_types(r):
    return [member["type"] for member in r["icp"]["members"]]


def plan_by_june(r):
    published, year = day(at(r, "icb", "forward_plan", "published")), at(r, "icb", "forward_plan", "financial_year")
    return published <= date(int(year[:4]), 6, 30) if known(published, year) else None


def ages_covered(r):
    ages = at(r, "icb", "forward_plan", "covers_ages")
    return None if ages is None else ages[0] <= 0 and ages[1] >= 25


def sections_include(r, wanted):
    report = at(r, "icb", "annual_report")
    return None if report is None else wanted <= set(report["sections"])


def strategy_considers(r):
    strategy = at(r, "icp", "strategy")
    return None if strategy is None else len(strategy["considers"]) >= 3 and "SEND" in strategy["considers"]


def plan_follows_strategy(r):
    plan, strategy = day(at(r, "icb", "forward_plan", "published")), day(at(r, "icp", "strategy", "published"))
    return 0 <= (plan - strategy).days <= 1095 if known(plan, strategy) else None


def place_sizes(r):
    return every(None if p.get("population") is None else 50000 <= p["population"] <= 500000 for p in r["places"])


def places_add_up(r):
    whole, parts = at(r, "icb", "population"), [p.get("population") for p in r["places"]]
    return 20 * abs(sum(parts) - whole) <= whole if known(whole, *parts) else None


def case_days(case):
    requested, finalised = day(case.get("requested")), day(case.get("finalised"))
    return (finalised - requested).days if known(requested, finalised) else None


def cases_in_time(r):
    return every(None if days is None else days <= 140 for days in map(case_days, r["cases"]))


def share_in_time(r):
    days = [d for d in map(case_days, r["cases"]) if d is not None]
    return 5 * sum(d <= 140 for d in days) >= 3 * len(days) if days else None


def answers(r):
    areas, types = lead_areas(r), member_types(r)
    population, year = at(r, "icb", "population"), at(r, "icb", "forward_plan", "financial_year")
    return [
        "SEND" in areas,
        "safeguarding" in areas,
        any(lead["area"] == "learning_disability_autism" and lead["role"] == "executive_director"
            for lead in r["icb"]["executive_leads"]),
        "down_syndrome" in areas,
        {"SEND", "safeguarding", "learning_disability_autism", "down_syndrome"} <= areas,
        None if population is None else 1000000 <= population <= 3000000,
        at(r, "icb", "forward_plan", "published") is not None,
        plan_by_june(r),
        ages_covered(r),
        None if year is None else year == "2024-25",
        sections_include(r, {"safeguarding"}),
        sections_include(r, {"safeguarding", "SEND", "health_inequalities"}),
        "local_authority" in types,
        types.count("local_authority") >= 2,
        {"icb", "vcse", "healthwatch"} <= set(types),
        "joint_strategic_needs_assessment" in (at(r, "icp", "strategy", "considers") or []),
        strategy_considers(r),
        plan_follows_strategy(r),
        4 <= len(r["places"]) <= 7,
        all(CORE <= set(place["members"]) for place in r["places"]),
        place_sizes(r),
        places_add_up(r),
        cases_in_time(r),
        share_in_time(r),
        10 * sum(case.get("finalised") is None for case in r["cases"]) <= len(r["cases"]),
    ]


def main():
    counts = [[0, 0, 0] for _ in range(25)]
    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            for rule, answer in enumerate(answers(json.loads(line))):
                counts[rule][2 if answer is None else int(answer)] += 1
    print(json.dumps({f"R{rule + 1:02}": count for rule, count in enumerate(counts)}))


if __name__ == "__main__":
    main()
