import { createElement, useContext } from 'react';
// Loaded with the page and not weighed: an app with React has it anyway.
import { createRoot } from 'react-dom/client';
import { AuthContext, AuthProvider } from 'react-oauth2-code-pkce';
export async function create(cfg) {
  const box = { ctx: null, wait: [] };
  const Probe = () => {
    box.ctx = useContext(AuthContext);
    queueMicrotask(() => {
      box.wait = box.wait.filter((isOver) => !isOver());
    });
    return null;
  };
  const authConfig = {
    clientId: cfg.clientId,
    authorizationEndpoint: `${cfg.op}/auth`,
    tokenEndpoint: `${cfg.op}/token`,
    logoutEndpoint: `${cfg.op}/session/end`,
    redirectUri: cfg.redirectUri,
    scope: cfg.scope,
    state: crypto.randomUUID(),
    autoLogin: false,
    decodeToken: false,
    storage: cfg.isShared ? 'local' : 'session',
  };
  createRoot(document.getElementById('root')).render(createElement(AuthProvider, { authConfig }, createElement(Probe)));
  await until(box, () => box.ctx);
  return box;
}
/** Asked again after each rendering, until it is so. */
const until = (box, isSo) =>
  isSo()
    ? undefined
    : new Promise((resolve) => {
        box.wait.push(() => {
          if (isSo()) resolve();
          return isSo();
        });
      });
export const login = (c) => c.ctx.logIn(crypto.randomUUID());
export const handleCallback = (c) => until(c, () => c.ctx.idTokenData);
export const getUser = async (c) => c.ctx.idTokenData;
