import Keycloak from 'keycloak-js';
export async function create(cfg) {
  const kc = new Keycloak({ url: cfg.op, realm: 'r', clientId: cfg.clientId });
  // checkLoginIframe:false = the leanest; the default (true) adds a third-party-cookie iframe before init resolves
  kc.ready = kc.init({ checkLoginIframe: false, pkceMethod: 'S256', redirectUri: cfg.redirectUri, scope: cfg.scope });
  await kc.ready;
  return kc;
}
export const login = (c) => c.login();
export const handleCallback = (c) => c.ready; // init() has consumed the response
export async function getToken(c) {
  await c.updateToken(5);
  return c.token;
}
export const getUser = async (c) => c.idTokenParsed;
