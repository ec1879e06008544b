// What `npm run check` does with licences and advisories: against a registry and a database of the test's own, by npm and
// cargo-audit themselves.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';
import { checkAdvisories } from '../../js/scripts/lib/audit/advisories.mjs';
import { lockedPackages, refusals } from '../../js/scripts/lib/audit/dependencies.mjs';
import { shippable, taken } from '../../js/scripts/lib/audit/licences.mjs';
import { listen } from '../../www-demo/server/listen.mjs';

const lockFile = readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8');

/** A registry that answers an audit so, and nothing else. */
async function auditedBy(status, answer, use) {
  const registry = await listen(0);
  registry.handle((request, response) => {
    const isAudit = request.url.endsWith('/security/advisories/bulk');
    response.writeHead(isAudit ? status : 404, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAudit ? answer : {}));
  });
  try {
    return await use({ ...process.env, npm_config_registry: registry.url, npm_config_fetch_retries: '0' });
  } finally {
    await registry.close();
  }
}

/** A database of RustSec's form. */
function databaseWith(name, advisories) {
  const database = fileURLToPath(new URL(`../../target/advisories/${name}`, import.meta.url));
  mkdirSync(join(database, 'crates'), { recursive: true });
  for (const { id, crate, patched } of advisories) {
    mkdirSync(join(database, 'crates', crate), { recursive: true });
    const fields = [`id = "${id}"`, `package = "${crate}"`, 'date = "2026-01-01"'].join('\n');
    const versions = `[versions]\npatched = ["${patched}"]`;
    const text = `\`\`\`toml\n[advisory]\n${fields}\n${versions}\n\`\`\`\n\n# Reads too far\n\nFor a test.\n`;
    writeFileSync(join(database, 'crates', crate, `${id}.md`), text);
  }
  return database;
}

/** For git, GitHub is where nobody listens. */
const noDatabase = {
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'url.http://localhost:9/.insteadOf',
  GIT_CONFIG_VALUE_0: 'https://github.com/',
};

test('an advisory for an npm package that is locked here fails the check', async () => {
  const advisory = { id: 1, url: 'https://advisory.example/1', title: 'Reads too far', severity: 'high' };
  const answer = { vite: [{ ...advisory, vulnerable_versions: '<1000.0.0', cwe: [], cvss: { score: 0 } }] };
  const failure = await auditedBy(200, answer, (env) =>
    checkAdvisories({ env: { ...env, ...noDatabase } }).catch(String),
  );
  expect(failure).toContain('npm vite: Reads too far (high, https://advisory.example/1)');
});

test('without advisories the check passes, and tells what it could not ask', async () => {
  await auditedBy(200, {}, (registry) => checkAdvisories({ env: { ...registry, ...noDatabase } }));
  await auditedBy(405, {}, (registry) => checkAdvisories({ env: { ...registry, ...noDatabase } }));
  // Asked for by name, it is no answer.
  const failure = await auditedBy(405, {}, (registry) =>
    checkAdvisories({ required: true, env: { ...registry, ...noDatabase } }).catch(String),
  );
  expect(failure).toContain('Not all advisories could be had');
});

test('an advisory for a crate of the lock file fails the check, and one that is patched there does not', async () => {
  const one = { id: 'RUSTSEC-2026-9999', crate: 'slab', patched: '>= 99.0.0' };
  const check = (database) =>
    auditedBy(200, {}, (env) => checkAdvisories({ required: true, env: { ...env, PROOFKEY_ADVISORY_DB: database } }));
  await check(databaseWith('patched', [{ ...one, patched: '>= 0.1.0' }]));
  const failure = await check(databaseWith('open', [one])).catch(String);
  expect(failure).toMatch(/crate slab \d+\.\d+\.\d+: RUSTSEC-2026-9999 Reads too far \(Cargo\.lock\)/);
});

test('an npm package under another licence, or under none, is refused by name', () => {
  const packages = lockedPackages(lockFile);
  expect(packages.length).toBeGreaterThan(100);
  expect(refusals(packages)).toEqual([]);

  const lock = JSON.parse(lockFile);
  lock.packages['node_modules/vite'].license = 'AGPL-3.0-only';
  delete lock.packages['node_modules/esbuild'].license;
  expect(refusals(lockedPackages(JSON.stringify(lock))).sort()).toEqual([
    `esbuild ${lock.packages['node_modules/esbuild'].version} is offered without a licence`,
    `vite ${lock.packages['node_modules/vite'].version} is offered as AGPL-3.0-only`,
  ]);
});

for (const [expression, licences] of [
  ['MIT', ['MIT']],
  ['Apache-2.0 OR MIT', ['MIT']],
  ['MIT/Apache-2.0', ['MIT']],
  ['(MIT OR Apache-2.0) AND Unicode-3.0', ['MIT', 'Unicode-3.0']],
  ['MIT AND Apache-2.0 WITH LLVM-exception', ['MIT', 'Apache-2.0 WITH LLVM-exception']],
  ['MIT OR GPL-3.0-or-later', ['MIT']],
  ['MIT AND GPL-3.0-or-later', undefined],
  ['GPL-3.0-or-later OR AGPL-3.0-only', undefined],
]) {
  test(`${expression} is taken as ${licences?.join(' and ') ?? 'nothing'}`, () => {
    expect(taken(expression, shippable)).toEqual(licences);
  });
}
