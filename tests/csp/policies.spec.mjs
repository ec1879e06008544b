// Content-Security-Policies, from none to the strictest: under each the user signs in, refreshes and signs out, and what the
// browser reports is counted. www-demo/docs/csp.md tells app authors the same.
import { expect, signInRefreshAndOut, test } from './fixtures-page.mjs';

/** The one report of a page whose policy has no keyword for WebAssembly: of the module of eight bytes that asks for it. */
const probe = 'script-src wasm-eval';

/** Name -> the policy; whether WebAssembly runs under it; the entries that it is for, if not for all. */
const policies = {
  'no policy': { policy: () => '', engine: 'wasm' },
  "script-src 'self' 'wasm-unsafe-eval'": { policy: () => "script-src 'self' 'wasm-unsafe-eval'", engine: 'wasm' },
  "script-src 'self'": { policy: () => "script-src 'self'", engine: 'javascript' },
  'nonce, strict-dynamic and the keyword': {
    policy: ({ nonce }) => `script-src 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; base-uri 'none'`,
    engine: 'wasm',
  },
  'nonce and strict-dynamic': {
    policy: ({ nonce }) => `script-src 'nonce-${nonce}' 'strict-dynamic'; base-uri 'none'`,
    engine: 'javascript',
  },
  'Trusted Types without a policy of ours': {
    policy: () => "script-src 'self' 'wasm-unsafe-eval'; require-trusted-types-for 'script'; trusted-types 'none'",
    engine: 'wasm',
  },
  'Trusted Types, and no keyword': {
    policy: () => "script-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'",
    engine: 'javascript',
  },
  'the minimal policy': {
    policy: ({ issuer }) => `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src ${issuer}`,
    engine: 'wasm',
    entries: ['default', 'script'],
  },
  'the minimal policy without the keyword': {
    policy: ({ issuer }) => `default-src 'none'; script-src 'self'; connect-src ${issuer}`,
    engine: 'javascript',
  },
  'the minimal policy of slim, which fetches its core': {
    policy: ({ issuer }) => `default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' ${issuer}`,
    engine: 'wasm',
    entries: ['slim'],
  },
};

const engines = {
  wasm: { entry: { default: /\/wasm-\w+\.js$/, slim: /\/core\.wasm$/, script: /\/proofkey\.js$/ }, reports: [] },
  javascript: {
    entry: { default: /\/javascript-\w+\.js$/, slim: /\/javascript-\w+\.js$/, script: /\/proofkey-fallback\.js$/ },
    reports: [probe],
  },
};

for (const [name, { policy, engine, entries = ['default', 'slim', 'script'] }] of Object.entries(policies)) {
  for (const entry of entries) {
    test(`${entry}: under ${name} the user signs in, refreshes and signs out by ${engine}`, async ({ page, serve }) => {
      const problems = [];
      page.on('pageerror', (error) => problems.push(String(error)));
      const { reports, asked } = await serve({ entry, policy });
      const perPage = engines[engine].reports;
      await signInRefreshAndOut(page, perPage);
      await expect.poll(() => reports).toEqual([...perPage, ...perPage, ...perPage]);
      expect(problems).toEqual([]);

      const loaded = (which) => asked.some((url) => engines[which].entry[entry].test(url));
      expect(loaded(engine)).toBe(true);
      // The file of the script tag has the bytes in it, wanted or not.
      const other = engine === 'wasm' ? 'javascript' : 'wasm';
      expect(loaded(other)).toBe(entry === 'script' && other === 'wasm');
    });
  }
}

for (const entry of ['default', 'slim', 'script']) {
  test(`complaint 35: with script-src 'self'; worker-src 'self' ${entry} signs in, and the browser reports the probe alone`, async ({
    page,
    serve,
  }) => {
    const { reports } = await serve({ entry, policy: () => "script-src 'self'; worker-src 'self'" });
    await signInRefreshAndOut(page, [probe]);
    await expect.poll(() => reports).toEqual([probe, probe, probe]);
  });

  test(`complaint 40: a page that is isolated by COOP and COEP signs in, refreshes and signs out (${entry})`, async ({
    page,
    serve,
  }) => {
    await serve({
      entry,
      headers: { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' },
    });
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    await signInRefreshAndOut(page);
  });
}

test("with engine: 'javascript' nothing is reported under script-src 'self'", async ({ page, serve }) => {
  const { reports, asked } = await serve({ policy: () => "script-src 'self'", engine: 'javascript' });
  await signInRefreshAndOut(page);
  expect(reports).toEqual([]);
  expect(asked.some((url) => engines.javascript.entry.default.test(url))).toBe(true);
});

test('under a policy that does not name the issuer ready() rejects with network_error', async ({ page, serve }) => {
  await serve({ policy: () => "script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'" });
  await expect(page.locator('#user')).toHaveText('network_error');
  const violations = await page.evaluate(() => window.violations);
  expect(violations.length).toBeGreaterThan(0);
  for (const violation of violations) {
    expect(violation).toMatch(/^connect-src http:\/\/localhost:\d+\/\.well-known\//);
  }
});
