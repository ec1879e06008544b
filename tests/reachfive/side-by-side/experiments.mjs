// What each library does when something is wrong. Every experiment is played against both, and tells what came of it.
import { byAnother, bySharedSecret, unsigned } from './forgeries.mjs';
import { TENANT } from './world.mjs';

/** An app that gives `state` and `nonce` to identity-core, which has both as options: what it does with them is the question. */
const more = { state: 'state-of-the-app', nonce: 'nonce-of-the-app' };
const isTokenRequest = ({ method, path }) => method === 'POST' && path === '/oauth/token';

/** Words for what an app's call came to, and how many token requests it made. */
export function worded({ value, refused, byServer, detail }, requests) {
  const cost = requests === 0 ? 'no token request' : `${requests} token request${requests > 1 ? 's' : ''}`;
  if (value !== undefined) return `${value}; ${cost}`;
  if (refused === undefined) return 'accepted';
  return byServer ? `sent, and refused by the server: \`${detail ?? refused}\`` : `refused: \`${refused}\`; ${cost}`;
}

/** One try, in a browser that has never been here: `play(page, visit)` gives what came of it. */
async function tried(world, library, play, options) {
  const { requests } = world.server;
  world.forge = (idToken) => idToken;
  const visit = await world.renewed(library, options);
  requests.length = 0;
  const outcome = await play(visit.page, visit);
  return typeof outcome === 'string' ? outcome : worded(outcome, requests.filter(isTokenRequest).length);
}

/** A sign-in whose callback URL is changed on its way. */
const withCallback = (change) => (world, library) =>
  tried(world, library, async (page, visit) => {
    await visit.leave(page, more);
    const url = await visit.caught(page);
    change(url.searchParams);
    await visit.goTo(page, url.href);
    return visit.outcome(page);
  });

/** A sign-in whose ID Token is changed. */
const withToken = (forge, options) => (world, library) =>
  tried(
    world,
    library,
    (page, visit) => {
      world.forge = forge;
      return visit.signIn(page, { more });
    },
    options,
  );

const withClaims = (change) => withToken((_idToken, { claims, sign }) => sign({ ...claims, ...change(claims) }));

const denied = (world, library) =>
  tried(world, library, async (page, visit) => {
    await visit.leave(page, more);
    await page.getByTestId('deny').click();
    await page.waitForURL((url) => url.pathname.endsWith('/callback'));
    return visit.outcome(page);
  });

/** An answer to a sign-in of the attacker, opened by someone who never began one. */
const foreign = (parameters) => (world, library) =>
  tried(
    world,
    library,
    async (page, visit) => {
      const attacker = await world.visit(library);
      const theirs = await attacker.context.newPage();
      const redirect_uri = `${visit.home}callback`;
      const query = {
        response_type: 'code',
        redirect_uri,
        scope: 'openid',
        state: 'x',
        prompt: 'login',
        ...parameters,
      };
      await theirs.goto(`${TENANT}/oauth/authorize?${new URLSearchParams(query)}`);
      const url = await attacker.caught(theirs, 'bob', 'builder');
      await attacker.close();
      await visit.goTo(page, url.href);
      const outcome = await visit.outcome(page);
      const { value: user } = await visit.call(page, 'user');
      return user === 'bob' ? 'accepted: the victim is signed in as the attacker' : outcome;
    },
    { clientId: parameters.client_id },
  );

const twice = (world, library) =>
  tried(
    world,
    library,
    async (page, visit) => {
      await visit.leave(page, more);
      const url = await visit.caught(page);
      await visit.goTo(page, url.href);
      const outcomes = await page.evaluate(() => Promise.all(window.app.outcomes));
      const refreshed = await visit.call(page, 'refresh');
      const count = world.server.requests.filter(({ body }) => body?.code).length;
      const accepted = outcomes.filter(({ refused }) => refused === undefined).length;
      const after = refreshed.refused ? `the session is over: \`${refreshed.refused}\`` : 'the session goes on';
      return `${count} token request${count > 1 ? 's' : ''}; ${accepted} of 2 calls succeed; ${after}`;
    },
    { calls: 2 },
  );

const reloaded = (world, library) =>
  tried(world, library, async (page, visit) => {
    await visit.signIn(page, { more });
    world.server.requests.length = 0;
    await page.reload();
    return visit.outcome(page);
  });

