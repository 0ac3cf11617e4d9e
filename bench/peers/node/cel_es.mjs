// CEL in JavaScript: @bufbuild/cel. CEL has no fold, so that R22, a sum, cannot be said.
import { celEnv, parse, plan } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { packageVersion } from './package_version.mjs';

export function open(source) {
  const texts = JSON.parse(source), environment = celEnv({ funcs: strings });
  const programs = Object.values(texts).map(text => plan(environment, parse(text)));
  return {
    peer: 'cel-es', version: packageVersion('@bufbuild/cel'), rules: Object.keys(texts),
    judge: record => programs.map(program => Number(program(record))),
  };
}
