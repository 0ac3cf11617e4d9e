# The 25 rules of the benchmark in Rego, for OPA and for regorus. Each answers 1 (met), 0 (not met) or 2 (what it reads is
# missing). A key that is not there is undefined and one that is null is null: `known` is so for neither.
package systems

import rego.v1

known(value) if value != null

missing(record, key) if object.get(record, key, null) == null

number(true) := 1

number(false) := 0

lead_areas contains lead.area if some lead in input.icb.executive_leads

member_types := [member.type | some member in input.icp.members]

core := {"icb", "local_authority", "primary_care_network", "nhs_trust", "vcse"}

day(text) := time.parse_ns("2006-01-02", text) / 86400000000000

includes(wanted, found) if count(wanted - {x | some x in found}) == 0

has_lead(areas) if count(areas - lead_areas) == 0

r01 := 1 if has_lead({"SEND"}) else := 0

r02 := 1 if has_lead({"safeguarding"}) else := 0

r03 := 1 if {
	some lead in input.icb.executive_leads
	lead.area == "learning_disability_autism"
	lead.role == "executive_director"
} else := 0

r04 := 1 if has_lead({"down_syndrome"}) else := 0

r05 := 1 if has_lead({"SEND", "safeguarding", "learning_disability_autism", "down_syndrome"}) else := 0

r06 := number(1000000 <= input.icb.population) * number(input.icb.population <= 3000000) if known(input.icb.population) else := 2

plan := input.icb.forward_plan

r07 := 1 if known(plan.published) else := 0

r08 := number(plan.published <= concat("", [substring(plan.financial_year, 0, 4), "-06-30"])) if {
	known(plan.published)
	known(plan.financial_year)
} else := 2

r09 := number(plan.covers_ages[0] <= 0) * number(plan.covers_ages[1] >= 25) if known(plan.covers_ages) else := 2

r10 := number(plan.financial_year == "2024-25") if known(plan.financial_year) else := 2

sections := input.icb.annual_report.sections

r11 := 2 if {
	not sections
} else := 1 if {
	includes({"safeguarding"}, sections)
} else := 0

r12 := 2 if {
	not sections
} else := 1 if {
	includes({"safeguarding", "SEND", "health_inequalities"}, sections)
} else := 0

r13 := 1 if "local_authority" in member_types else := 0

r14 := 1 if count([t | some t in member_types; t == "local_authority"]) >= 2 else := 0

r15 := 1 if includes({"icb", "vcse", "healthwatch"}, member_types) else := 0

strategy := input.icp.strategy

r16 := 1 if "joint_strategic_needs_assessment" in strategy.considers else := 0

r17 := 2 if {
	not strategy.considers
} else := 1 if {
	count(strategy.considers) >= 3
	"SEND" in strategy.considers
} else := 0

r18 := number(days >= 0) * number(days <= 1095) if {
	known(plan.published)
	known(strategy.published)
	days := day(plan.published) - day(strategy.published)
} else := 2

r19 := number(count(input.places) >= 4) * number(count(input.places) <= 7)

r20 := 0 if {
	some place in input.places
	not includes(core, place.members)
} else := 1

r21 := 0 if {
	some place in input.places
	known(place.population)
	number(place.population >= 50000) * number(place.population <= 500000) == 0
} else := 2 if {
	some place in input.places
	missing(place, "population")
} else := 1

place_without_population if {
	some place in input.places
	missing(place, "population")
}

r22 := number(20 * abs(total - input.icb.population) <= input.icb.population) if {
	known(input.icb.population)
	not place_without_population
	total := sum([place.population | some place in input.places])
} else := 2

case_days := [days |
	some c in input.cases
	known(c.finalised)
	known(c.requested)
	days := day(c.finalised) - day(c.requested)
]

r23 := 0 if {
	some days in case_days
	days > 140
} else := 2 if {
	count(case_days) < count(input.cases)
} else := 1

r24 := 2 if {
	count(case_days) == 0
} else := 1 if {
	5 * count([d | some d in case_days; d <= 140]) >= 3 * count(case_days)
} else := 0

r25 := number(10 * count([c | some c in input.cases; missing(c, "finalised")]) <= count(input.cases))

outcomes := [
	r01, r02, r03, r04, r05, r06, r07, r08, r09, r10, r11, r12, r13, r14, r15, r16, r17, r18, r19, r20, r21, r22, r23,
	r24, r25,
]
