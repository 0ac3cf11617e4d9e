-- The 25 rules for DuckDB over the table `system`, one column each: 1 met, 0 not met, 2 unknown. Three values come from SQL's
-- null; where a rule has two, `coalesce(..., false)` says so.
with record as (
  select *, list_transform(icb.executive_leads, lambda l: l.area) as areas, list_transform(icp.members, lambda m: m.type) as types,
    icb.forward_plan as plan, icb.annual_report.sections as sections, icp.strategy as strategy,
    list_transform(places, lambda p: p.population) as sizes,
    list_filter(list_transform(cases, lambda c: c.finalised - c.requested), lambda d: d is not null) as days
  from system),
judged as (
  select
    list_contains(areas, 'SEND') as R01,
    list_contains(areas, 'safeguarding') as R02,
    list_contains(icb.executive_leads, {'role': 'executive_director', 'area': 'learning_disability_autism'}) as R03,
    list_contains(areas, 'down_syndrome') as R04,
    list_has_all(areas, ['SEND', 'safeguarding', 'learning_disability_autism', 'down_syndrome']) as R05,
    icb.population between 1000000 and 3000000 as R06,
    plan.published is not null as R07,
    plan.published <= make_date(plan.financial_year[1:4]::int, 6, 30) as R08,
    plan.covers_ages[1] <= 0 and plan.covers_ages[2] >= 25 as R09,
    plan.financial_year = '2024-25' as R10,
    list_contains(sections, 'safeguarding') as R11,
    list_has_all(sections, ['safeguarding', 'SEND', 'health_inequalities']) as R12,
    list_contains(types, 'local_authority') as R13,
    len(list_filter(types, lambda t: t = 'local_authority')) >= 2 as R14,
    list_has_all(types, ['icb', 'vcse', 'healthwatch']) as R15,
    coalesce(list_contains(strategy.considers, 'joint_strategic_needs_assessment'), false) as R16,
    len(strategy.considers) >= 3 and list_contains(strategy.considers, 'SEND') as R17,
    plan.published - strategy.published between 0 and 1095 as R18,
    len(places) between 4 and 7 as R19,
    len(list_filter(places, lambda p: not list_has_all(p.members, ['icb', 'local_authority', 'primary_care_network', 'nhs_trust', 'vcse']))) = 0 as R20,
    case when len(list_filter(sizes, lambda s: s < 50000 or s > 500000)) > 0 then false
      when len(list_filter(sizes, lambda s: s is null)) = 0 then true end as R21,
    case when len(list_filter(sizes, lambda s: s is null)) = 0
      then 20 * abs(list_sum(sizes) - icb.population) <= icb.population end as R22,
    case when len(list_filter(days, lambda d: d > 140)) > 0 then false when len(days) = len(cases) then true end as R23,
    case when len(days) > 0 then 5 * len(list_filter(days, lambda d: d <= 140)) >= 3 * len(days) end as R24,
    10 * len(list_filter(cases, lambda c: c.finalised is null)) <= len(cases) as R25
  from record)
select count_if(not columns(*)), count_if(columns(*)), count_if(columns(*) is null) from judged
