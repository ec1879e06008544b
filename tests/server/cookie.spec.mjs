// The cookie of a sign-in: what is refused before anything is sent, and that it is gone when it was used.
import { createServerClient, privateKeyJwt } from '../../target/npm/dist/server.js';
import { Jar } from './visitor.mjs';
import { COOKIE_SECRET, expect, failure, later, ORIGIN, optionsFor, reachCallback, signIn, test } from './world.mjs';

/** The one cookie of a jar. */
const cookieOf = ({ header }) => {
  const [, name, at, sealed] = /^(proofkey\.[\w-]{43})=(\d+)\.([\w-]+)$/.exec(header);
  return { name, at, sealed };
};

const flipped = (text, place) => {
  const bytes = Buffer.from(text, 'base64url');
  bytes[place < 0 ? bytes.length + place : place] ^= 1;
  return bytes.toString('base64url');
};

test('it is sealed, for this host, for HTTP alone, for ten minutes, and small', async ({ client }) => {
  const jar = new Jar();
  const { url } = await client().authorizationRequest({ appState: { cart: 3 }, returnTo: '/cart?full=1#top' }, '', jar);
  const state = new URL(url).searchParams.get('state');
  expect(jar.lines).toHaveLength(1);
  expect(jar.lines[0]).toMatch(
    new RegExp(`^proofkey\\.${state}=\\d+\\.[\\w-]+; Path=/; HttpOnly; SameSite=Lax; Max-Age=600$`),
  );
  expect(jar.lines[0].length).toBeLessThan(1024);
  for (const text of ['code_verifier', 'cart', state]) {
    expect(Buffer.from(cookieOf(jar).sealed, 'base64url').toString('latin1')).not.toContain(text);
  }
});

test('where the app is reached by https, it is for no other host and no other scheme', async () => {
  const issuer = 'https://op.example';
  const metadata = {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
  };
  const redirectUri = 'https://app.example/callback';
  const auth = createServerClient(optionsFor({ issuer }, { redirectUri, metadata, discovery: false }));
  const jar = new Jar();
  const { url } = await auth.authorizationRequest({}, null, jar);
  const state = new URL(url).searchParams.get('state');
  expect(jar.lines[0]).toMatch(
    new RegExp(`^__Host-proofkey\\.${state}=\\d+\\.[\\w-]+; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$`),
  );
});

test('what was given comes back with the user', async ({ client }) => {
  const options = { appState: { cart: ['3', null, '%'] }, returnTo: `${ORIGIN}/cart?full=1#top` };
  const { appState, returnTo } = await signIn(client(), options);
  expect({ appState, returnTo }).toEqual({ appState: options.appState, returnTo: '/cart?full=1#top' });
  expect(await signIn(client())).toMatchObject({ appState: undefined, returnTo: '/' });
});

for (const [what, change] of [
  ['its last byte', ({ sealed, ...rest }) => ({ ...rest, sealed: flipped(sealed, -1) })],
  ['its first byte', ({ sealed, ...rest }) => ({ ...rest, sealed: flipped(sealed, 0) })],
  ['a byte of its text', ({ sealed, ...rest }) => ({ ...rest, sealed: flipped(sealed, 40) })],
  ['its time', ({ at, ...rest }) => ({ ...rest, at: `${Number(at) + 1}` })],
  ['its length', ({ sealed, ...rest }) => ({ ...rest, sealed: sealed.slice(0, -4) })],
  ['all but its time', (cookie) => ({ ...cookie, sealed: '' })],
  ['its alphabet', (cookie) => ({ ...cookie, sealed: '!%&' })],
]) {
  test(`a cookie that was changed (${what}) is transaction_invalid, and nothing is sent`, async ({ client, world }) => {
    const auth = client();
    const { jar, callback } = await reachCallback(auth);
    const { name, at, sealed } = change(cookieOf(jar));
    const before = world.asked.length;
    const error = await failure(auth.exchange(callback, `${name}=${at}.${sealed}`, jar));
    expect([error.code, error.phase, error.retryable]).toEqual(['transaction_invalid', 'callback', false]);
    expect(world.asked.length).toBe(before);
    // Whatever comes of it, the browser has it no longer.
    expect(jar.names).toEqual([]);
  });
}

test('a cookie of ten minutes ago is transaction_expired whatever the browser says, and nothing is sent', async ({
  client,
  world,
}) => {
  const auth = client();
  const { jar, callback } = await reachCallback(auth, { appState: 'kept', returnTo: '/cart' });
  const before = world.asked.length;
  const error = await later(600, () => failure(auth.exchange(callback, jar.header, jar)));
  expect([error.code, error.appState, error.returnTo]).toEqual(['transaction_expired', 'kept', '/cart']);
  expect(error.hint).toContain('ten minutes');
  expect(world.asked.length).toBe(before);
  expect(jar.names).toEqual([]);
});

test('a little sooner it is good', async ({ client }) => {
  const auth = client();
  const { jar, callback } = await reachCallback(auth);
  const { claims } = await later(590, () => auth.exchange(callback, jar.header, jar));
  expect(claims.sub).toBe('alice');
});

