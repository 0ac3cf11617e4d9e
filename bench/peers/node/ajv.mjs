// JSON Schema by ajv, one compiled schema a rule. Two values; it has no arithmetic, so that R08 (a limit that is reckoned), R18
// (days between), R22 (a sum), R23 and R24 (days between) and R25 (a share) cannot be said.
import Ajv from 'ajv/dist/2020.js';
import { packageVersion } from './package_version.mjs';

const at = (path, schema) =>
  path.split('.').reduceRight((inner, key) => ({ type: 'object', required: [key], properties: { [key]: inner } }), schema);
const like = record => ({
  required: Object.keys(record), properties: Object.fromEntries(Object.entries(record).map(([key, value]) => [key, { const: value }])),
});
const some = record => ({ contains: like(record) });
const member = value => ({ contains: { const: value } });
const allOf = schemas => ({ allOf: schemas });
const AREAS = ['SEND', 'safeguarding', 'learning_disability_autism', 'down_syndrome'];
const CORE = ['icb', 'local_authority', 'primary_care_network', 'nhs_trust', 'vcse'];

const schemas = {
  R01: at('icb.executive_leads', some({ area: 'SEND' })),
  R02: at('icb.executive_leads', some({ area: 'safeguarding' })),
  R03: at('icb.executive_leads', some({ area: 'learning_disability_autism', role: 'executive_director' })),
  R04: at('icb.executive_leads', some({ area: 'down_syndrome' })),
  R05: at('icb.executive_leads', allOf(AREAS.map(area => some({ area })))),
  R06: at('icb.population', { type: 'number', minimum: 1000000, maximum: 3000000 }),
  R07: at('icb.forward_plan.published', { type: 'string' }),
  R09: at('icb.forward_plan.covers_ages', { type: 'array', prefixItems: [{ maximum: 0 }, { minimum: 25 }] }),
  R10: at('icb.forward_plan.financial_year', { const: '2024-25' }),
  R11: at('icb.annual_report.sections', member('safeguarding')),
  R12: at('icb.annual_report.sections', allOf(['safeguarding', 'SEND', 'health_inequalities'].map(member))),
  R13: at('icp.members', some({ type: 'local_authority' })),
  R14: at('icp.members', { ...some({ type: 'local_authority' }), minContains: 2 }),
  R15: at('icp.members', allOf(['icb', 'vcse', 'healthwatch'].map(type => some({ type })))),
  R16: at('icp.strategy.considers', member('joint_strategic_needs_assessment')),
  R17: at('icp.strategy.considers', { minItems: 3, ...member('SEND') }),
  R19: at('places', { minItems: 4, maxItems: 7 }),
  R20: at('places', { items: at('members', allOf(CORE.map(member))) }),
  R21: at('places', { items: at('population', { type: 'number', minimum: 50000, maximum: 500000 }) }),
};

export function open() {
  const ajv = new Ajv({ strict: false }), checks = Object.values(schemas).map(schema => ajv.compile(schema));
  return {
    peer: 'ajv (JSON Schema)', version: packageVersion('ajv'), rules: Object.keys(schemas), twoValued: true,
    judge: record => checks.map(check => (check(record) ? 1 : 0)),
  };
}
