// The sample ReachFive app: with a server of that shape on this machine, or with a real tenant.
import { startSample } from '../../../tests/reachfive/sample.mjs';
import { startReachFiveApp } from '../../../www-demo/server/reachfive.mjs';

/** @param {import('./start-options.mjs').StartOptions} options */
export const startReachFive = (options) => (options.domain ? withTenant(options) : onThisMachine(options));

async function onThisMachine({ port: appPort, alg, scope, tokenRequestFormat }) {
  const sample = await startSample({ appPort, port: 4000, alg, scope, tokenRequestFormat });
  return {
    close: sample.close,
    said: [
      `The ReachFive app is at ${sample.url}, its tenant at ${sample.server.url}`,
      'Sign in as alice with the password wonderland.',
    ],
    async walk(page, step) {
      const { refreshAndLeave, walk } = await import('../../../tests/support/reachfive-walk.mjs');
      await walk(page, sample, step);
      await refreshAndLeave(page, sample, step);
    },
  };
}

async function withTenant(options) {
  const { url, config, close } = await startReachFiveApp(options);
  return { close, said: [`The ReachFive app is at ${url}`, '', ...settings(url, config)] };
}

/** What has to be set in the tenant's console. */
function settings(url, { domain, clientId, idTokenSignedResponseAlg: alg }) {
  const rows = {
    'Allowed Callback URLs': `${url}/callback`,
    'Allowed Origins (CORS)': url,
    'Token endpoint auth method': 'None',
    'Enforce PKCE': 'on',
    'Login URL': `the page that signs in, hosted at https://${domain.replace(/^https?:\/\//, '')}/auth for example`,
    'Attach orchestration token': 'on, beside the Login URL; without it a signed-out user is login_required',
    'Allowed logout callback URLs': `${url}/ (of the account, not of the client)`,
  };
  const lines = Object.entries(rows).map(([name, value]) => `  ${name.padEnd(29)} ${value}`);
  const advice =
    alg === undefined
      ? ['ID Tokens are taken as HS256, the default of a tenant. Better: set the client to RS256, and add --alg RS256.']
      : [];
  return [`The console of ${domain} needs for the client ${clientId}:`, ...lines, ...advice];
}