test('the cookie of another sign-in is none of this one’s: neither under its own name nor under this one', async ({
  client,
  world,
}) => {
  const auth = client();
  const [one, other] = [await reachCallback(auth), await reachCallback(auth)];
  const before = world.asked.length;
  const foreign = await failure(auth.exchange(one.callback, other.jar.header, one.jar));
  expect(foreign.code).toBe('state_not_found');
  const { at, sealed } = cookieOf(other.jar);
  const renamed = await failure(auth.exchange(one.callback, `${cookieOf(one.jar).name}=${at}.${sealed}`, one.jar));
  expect(renamed.code).toBe('transaction_invalid');
  expect(world.asked.length).toBe(before);
});

test('the cookie of another client is transaction_invalid, though it has the same secret', async ({
  client,
  world,
}) => {
  const { jar, callback } = await reachCallback(client());
  const before = world.asked.length;
  const other = client({ clientId: 'web-ES256', clientAuthentication: privateKeyJwt(world.keys.ES256) });
  expect((await failure(other.exchange(callback, jar.header, jar))).code).toBe('transaction_invalid');
  expect(world.asked.length).toBe(before);
});

for (const header of [undefined, null, '', 'other=1', 'proofkey.=1', '=;;=; proofkey']) {
  test(`without its cookie (${JSON.stringify(header)}) it is state_not_found, and nothing is sent`, async ({
    client,
    world,
  }) => {
    const auth = client();
    const { callback } = await reachCallback(auth);
    const before = world.asked.length;
    const jar = new Jar();
    const error = await failure(auth.exchange(callback, header, jar));
    expect([error.code, error.phase, error.appState]).toEqual(['state_not_found', 'callback', undefined]);
    expect(error.hint).toContain('no cookie');
    expect(world.asked.length).toBe(before);
    expect(jar.lines).toEqual([]);
  });
}

test('it is gone when it was used, and a second time the server says invalid_grant', async ({ client, world }) => {
  const auth = client();
  const { jar, callback } = await reachCallback(auth);
  const { header } = jar;
  await auth.exchange(callback, header, jar);
  expect(jar.names).toEqual([]);
  expect(jar.lines[1]).toMatch(
    /^proofkey\.[\w-]{43}=; Path=\/; HttpOnly; SameSite=Lax; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT$/,
  );
  // The browser has it no longer; somebody who kept it gets no further.
  expect((await failure(auth.exchange(callback, jar.header, jar))).code).toBe('state_not_found');
  const before = world.tokenRequests();
  const error = await failure(auth.exchange(callback, header, jar));
  expect([error.code, error.error, error.status]).toEqual(['token_error', 'invalid_grant', 400]);
  expect(world.tokenRequests()).toBe(before + 1);
});

test('a user who says no uses it up as well', async ({ client, world }) => {
  const auth = client();
  const { jar, callback } = await reachCallback(auth, { appState: 'kept', returnTo: '/cart' });
  const { state, iss } = Object.fromEntries(new URL(callback).searchParams);
  const before = world.tokenRequests();
  const refusal = `/callback?${new URLSearchParams({ error: 'access_denied', state, iss })}`;
  const error = await failure(auth.exchange(refusal, jar.header, jar));
  expect([error.code, error.error, error.appState, error.returnTo]).toEqual([
    'authorization_error',
    'access_denied',
    'kept',
    '/cart',
  ]);
  expect(jar.names).toEqual([]);
  expect(world.tokenRequests()).toBe(before);
});

test('of a new secret the first one seals, and the old one opens until it is taken away', async ({ client }) => {
  const renewed = 'of-the-cookies-too-9876543210zyxwvut';
  const both = client({ cookieSecret: [renewed, COOKIE_SECRET] });
  const old = await reachCallback(client());
  expect((await both.exchange(old.callback, old.jar.header, old.jar)).claims.sub).toBe('alice');
  const young = await reachCallback(both);
  expect(
    (await client({ cookieSecret: renewed }).exchange(young.callback, young.jar.header, young.jar)).claims.sub,
  ).toBe('alice');
  const gone = await reachCallback(client());
  const error = await failure(client({ cookieSecret: renewed }).exchange(gone.callback, gone.jar.header, gone.jar));
  expect(error.code).toBe('transaction_invalid');
});

test('of sign-ins that were given up the newest are kept, four with the new one', async ({ client }) => {
  const auth = client();
  const jar = new Jar();
  const begun = [];
  for (let count = 0; count < 6; count++) {
    const { url } = await later(count, () => auth.authorizationRequest({}, `${jar.header}; session=1`, jar));
    begun.push(`proofkey.${new URL(url).searchParams.get('state')}`);
  }
  expect(jar.names).toEqual(begun.slice(2));
  // All of them are dead by then.
  await later(700, () => auth.authorizationRequest({}, jar.header, jar));
  expect(jar.names).toHaveLength(1);
});

test('what no cookie can hold is config_error', async ({ client }) => {
  const auth = client();
  const jar = new Jar();
  for (const option of ['appState', 'returnTo']) {
    const options = { [option]: `/${'x'.repeat(4000)}` };
    const error = await failure(auth.authorizationRequest(options, '', jar));
    expect([error.code, error.option, error.phase]).toEqual(['config_error', option, 'login']);
  }
  expect(jar.lines).toEqual([]);
});
