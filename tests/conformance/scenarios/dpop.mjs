// Tokens that are bound to a key (RFC 9449): what only one case plays or says.
import { strict as assert } from 'node:assert';
import { codesOf } from '../codes.mjs';
import { hashOf, proofOf } from '../proof.mjs';
import { askWith } from './resource.mjs';
import { signedOut } from './session.mjs';

const rs = 'https://rs.example';

/** The proofs of the requests to the token endpoint, their signatures checked. */
const tokenProofs = (run) => Promise.all(run.tokenRequests().map(proofOf));

/** The requests to the API since the sign-in, and their proofs. */
const asked = (run) => run.world.requests.slice(run.marks.resource).filter(({ host }) => host === 'rs.example');
const askedProofs = (run) => Promise.all(asked(run).map(proofOf));

const twoTokenRequests = (run) => assert.equal(run.tokenRequests().length, 2);

/** The API wants a nonce of its own; the name of the scheme has no case. */
const wantsNonce = (nonce, challenge = 'dPoP error="use_dpop_nonce"') => ({
  status: 401,
  headers: {
    'www-authenticate': challenge,
    'dpop-nonce': nonce,
    'access-control-expose-headers': 'www-authenticate, dpop-nonce',
  },
});

async function oneRetry(run) {
  assert.equal(run.outcome.value?.status, 200, run.outcome.error?.text);
  const proofs = await askedProofs(run);
  assert.deepEqual(
    proofs.map(({ payload }) => payload.nonce),
    [undefined, 'r1'],
  );
  assert.notEqual(proofs[0].payload.jti, proofs[1].payload.jti);
  for (const { headers } of asked(run)) assert.match(headers.authorization, /^DPoP /);
}

/** The key pairs that are stored in the page's browser: what exporting the private half ends with. */
const exported = (run) =>
  run.page.evaluate(async () => {
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open('proofkey');
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    const pairs = await new Promise((resolve, reject) => {
      const all = database.transaction('keys').objectStore('keys').getAll();
      all.onsuccess = () => resolve(all.result);
      all.onerror = () => reject(all.error);
    });
    database.close();
    const trials = pairs.flatMap(({ privateKey }) =>
      ['jwk', 'pkcs8'].map((format) => crypto.subtle.exportKey(format, privateKey).then(String, ({ name }) => name)),
    );
    return Promise.all(trials);
  });

/** Signs in, and asks an API: every request that brings or shows a token, and its proof. */
const happyPath = (nonce) => ({
  async play(run) {
    if (nonce) run.plan.token = { headers: { 'DPoP-Nonce': nonce } };
    run.plan.client.pushedAuthorizationRequests = true;
    await askWith({}, `${rs}/x`)(run);
    await run.refresh();
  },
  expect: {
    async 'the user is signed in, and the API is asked with a proof'(run) {
      assert.equal((await run.call('snapshot', 'main')).value.user.sub, 'user-1');
      const [{ payload }] = await askedProofs(run);
      assert.equal(payload.ath, hashOf(run.provider.tokens.access_token[0]));
    },
    async 'each proof is by the one key, with its own jti and the nonce that the server gave'(run) {
      const proofs = [...(await tokenProofs(run)), ...(await askedProofs(run))];
      assert.equal(proofs.length, 3);
      assert.equal(new Set(proofs.map(({ payload }) => payload.jti)).size, 3);
      assert.deepEqual([...new Set(proofs.map(({ thumbprint }) => thumbprint))], [run.live.parameters.get('dpop_jkt')]);
      // The nonce of the one server is not for the other.
      assert.deepEqual(
        proofs.map(({ payload }) => payload.nonce),
        [undefined, nonce, undefined],
      );
    },
  },
});

