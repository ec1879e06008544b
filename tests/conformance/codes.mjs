// Which rules an error code belongs to: the table that the package exports as proofkey/errors.json.
import { readFileSync } from 'node:fs';

const codes = JSON.parse(readFileSync(new URL('../../pkg-template/errors.json', import.meta.url), 'utf8'));

/** The rule ids of a code. */
export const rulesOf = (code) => codes[code]?.rules ?? [];

/** The codes that belong to a rule. */
export const codesOf = (rule) => Object.keys(codes).filter((code) => codes[code].rules.includes(rule));
