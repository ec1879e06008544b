import { clientSecretBasic, createServerClient, type ServerClient } from 'proofkey/server';

const setting = (name: string) => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set`);
  return value;
};

let made: ServerClient | undefined;

/** Made when it is first needed: an image is built where there are no secrets yet. */
export function auth(): ServerClient {
  const origin = setting('ORIGIN');
  made ??= createServerClient({
    issuer: setting('ISSUER'),
    clientId: setting('CLIENT_ID'),
    redirectUri: `${origin}/callback`,
    postLogoutRedirectUri: `${origin}/`,
    scope: 'openid profile',
    clientAuthentication: clientSecretBasic(setting('CLIENT_SECRET')),
    cookieSecret: setting('COOKIE_SECRET'),
  });
  return made;
}