const scenarios = {
  'dpop-001': {
    expect: {
      async 'header typ dpop+jwt, alg ES256, jwk without d'(run) {
        const [{ header }] = await tokenProofs(run);
        assert.deepEqual([header.typ, header.alg], ['dpop+jwt', 'ES256']);
        assert.deepEqual(Object.keys(header.jwk).sort(), ['crv', 'kty', 'x', 'y']);
      },
      async 'payload jti, htm POST, htu, iat'(run) {
        const [{ payload }] = await tokenProofs(run);
        assert.deepEqual([payload.htm, payload.htu], ['POST', 'https://op.example/token']);
        assert.equal(payload.iat, 1_700_000_000);
        // 96 bits are 16 characters.
        assert.match(payload.jti, /^[\w-]{16,}$/);
      },
      async 'no ath'(run) {
        const [{ payload }] = await tokenProofs(run);
        assert.ok(!('ath' in payload));
      },
    },
  },
  'dpop-002': {
    play: askWith({}, `${rs}:443/a/../b?x=1#y`),
    expect: {
      async 'htu is https://rs.example/b'(run) {
        assert.equal(run.outcome.value?.status, 200, run.outcome.error?.text);
        assert.deepEqual(
          (await askedProofs(run)).map(({ payload }) => payload.htu),
          ['https://rs.example/b'],
        );
      },
    },
  },
  'dpop-004': {
    play: askWith({}, `${rs}/x`),
    expect: {
      async 'ath is fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo'(run) {
        const [{ payload }] = await askedProofs(run);
        assert.equal(payload.ath, 'fUHyO2r2Z3DZ53EsNrWBb0xWXoaNy59IiKCAqksmQEo');
        assert.equal(asked(run)[0].headers.authorization, `DPoP ${run.plan.accessToken}`);
      },
    },
  },
  'dpop-007': {
    ownRequests: 2,
    expect: {
      'exactly two token requests': twoTokenRequests,
      async 'second proof has nonce n1 and a new jti'(run) {
        const [first, second] = await tokenProofs(run);
        assert.deepEqual([first.payload.nonce, second.payload.nonce], [undefined, 'n1']);
        assert.notEqual(first.payload.jti, second.payload.jti);
      },
    },
  },
  'dpop-008': { expect: { 'exactly two token requests': twoTokenRequests } },
  'dpop-010': {
    play: askWith({}, `${rs}/x`, wantsNonce('r1'), {}),
    expect: { 'exactly one retry with nonce r1': oneRetry },
  },
  'dpop-012': {
    expect: {
      async 'rejects: key is non-extractable'(run) {
        assert.deepEqual(await exported(run), ['InvalidAccessError', 'InvalidAccessError']);
      },
    },
  },
  'dpop-014': {
    async play(run) {
      const [, x, y] = /x (\S+), y (\S+)$/.exec(run.case.given);
      // In the place of the key that the browser would make.
      await run.page.evaluate(
        async ([x, y]) => {
          const algorithm = { name: 'ECDSA', namedCurve: 'P-256' };
          const jwk = { kty: 'EC', crv: 'P-256', x, y };
          const publicKey = await crypto.subtle.importKey('jwk', jwk, algorithm, true, ['verify']);
          const { privateKey } = await crypto.subtle.generateKey(algorithm, false, ['sign', 'verify']);
          const database = await new Promise((resolve) => {
            const opening = indexedDB.open('proofkey', 1);
            opening.onupgradeneeded = () => opening.result.createObjectStore('keys');
            opening.onsuccess = () => resolve(opening.result);
          });
          const pair = { alg: 'ES256', privateKey, publicKey };
          const transaction = database.transaction('keys', 'readwrite');
          transaction.objectStore('keys').put(pair, 'proofkey:1:https://op.example:spa-1');
          await new Promise((resolve) => {
            transaction.oncomplete = resolve;
          });
          database.close();
        },
        [x, y],
      );
      await run.login();
    },
    expect: {
      'thumbprint 0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I'(run) {
        assert.equal(run.live.parameters.get('dpop_jkt'), '0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I');
      },
    },
  },
  'dpop-015': {
    play: askWith({ method: 'post', body: 'x' }, `${rs}/x`),
    expect: {
      async 'request method POST and htm POST agree'(run) {
        const [{ payload }] = await askedProofs(run);
        assert.deepEqual([asked(run)[0].method, payload.htm], ['POST', 'POST']);
      },
    },
  },
  'refresh-015': {
    async play(run) {
      await run.signIn();
      await run.refresh();
      run.bound = run.outcome;
      run.plan.refresh = { set: { token_type: 'Bearer' } };
      await run.refresh();
    },
    expect: {
      async 'proof by the same key is sent'(run) {
        assert.equal(run.bound.value, run.provider.tokens.access_token[1]);
        const thumbprints = (await tokenProofs(run)).map(({ thumbprint }) => thumbprint);
        assert.equal(thumbprints.length, 3);
        assert.equal(new Set(thumbprints).size, 1);
      },
      async 'an answer of type Bearer is rejected'(run) {
        assert.equal(run.outcome.error?.code, 'token_type_unsupported');
        assert.ok(codesOf('RF-09').includes(run.outcome.error.code));
        assert.notEqual((await run.call('token', 'main')).value, run.provider.tokens.access_token[2]);
      },
    },
  },
  'own-dpop-02': {
    async play(run) {
      await run.signIn();
      run.keysBefore = await exported(run);
      await run.call('logout', 'main');
    },
    expect: {
      'the key is gone': async (run) => {
        assert.equal(run.keysBefore.length, 2);
        assert.deepEqual(await exported(run), []);
      },
      'nobody is signed in': signedOut,
    },
  },
  'own-dpop-03': {
    play: askWith({}, `${rs}/x`, wantsNonce('r1')),
    expect: {
      "two requests, and the second answer is the app's"(run) {
        assert.deepEqual([run.outcome.value?.status, asked(run).length], [401, 2]);
      },
    },
  },
  'own-dpop-07': {
    play: askWith({}, `${rs}/x`, wantsNonce('r1', 'Bearer realm="x", DPoP algs="ES256", error="use_dpop_nonce"'), {}),
    expect: { 'exactly one retry with nonce r1': oneRetry },
  },
  'own-dpop-08': {
    ownRequests: 2,
    play: askWith({}, `${rs}/x`, wantsNonce('r1', 'bEARER error="invalid_token"'), {}),
    expect: {
      'one refresh, and one retry with the new token'(run) {
        const [, renewed] = run.provider.tokens.access_token;
        assert.equal(run.outcome.value?.status, 200, run.outcome.error?.text);
        assert.deepEqual(asked(run).length, 2);
        assert.equal(asked(run)[1].headers.authorization, `DPoP ${renewed}`);
      },
    },
  },
  'own-dpop-09': {
    async play(run) {
      await askWith({}, `${rs}/x`, wantsNonce('r1'), {})(run);
      await run.refresh();
    },
    expect: {
      async 'each proof has a jti of its own, of 96 bits or more'(run) {
        const proofs = [...(await tokenProofs(run)), ...(await askedProofs(run))];
        const identifiers = proofs.map(({ payload }) => payload.jti);
        assert.equal(identifiers.length, 5);
        assert.equal(new Set(identifiers).size, 5);
        for (const identifier of identifiers) assert.ok(Buffer.from(identifier, 'base64url').length >= 12);
      },
    },
  },
  'own-dpop-10': {
    async play(run) {
      const headers = { 'dpop-nonce': 'r1', 'access-control-expose-headers': 'dpop-nonce' };
      await askWith({}, `${rs}/x`, { headers })(run);
      await run.call('fetch', 'main', `${rs}/y`);
      await run.refresh();
      run.plan.refresh = { headers: { 'DPoP-Nonce': 'n2' } };
      await run.refresh();
      await run.refresh();
    },
    expect: {
      async 'the next proofs for the server have its newest nonce'(run) {
        assert.deepEqual(
          (await tokenProofs(run)).map(({ payload }) => payload.nonce),
          [undefined, 'n1', 'n1', 'n2'],
        );
      },
      async 'those for the API have the one of the API'(run) {
        assert.deepEqual(
          (await askedProofs(run)).map(({ payload }) => payload.nonce),
          [undefined, 'r1'],
        );
      },
    },
  },
  'own-dpop-04': {
    expect: {
      'a proof by such a key': async (run) => {
        const [{ header }] = await tokenProofs(run);
        assert.deepEqual([header.alg, header.jwk.crv], ['Ed25519', 'Ed25519']);
      },
    },
  },
  'own-dpop-06': {
    async play(run) {
      run.plan.client.dpop = 'auto';
      await run.signIn();
    },
    expect: {
      'no proof is sent': (run) => assert.equal(run.tokenRequests()[0].headers.dpop, undefined),
      'the code is not bound': (run) => assert.equal(run.live.parameters.get('dpop_jkt'), null),
    },
  },
};

export default {
  ...scenarios,
  'fapi2-security-profile-final-client-test-happy-path': happyPath('n1'),
  'fapi2-security-profile-final-client-test-happy-path-no-dpop-nonce': happyPath(undefined),
  'fapi2-security-profile-final-client-test-rs-dpop-auth-scheme-case-insensitivity': scenarios['dpop-010'],
};
