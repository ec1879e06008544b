// Set-ups with one thing wrong, each with an app and an authorization server of its own.
import { fileURLToPath } from 'node:url';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { listen } from '../../www-demo/server/listen.mjs';
import { test as base, expect, isReady, scope } from '../support/fixtures.mjs';
import { siteHandler } from '../support/site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export { expect };

/** As the bare app has it, and frames of the server beside it. */
export const soundPolicy =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self' http://localhost:*; frame-src http://localhost:*";

export const test = base.extend({
  /**
   * Starts app and server: `start({ server, policy, headers, appHost })`; `server` is what startAuthorizationServer takes. Gives
   * `{ app, issuer, provider }`.
   */
  start: async ({ engine: _ }, use) => {
    const servers = [];
    await use(async ({ server = {}, policy = soundPolicy, headers = {}, appHost } = {}) => {
      const app = await listen(0, appHost);
      const started = await startAuthorizationServer({ origins: [app.url], ...server });
      servers.push(app, started);
      const config = { issuer: started.issuer, clientId: 'spa', scope };
      app.handle(
        siteHandler({
          mounts: { '/proofkey/': path('../../target/npm/'), '/': path('../support/app/') },
          config: () => config,
          headers: () => ({ 'content-security-policy': policy, ...headers }),
        }),
      );
      return { app: app.url, issuer: started.issuer, provider: started.provider };
    });
    await Promise.all(servers.map((server) => server.close()));
  },
});

/** Opens the app, with these changes of its options. */
export async function open(page, url, changes = {}) {
  await page.addInitScript((changes) => Object.assign(window, { changes }), changes);
  await page.goto(url);
  await isReady(page);
}

/** Has the discovery document say something else. */
export const says = (provider, members) =>
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.path.includes('.well-known')) ctx.body = { ...ctx.body, ...members };
  });

/** What a page has at one moment that a diagnosis must not change. */
const traces = () => {
  const keys = (name) => {
    try {
      return Object.keys(window[name]).sort();
    } catch {
      return 'denied';
    }
  };
  return {
    frames: document.querySelectorAll('iframe').length,
    localStorage: keys('localStorage'),
    sessionStorage: keys('sessionStorage'),
    isAuthenticated: auth.isAuthenticated,
    url: location.href,
    history: history.length,
  };
};

/**
 * Calls diagnose(); gives `{ findings, byId, steps, text }`. Each time it is looked at how long that took, at what it left behind, and at
 * what was sent.
 */
export async function diagnose(page) {
  const sent = [];
  const note = (request) => {
    const { referer = '' } = request.headers();
    sent.push(`${request.url()} ${request.postData() ?? ''} ${referer}`);
  };
  page.context().on('request', note);
  const before = await page.evaluate(traces);
  const began = Date.now();
  const { findings, steps, text } = await page.evaluate(async () => {
    const diagnosis = await auth.diagnose();
    return { findings: diagnosis.findings, steps: diagnosis.steps, text: String(diagnosis) };
  });
  expect(Date.now() - began).toBeLessThan(20_000);
  expect(await page.evaluate(traces)).toEqual(before);
  page.context().off('request', note);
  for (const request of sent) expect(request).not.toMatch(/[?& ](code|refresh_token|code_verifier|access_token)=/);
  for (const { id, text, fix, severity } of findings) {
    expect(text, id).not.toBe('');
    if (severity !== 'info') expect(fix, id).not.toBe('');
  }
  return { findings, steps, text, sent, byId: Object.fromEntries(findings.map((finding) => [finding.id, finding])) };
}

/** The ids of a severity, in the order of the alphabet. */
export const idsOf = ({ findings }, severity) =>
  findings
    .filter((finding) => finding.severity === severity)
    .map(({ id }) => id)
    .sort();
