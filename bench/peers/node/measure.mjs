// One engine over the 25 rules on every line of an NDJSON file, timed: node measure.mjs ENGINE RULES DATA RUNS
//
// ENGINE is a module beside this one; it gives `open(rules)` -> {peer, version, rules, twoValued, judge}, where judge takes a
// parsed record and answers the outcomes (0, 1, 2) in the order of `rules`, or a promise of them. One line of JSON is printed:
// peer, version, records, rules, compile_ms, parse_ms, eval_ms (medians of RUNS after one to warm up), counts by rule.
import { readFileSync } from 'node:fs';

const [engineName, rulesPath, dataPath, runs] = process.argv.slice(2);
const engine = await import(`./${engineName}.mjs`);
const median = times => times.sort((a, b) => a - b)[times.length >> 1];

let started = performance.now();
const { peer, version, rules, twoValued = false, judge } = await engine.open(readFileSync(rulesPath, 'utf8'));
const compiled = performance.now() - started;

const lines = readFileSync(dataPath, 'latin1').trimEnd().split('\n');
const parses = [], judgements = [];
let counts;
for (let run = 0; run <= +runs; run++) {
  started = performance.now();
  const records = lines.map(line => JSON.parse(line));
  const parsed = performance.now() - started;
  counts = rules.map(() => [0, 0, 0]);
  started = performance.now();
  for (const record of records) {
    const answer = judge(record);
    const outcomes = answer instanceof Promise ? await answer : answer;
    for (let rule = 0; rule < outcomes.length; rule++) counts[rule][outcomes[rule]]++;
  }
  if (run > 0) {
    parses.push(parsed);
    judgements.push(performance.now() - started);
  }
}
console.log(JSON.stringify({
  peer, version, records: lines.length, rules: rules.length, two_valued: twoValued, compile_ms: compiled,
  parse_ms: median(parses), eval_ms: median(judgements), counts: Object.fromEntries(rules.map((rule, i) => [rule, counts[i]])),
}));
