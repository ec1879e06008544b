// The guide's twelve steps in a browser: for both ways that a tenant signs ID Tokens, with and without discovery.
import { refreshAndLeave, walk } from '../support/reachfive-walk.mjs';
import { expect, open, signIn, test } from './app.mjs';
import { startSample } from './sample.mjs';

const DISCOVERY = 'GET /.well-known/openid-configuration';

for (const alg of ['HS256', 'RS256']) {
  for (const isUp of [true, false]) {
    test(`the twelve steps for an ${alg} client, with discovery ${isUp ? 'up' : 'down'}`, async ({ page }) => {
      const sample = await startSample({ alg, discovery: isUp });
      const said = warnings(page);
      const unanswered = new Set();
      page.on('requestfailed', (request) => {
        const { pathname } = new URL(request.url());
        // Chromium calls a request aborted, too, whose answer was read to its end before it had finished.
        if (request.failure().errorText !== 'net::ERR_ABORTED') unanswered.add(pathname);
      });

      await walk(page, sample, test.step);
      expect([...unanswered]).toEqual(isUp ? [] : ['/.well-known/openid-configuration']);
      // Discovery is asked when a client is made; the page that ends a sign-in asks nothing before that.
      const lines = sample.server.requests.map(({ method, path }) => `${method} ${path}`);
      expect(lines.filter((line, at) => line !== DISCOVERY || lines[at - 1] !== DISCOVERY)).toEqual([
        DISCOVERY,
        ...['GET /oauth/authorize', 'GET /auth', 'POST /auth', 'GET /oauth/authorize', 'POST /oauth/token'],
        ...(alg === 'RS256' ? ['GET /jwks.json'] : []),
        ...['OPTIONS /identity/v1/userinfo', 'GET /identity/v1/userinfo'],
      ]);
      // Once for each page that lives for two seconds: this one does, the one that began the sign-in need not.
      const warning = expect.stringContaining('idTokenSignedResponseAlg is HS256');
      if (alg === 'HS256') await expect.poll(() => said.at(-1)).toEqual(warning);
      expect(said.length).toBeLessThanOrEqual(alg === 'HS256' ? 2 : 0);

      await refreshAndLeave(page, sample, test.step);
      await sample.close();
    });
  }
}

for (const [clientId, idTokenSignedResponseAlg, isVerified] of [
  ['spa-hs256', 'HS256', false],
  ['spa-rs256', 'RS256', true],
]) {
  test(`${clientId} has in its snapshot that the signature was${isVerified ? '' : ' not'} verified`, async ({
    page,
    tenant,
  }) => {
    await open(page, tenant, { clientId, idTokenSignedResponseAlg });
    await signIn(page);
    expect(await page.evaluate(() => auth.getSnapshot())).toMatchObject({
      isAuthenticated: true,
      idTokenSignatureVerified: isVerified,
      user: { sub: 'alice', name: 'Alice Liddell' },
    });
  });
}

/** Records what the pages warn of. */
function warnings(page) {
  const said = [];
  page.on('console', (message) => message.type() === 'warning' && said.push(message.text()));
  return said;
}
