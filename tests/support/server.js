// An authorization server behind the fetch that the facade lends to the core. It signs with a key that the browser
// makes. tests/browser.rs runs it as the body of a function.
// biome-ignore lint/correctness/noUnusedVariables: called by the line that tests/browser.rs puts behind this file
async function startServer(algorithm) {
  const isRsa = algorithm === 'RS256';
  const parameters = isRsa
    ? { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' }
    : { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const base64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replace(/\+/g, '-')
      .replace(/\//g, '_')
      .replace(/=/g, '');
  const part = (value) => base64url(new TextEncoder().encode(JSON.stringify(value)));
  const json = (value) => new Response(JSON.stringify(value), { headers: { 'content-type': 'application/json' } });
  const keys = await crypto.subtle.generateKey(parameters, true, ['sign', 'verify']);
  const jwk = { ...(await crypto.subtle.exportKey('jwk', keys.publicKey)), kid: 'k1' };

  async function idToken() {
    const now = Math.floor(Date.now() / 1000);
    const claims = {
      iss: 'https://op.example',
      aud: 'spa-1',
      sub: 'user-1',
      nonce: server.nonce,
      iat: now,
      exp: now + 300,
    };
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
      }),
    'https://op.example/jwks': () => json({ keys: [{ ...jwk, key_ops: ['verify'] }] }),
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
    corrupt: false,
    endless: false,
    session: undefined,
    tokenRequests: [],
    tokenInit: undefined,
    host: {
      transactionPrefix: 'test:tx:',
      fetch: async (url, init) => endpoints[url](init),
      readSession: () => server.session,
      saveSession: (text) => {
        server.session = text;
      },
      removeSession: () => {
        server.session = undefined;
      },
    },
  };
  return server;
}
