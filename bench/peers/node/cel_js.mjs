// CEL in JavaScript: @marcbachmann/cel-js. CEL has no fold, so that R22, a sum, cannot be said.
import { Environment } from '@marcbachmann/cel-js';
import { packageVersion } from './package_version.mjs';

export function open(source) {
  const texts = JSON.parse(source), environment = new Environment({ unlistedVariablesAreDyn: true });
  const programs = Object.values(texts).map(text => environment.parse(text));
  return {
    peer: 'cel-js', version: packageVersion('@marcbachmann/cel-js'), rules: Object.keys(texts),
    judge: record => programs.map(program => Number(program(record))),
  };
}
