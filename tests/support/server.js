// An authorization server behind the fetch that an app may give to the client. It signs with a key that the browser makes. What the
// core has performed is performed by the facade. tests/support/tab.rs runs it as the body of a function.
// biome-ignore lint/correctness/noUnusedVariables: called by the line that tests/browser.rs puts behind this file
async function startServer(algorithm) {
  const bits = Number(algorithm.slice(2));
  const hash = algorithm.startsWith('Ed') ? 'SHA-512' : `SHA-${bits}`;
  const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash };
  const parameters = {
    RS: { name: 'RSASSA-PKCS1-v1_5', ...rsa },
    PS: { name: 'RSA-PSS', saltLength: bits >> 3, ...rsa },
    ES: { name: 'ECDSA', namedCurve: { 256: 'P-256', 384: 'P-384', 512: 'P-521' }[bits], hash },
    Ed: { name: 'Ed25519' },
  }[algorithm.slice(0, 2)];
  const base64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=/g, '');
  const part = (value) => base64url(new TextEncoder().encode(JSON.stringify(value)));
  const leftHalf = async (text) => {
    const digest = await crypto.subtle.digest(hash, new TextEncoder().encode(text));
    return base64url(digest.slice(0, digest.byteLength / 2));
  };
  const json = (value) => new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
  const keys = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
  // Browsers do not agree on the alg of an Ed25519 key.
  const { alg: _, ...jwk } = await crypto.subtle.exportKey('jwk', keys.publicKey);

  async function idToken() {
    const now = Math.floor(Date.now() / 1000);
    return signed({
      iss: 'https://op.example',
      aud: 'spa-1',
      sub: 'user-1',
      nonce: server.nonce,
      iat: now,
      exp: now + 300,
      at_hash: await leftHalf(server.boundToken),
    });
  }

  async function signed(claims) {
    const input = `${part({ alg: algorithm, kid: 'k1' })}.${part(claims)}`;
    const signature = new Uint8Array(
      await crypto.subtle.sign(parameters, keys.privateKey, new TextEncoder().encode(input)),
    );
    if (server.corrupt) signature[9] ^= 1;
    return `${input}.${base64url(signature)}`;
  }

  const endpoints = {
    'https://op.example/.well-known/openid-configuration': () =>
      json({
        issuer: 'https://op.example',
        authorization_endpoint: 'https://op.example/authorize',
        token_endpoint: 'https://op.example/token',
        jwks_uri: 'https://op.example/jwks',
        userinfo_endpoint: 'https://op.example/userinfo',
      }),
    'https://op.example/jwks': () => json({ keys: [{ ...jwk, ...server.jwk, kid: 'k1', key_ops: ['verify'] }] }),
    async 'https://op.example/userinfo'(init) {
      server.userInfoInit = init;
      return new Response(await signed({ sub: 'user-1' }), { headers: { 'content-type': 'application/jwt' } });
    },
    async 'https://op.example/token'(init) {
      server.tokenRequests.push(init.body);
      server.tokenInit = init;
      if (server.endless) {
        const chunk = new Uint8Array(1 << 16);
        const body = new ReadableStream({ pull: (controller) => controller.enqueue(chunk) });
        return new Response(body, { headers: { 'content-type': 'application/json' } });
      }
      return json({ access_token: 'at-1', token_type: 'Bearer', expires_in: 300, id_token: await idToken() });
    },
  };
  const server = {
    nonce: '',
    requests: 0,
    boundToken: 'at-1',
    corrupt: false,
    jwk: {},
    endless: false,
    session: undefined,
    tokenRequests: [],
    tokenInit: undefined,
    userInfoInit: undefined,
  };
  const store = {
    get: () => server.session,
    set(text) {
      server.session = text;
    },
    remove() {
      server.session = undefined;
    },
  };
  const options = { issuer: 'https://op.example', clientId: 'spa-1', store };
  async function answered(url, init) {
    server.requests += 1;
    return endpoints[url](init);
  }
  // The facade's own, which stands before this file.
  server.host = facade.hostOf(options, answered, facade.discoveryOf(options, answered), [], () => {});
  return server;
}
