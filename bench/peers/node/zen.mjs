// GoRules ZEN: one decision whose only node holds an expression for each rule, prepared once.
import zen from '@gorules/zen-engine';
import { packageVersion } from './package_version.mjs';

const node = (id, type, content) => ({ id, type, name: id, position: { x: 0, y: 0 }, content });
const edge = (sourceId, targetId) => ({ id: `${sourceId}-${targetId}`, sourceId, targetId, type: 'edge' });

export function open(source) {
  const texts = JSON.parse(source), rules = Object.keys(texts);
  const expressions = rules.map(rule => ({ id: rule, key: rule, value: texts[rule] }));
  const graph = {
    nodes: [node('record', 'inputNode'), node('rules', 'expressionNode', { expressions, passThrough: false }), node('outcomes', 'outputNode')],
    edges: [edge('record', 'rules'), edge('rules', 'outcomes')],
  };
  const decision = new zen.ZenEngine().createDecision(Buffer.from(JSON.stringify(graph)));
  const judge = async record => {
    const { result } = await decision.evaluate(record);
    return rules.map(rule => result[rule]);
  };
  return { peer: 'zen', version: packageVersion('@gorules/zen-engine'), rules, judge };
}
