# The 25 rules for jq and gojq, read as `jq -nc -f systems.jq data.ndjson`: prints [not met, met, unknown] by rule.
def answer: if . then 1 else 0 end;
def judged(test): if . == null then 2 else (test | answer) end;
def day: . + "T00:00:00Z" | fromdate / 86400;
def has_all($wanted): $wanted - . == [];
def areas: [.icb.executive_leads[].area];
def types: [.icp.members[].type];
def plan: .icb.forward_plan;
def case_days: [.cases[] | select(.requested != null and .finalised != null) | (.finalised | day) - (.requested | day)];
def outcomes: {
  R01: (areas | has_all(["SEND"]) | answer),
  R02: (areas | has_all(["safeguarding"]) | answer),
  R03: (any(.icb.executive_leads[]; .area == "learning_disability_autism" and .role == "executive_director") | answer),
  R04: (areas | has_all(["down_syndrome"]) | answer),
  R05: (areas | has_all(["SEND", "safeguarding", "learning_disability_autism", "down_syndrome"]) | answer),
  R06: (.icb.population | judged(. >= 1000000 and . <= 3000000)),
  R07: (plan.published != null | answer),
  R08: (plan | if .published == null or .financial_year == null then 2 else (.published <= .financial_year[0:4] + "-06-30" | answer) end),
  R09: (plan.covers_ages | judged(.[0] <= 0 and .[1] >= 25)),
  R10: (plan.financial_year | judged(. == "2024-25")),
  R11: (.icb.annual_report.sections | judged(has_all(["safeguarding"]))),
  R12: (.icb.annual_report.sections | judged(has_all(["safeguarding", "SEND", "health_inequalities"]))),
  R13: (types | has_all(["local_authority"]) | answer),
  R14: (types | map(select(. == "local_authority")) | length >= 2 | answer),
  R15: (types | has_all(["icb", "vcse", "healthwatch"]) | answer),
  R16: (.icp.strategy.considers // [] | has_all(["joint_strategic_needs_assessment"]) | answer),
  R17: (.icp.strategy.considers | judged(length >= 3 and has_all(["SEND"]))),
  R18: ([.icp.strategy.published, plan.published] | if any(. == null) then 2 else (map(day) | .[1] - .[0] | . >= 0 and . <= 1095 | answer) end),
  R19: (.places | length >= 4 and length <= 7 | answer),
  R20: (all(.places[].members; has_all(["icb", "local_authority", "primary_care_network", "nhs_trust", "vcse"])) | answer),
  R21: ([.places[].population] | if any(. != null and (. < 50000 or . > 500000)) then 0 elif any(. == null) then 2 else 1 end),
  R22: (.icb.population as $whole | [.places[].population] | if $whole == null or any(. == null) then 2 else (add - $whole | 20 * fabs <= $whole | answer) end),
  R23: ((.cases | length) as $all | case_days | if any(. > 140) then 0 elif length < $all then 2 else 1 end),
  R24: (case_days | if length == 0 then 2 else (5 * (map(select(. <= 140)) | length) >= 3 * length | answer) end),
  R25: (.cases | 10 * (map(select(.finalised == null)) | length) <= length | answer)
};
reduce inputs as $record ({}; reduce ($record | outcomes | to_entries[]) as $one (.;
  .[$one.key] = (.[$one.key] // [0, 0, 0] | .[$one.value] += 1)))