const crossed = (world, library) =>
  tried(world, library, async (first, visit) => {
    const second = await visit.open();
    await visit.leave(first, more);
    await visit.leave(second, more);
    const outcomes = [];
    for (const page of [second, first]) {
      await visit.submit(page);
      await page.waitForURL((url) => url.pathname.endsWith('/callback'));
      outcomes.push(worded(await visit.outcome(page), 1));
    }
    await second.close();
    return outcomes.every((text) => text === 'accepted')
      ? 'both accepted'
      : `begun second: ${outcomes[0]}; begun first: ${outcomes[1]}`;
  });

const asked = { 'identity-core': '/identity/v1/config', proofkey: '/.well-known/openid-configuration' };

/** The one request that a library makes before the redirect fails: the one thing here that is not the servers' doing. */
const unreachable = (world, library) =>
  tried(world, library, async (page, visit) => {
    await page.route(`${TENANT}${asked[library]}*`, (route) => route.abort('connectionrefused'));
    try {
      await visit.goTo(page, visit.home);
      const { refused } = await visit.begun(page, more);
      if (refused) return `no login: \`${refused}\``;
      await visit.submit(page);
      await page.waitForURL((url) => url.pathname.endsWith('/callback'));
      return worded(await visit.outcome(page), 1) === 'accepted' ? 'the login works' : 'the login begins, and fails';
    } finally {
      await page.unrouteAll();
    }
  });

const refreshes = (world, library) =>
  tried(world, library, async (page, visit) => {
    await visit.signIn(page);
    world.server.requests.length = 0;
    const all = await page.evaluate(() => Promise.all(Array.from({ length: 20 }, () => window.app.refresh())));
    const count = world.server.requests.filter(isTokenRequest).length;
    const accepted = all.filter(({ refused }) => refused === undefined).length;
    const next = await visit.call(page, 'refresh');
    const after = next.refused ? `the session is over: \`${next.detail ?? next.refused}\`` : 'the session goes on';
    return `${count} token request${count > 1 ? 's' : ''}; ${accepted} of 20 calls succeed; ${after}`;
  });

const refreshedAs = (change) => (world, library) =>
  tried(world, library, async (page, visit) => {
    await visit.signIn(page);
    world.forge = (_idToken, { claims, sign }) => sign({ ...claims, ...change });
    const { value, ...outcome } = await visit.call(page, 'refresh');
    return worded(value ? {} : outcome, 1);
  });

const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' };

/** `[what is wrong, play(world, library)]`; the second gives a text. */
export const experiments = [
  ['The callback has another `state`', withCallback((query) => query.set('state', 'another'))],
  ['The callback has no `state`', withCallback((query) => query.delete('state'))],
  ['The server answers with an error: the user has cancelled', denied],
  [
    'A callback that this browser never began, with the code of an attacker',
    foreign({ client_id: 'spa-rs256', ...challenge }),
  ],
  ['... at a client that does not enforce PKCE', foreign({ client_id: 'spa-without-pkce' })],
  ['ID Token: `nonce` of another sign-in', withClaims(() => ({ nonce: 'another' }))],
  ['ID Token: `aud` is another client', withClaims(() => ({ aud: 'another' }))],
  ['ID Token: `iss` is another issuer', withClaims(() => ({ iss: 'https://evil.example' }))],
  ['ID Token: expired an hour ago', withClaims(({ iat }) => ({ iat: iat - 7200, exp: iat - 3600 }))],
  ['ID Token: RS256, signed by another key', withToken(byAnother)],
  ['ID Token: `alg` is `none`', withToken(unsigned)],
  ['ID Token: HS256, signed by any secret, at an RS256 client', withToken(bySharedSecret)],
  ['ID Token: HS256, signed by another secret, at an HS256 client', withToken(byAnother, { clientId: 'spa-hs256' })],
  ['ID Token: `alg` is `none`, at an HS256 client', withToken(unsigned, { clientId: 'spa-hs256' })],
  ['The answer to a refresh is about another user', refreshedAs({ sub: 'bob' })],
  ['The callback is handled twice at once, as an effect that runs twice does', twice],
  ['The callback page is loaded once more', reloaded],
  ['Two sign-ins in two tabs; the one begun second ends first', crossed],
  ['What the library asks for before the redirect is unreachable', unreachable],
  ['20 refreshes at once', refreshes],
];
