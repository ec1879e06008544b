// A server that signs its users in by itself: a confidential client. No token leaves it; the browser has the name of a session.
//
//   ISSUER=https://op.example CLIENT_ID=web CLIENT_SECRET=... COOKIE_SECRET=... node www-demo/server-side/express.mjs
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import express from 'express';
import { clientSecretBasic, createServerClient, ProofkeyError } from 'proofkey/server';

/**
 * The app. Whoever starts it says where it is reached.
 *
 * @param {{ origin: string, issuer: string, clientId: string, clientSecret: string, cookieSecret: string }} given
 */
export function appOf({ origin, issuer, clientId, clientSecret, cookieSecret }) {
  const auth = createServerClient({
    issuer,
    clientId,
    redirectUri: `${origin}/callback`,
    postLogoutRedirectUri: `${origin}/`,
    scope: 'openid profile offline_access',
    clientAuthentication: clientSecretBasic(clientSecret),
    cookieSecret,
  });
  // A real app has a database here, for all of its instances.
  const sessions = new Map();
  const isSecure = origin.startsWith('https:');
  const cookieName = isSecure ? '__Host-session' : 'session';
  const cookie = { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' };
  const idOf = ({ headers }) => new RegExp(`(?:^|; )${cookieName}=([\\w-]+)`).exec(headers.cookie ?? '')?.[1];

  const app = express();

  app.get('/', (request, response) => {
    const user = sessions.get(idOf(request));
    response.send(
      user
        ? page(
            `<p id="user">${escaped(user.name)}</p><form method="post" action="/logout"><button>Sign out</button></form>`,
          )
        : page('<p id="user">nobody</p><a id="sign-in" href="/login?returnTo=/">Sign in</a>'),
    );
  });

  app.get('/login', async (request, response) => {
    const { returnTo } = request.query;
    const { url } = await auth.authorizationRequest({ returnTo }, request.headers.cookie, response);
    response.redirect(url);
  });

  app.get('/callback', async (request, response) => {
    const { claims, session, returnTo } = await auth.exchange(request.originalUrl, request.headers.cookie, response);
    // Always a new name: one that was there before may be known to somebody else.
    const id = randomBytes(32).toString('base64url');
    sessions.delete(idOf(request));
    sessions.set(id, { name: claims.name ?? claims.sub, session });
    response.cookie(cookieName, id, cookie);
    response.redirect(returnTo);
  });

  // What the app asks an API for: the token is refreshed when it must be, and the new session kept.
  app.get('/userinfo', async (request, response) => {
    const user = sessions.get(idOf(request));
    if (!user) return response.status(401).json({ error: 'nobody is signed in' });
    const { accessToken, session } = await auth.accessToken(user.session);
    user.session = session;
    const answer = await fetch(`${issuer}/oauth/userinfo`, { headers: { authorization: `Bearer ${accessToken}` } });
    return response.status(answer.status).json(await answer.json());
  });

  // A form of another site cannot send a Lax cookie along with a POST.
  app.post('/logout', async (request, response) => {
    const user = sessions.get(idOf(request));
    sessions.delete(idOf(request));
    response.clearCookie(cookieName, cookie);
    response.redirect(303, (user && (await auth.logoutUrl(user.session))) ?? '/');
  });

  app.use((error, _request, response, next) => {
    if (!(error instanceof ProofkeyError)) return next(error);
    console.warn(error.message);
    const status = error.retryable ? 503 : 400;
    return response.status(status).send(page(`<p role="alert">${error.code}</p><a href="/login">Sign in</a>`));
  });
  return app;
}

const escaped = (text) => String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const page = (body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Server-side sign-in</title>${body}</html>`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { PORT = '3000', ISSUER, CLIENT_ID, CLIENT_SECRET, COOKIE_SECRET } = process.env;
  const { ORIGIN: origin = `http://localhost:${PORT}` } = process.env;
  const given = { issuer: ISSUER, clientId: CLIENT_ID, clientSecret: CLIENT_SECRET, cookieSecret: COOKIE_SECRET };
  appOf({ origin, ...given }).listen(Number(PORT), 'localhost', () => console.log(origin));
}
