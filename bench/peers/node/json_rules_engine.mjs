// json-rules-engine: two values. Its operators compare a value at a path; it has no quantifier, count, sum or days, so that 12
// of the 25 are operators of our own in JavaScript (the ones in `ours`).
import { Engine } from 'json-rules-engine';
import { judges } from './javascript.mjs';
import { packageVersion } from './package_version.mjs';

const at = (fact, path, operator, value) => ({ fact, path, operator, value });
const leads = (...areas) => areas.map(area => at('icb', '$.executive_leads[*].area', 'contains', area));
const types = (...wanted) => wanted.map(type => at('icp', '$.members[*].type', 'contains', type));
const sections = (...wanted) => wanted.map(section => at('icb', '$.annual_report.sections', 'contains', section));
const ours = ['R03', 'R08', 'R14', 'R17', 'R18', 'R19', 'R20', 'R21', 'R22', 'R23', 'R24', 'R25'];

const conditions = {
  R01: leads('SEND'),
  R02: leads('safeguarding'),
  R04: leads('down_syndrome'),
  R05: leads('SEND', 'safeguarding', 'learning_disability_autism', 'down_syndrome'),
  R06: [at('icb', '$.population', 'greaterThanInclusive', 1000000), at('icb', '$.population', 'lessThanInclusive', 3000000)],
  R07: [at('icb', '$.forward_plan.published', 'notIn', [null, undefined])],
  R09: [at('icb', '$.forward_plan.covers_ages[0]', 'lessThanInclusive', 0), at('icb', '$.forward_plan.covers_ages[1]', 'greaterThanInclusive', 25)],
  R10: [at('icb', '$.forward_plan.financial_year', 'equal', '2024-25')],
  R11: sections('safeguarding'),
  R12: sections('safeguarding', 'SEND', 'health_inequalities'),
  R13: types('local_authority'),
  R15: types('icb', 'vcse', 'healthwatch'),
  R16: [at('icp', '$.strategy.considers', 'contains', 'joint_strategic_needs_assessment')],
};
for (const rule of ours) conditions[rule] = [at('record', '$', rule, true)];

export function open() {
  const engine = new Engine([], { allowUndefinedFacts: true }), rules = Object.keys(conditions).sort();
  for (const rule of ours) engine.addOperator(rule, record => judges[rule](record) === 1);
  for (const rule of rules) engine.addRule({ conditions: { all: conditions[rule] }, event: { type: rule } });
  const judge = async record => {
    const { events } = await engine.run({ record, icb: record.icb, icp: record.icp });
    const met = new Set(events.map(event => event.type));
    return rules.map(rule => (met.has(rule) ? 1 : 0));
  };
  return { peer: 'json-rules-engine (12 rules in JavaScript)', version: packageVersion('json-rules-engine'), rules, twoValued: true, judge };
}
