// The 25 rules in plain JavaScript: what a team writes that has no engine. Null stands for missing, as does undefined.
const CORE = ['icb', 'local_authority', 'primary_care_network', 'nhs_trust', 'vcse'];
const MET = 1, NOT_MET = 0, UNKNOWN = 2;

const answer = is => (is ? MET : NOT_MET);
const known = (...values) => values.every(value => value != null);
const judged = (values, is) => (known(...values) ? answer(is()) : UNKNOWN);
const hasLead = (record, area) => record.icb.executive_leads.some(lead => lead.area === area);
const members = record => record.icp.members.map(member => member.type);
const includes = (found, ...wanted) => wanted.every(one => found.includes(one));
const daysBetween = (from, to) => (Date.parse(to) - Date.parse(from)) / 86400000;
const caseDays = one => (known(one.requested, one.finalised) ? daysBetween(one.requested, one.finalised) : null);

/** Kleene: one that is not so settles it, else one unknown leaves it open. */
function every(things, test) {
  let outcome = MET;
  for (const thing of things) {
    const found = test(thing);
    if (found === NOT_MET) return NOT_MET;
    if (found === UNKNOWN) outcome = UNKNOWN;
  }
  return outcome;
}

function placesAddUp({ icb, places }) {
  const parts = places.map(place => place.population);
  return judged([icb.population, ...parts], () => {
    const sum = parts.reduce((a, b) => a + b, 0);
    return 20 * Math.abs(sum - icb.population) <= icb.population;
  });
}

function shareInTime({ cases }) {
  const days = cases.map(caseDays).filter(found => found !== null);
  return days.length === 0 ? UNKNOWN : answer(5 * days.filter(found => found <= 140).length >= 3 * days.length);
}

export const judges = {
  R01: r => answer(hasLead(r, 'SEND')),
  R02: r => answer(hasLead(r, 'safeguarding')),
  R03: r => answer(r.icb.executive_leads.some(l => l.area === 'learning_disability_autism' && l.role === 'executive_director')),
  R04: r => answer(hasLead(r, 'down_syndrome')),
  R05: r => answer(['SEND', 'safeguarding', 'learning_disability_autism', 'down_syndrome'].every(area => hasLead(r, area))),
  R06: ({ icb: { population } }) => judged([population], () => population >= 1e6 && population <= 3e6),
  R07: r => answer(known(r.icb.forward_plan?.published)),
  R08: ({ icb: { forward_plan: plan } }) =>
    judged([plan?.published, plan?.financial_year], () => plan.published <= `${plan.financial_year.slice(0, 4)}-06-30`),
  R09: ({ icb: { forward_plan: plan } }) => judged([plan?.covers_ages], () => plan.covers_ages[0] <= 0 && plan.covers_ages[1] >= 25),
  R10: ({ icb: { forward_plan: plan } }) => judged([plan?.financial_year], () => plan.financial_year === '2024-25'),
  R11: ({ icb: { annual_report: report } }) => judged([report], () => includes(report.sections, 'safeguarding')),
  R12: ({ icb: { annual_report: report } }) =>
    judged([report], () => includes(report.sections, 'safeguarding', 'SEND', 'health_inequalities')),
  R13: r => answer(includes(members(r), 'local_authority')),
  R14: r => answer(members(r).filter(type => type === 'local_authority').length >= 2),
  R15: r => answer(includes(members(r), 'icb', 'vcse', 'healthwatch')),
  R16: r => answer(r.icp.strategy?.considers.includes('joint_strategic_needs_assessment')),
  R17: ({ icp: { strategy } }) => judged([strategy], () => strategy.considers.length >= 3 && strategy.considers.includes('SEND')),
  R18: ({ icb, icp }) => judged([icb.forward_plan?.published, icp.strategy?.published], () => {
    const days = daysBetween(icp.strategy.published, icb.forward_plan.published);
    return days >= 0 && days <= 1095;
  }),
  R19: ({ places }) => answer(places.length >= 4 && places.length <= 7),
  R20: ({ places }) => answer(places.every(place => includes(place.members, ...CORE))),
  R21: ({ places }) => every(places, ({ population: p }) => judged([p], () => p >= 50000 && p <= 500000)),
  R22: placesAddUp,
  R23: ({ cases }) => every(cases, one => judged([caseDays(one)], () => caseDays(one) <= 140)),
  R24: shareInTime,
  R25: ({ cases }) => answer(10 * cases.filter(one => !known(one.finalised)).length <= cases.length),
};

export function open() {
  const all = Object.values(judges);
  return {
    peer: 'plain JavaScript', version: `node ${process.versions.node}`, rules: Object.keys(judges),
    judge: record => all.map(judge => judge(record)),
  };
}
