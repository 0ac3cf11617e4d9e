// The version of an installed package, as its own description says.
import { readFileSync } from 'node:fs';

export const packageVersion = name =>
  JSON.parse(readFileSync(new URL(`node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;
