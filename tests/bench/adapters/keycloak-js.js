import Keycloak from 'keycloak-js';
export async function create(cfg) {
  const kc = new Keycloak({ url: cfg.op, realm: 'r', clientId: cfg.clientId });
  // Its quickest: the default loads a frame of the server before it is ready.
  kc.ready = kc.init({ checkLoginIframe: false, pkceMethod: 'S256', redirectUri: cfg.redirectUri, scope: cfg.scope });
  await kc.ready;
  return kc;
}
export const login = (c) => c.login();
/** Its start has taken the response. */
export const handleCallback = (c) => c.ready;
export async function getToken(c) {
  await c.updateToken(5);
  return c.token;
}
export const getUser = async (c) => c.idTokenParsed;
