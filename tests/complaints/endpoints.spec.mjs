// What an app is told of each endpoint that fails, in each way in which endpoints fail: a code, the endpoint, and what to do.
import { errorOf, expect, openWith, reachCallback, signIn } from '../support/fixtures.mjs';
import { test } from './fixtures-app.mjs';

/** Way of failing -> what the server does; `code` is what becomes of it, for an answer that is to be JSON. */
const faults = {
  'lets no other origin read its answers': {
    code: 'network_error',
    retryable: true,
    async spoil(ctx, next) {
      await next();
      ctx.remove('access-control-allow-origin');
    },
  },
  'answers with status 500 and a web page': {
    code: 'http_status',
    status: 500,
    retryable: true,
    spoil: (ctx) => answer(ctx, 500, 'text/html', '<h1>Something went wrong</h1>'),
  },
  'answers with broken JSON': {
    code: 'json_invalid',
    status: 200,
    retryable: false,
    spoil: (ctx) => answer(ctx, 200, 'application/json', '{"broken":'),
  },
  'does not answer': { code: 'timeout', retryable: true, spoil: () => new Promise(() => {}) },
};

function answer(ctx, status, type, body) {
  ctx.set('access-control-allow-origin', '*');
  ctx.status = status;
  ctx.type = type;
  ctx.body = body;
}

const callback = { begin: reachCallback, call: () => auth.handleRedirectCallback(), phase: 'callback' };

/** Endpoint -> its path, what has to come before, and the call that asks it. */
const endpoints = {
  discovery: { path: '/.well-known/openid-configuration', begin() {}, call: () => auth.ready(), phase: 'start' },
  token: { path: '/oauth/token', ...callback },
  jwks: { path: '/oauth/jwks', ...callback },
  userinfo: { path: '/oauth/userinfo', begin: signIn, call: () => auth.getUserInfo(), phase: 'userinfo' },
  revocation: { path: '/oauth/revoke', begin: signIn, call: () => auth.revokeTokens(), phase: 'revocation' },
};

for (const [name, { path, begin, call, phase }] of Object.entries(endpoints)) {
  for (const [fault, { code, status, retryable, spoil }] of Object.entries(faults)) {
    // Nobody reads what is in a good answer to a revocation (RFC 7009 section 2.2).
    if (name === 'revocation' && code === 'json_invalid') continue;

    test(`complaint 23: a ${name} endpoint that ${fault} ends in the code for that, with the endpoint and a hint`, async ({
      page,
      site,
      start,
    }) => {
      const { issuer, provider } = await start();
      let isSpoilt = name === 'discovery';
      provider.use((ctx, next) => {
        const isPreflight = ctx.method === 'OPTIONS' && code !== 'network_error';
        return isSpoilt && ctx.path === path && !isPreflight ? spoil(ctx, next) : next();
      });
      await openWith(page, site, { issuer, scope: 'openid profile offline_access', timeoutSeconds: 2 });
      await begin(page);
      isSpoilt = true;
      const error = await errorOf(page, call);
      expect(error).toMatchObject({ code, phase, retryable, endpoint: issuer + path, isTyped: true });
      expect(error.status).toBe(status);
      if (code === 'network_error') expect(error.hint).toMatch(/online.+most probably.+CORS/);
      else expect(error.hint).not.toContain('CORS');
    });
  }
}

test('complaint 23: without a network the hint does not blame the server', async ({ context, page, site }) => {
  await openWith(page, site);
  await page.evaluate(() => auth.ready());
  await signIn(page);
  const refresh = () => auth.getAccessToken({ forceRefresh: true });
  // The core is whole from here on.
  await page.evaluate(refresh);
  await context.setOffline(true);
  const error = await errorOf(page, refresh);
  expect(error).toMatchObject({ code: 'network_error', endpoint: `${site.issuer}/oauth/token`, retryable: true });
  expect(error.hint).not.toContain('The browser is online');
});
