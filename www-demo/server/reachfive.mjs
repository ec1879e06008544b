import { listen } from './listen.mjs';
import { servePage } from './serve.mjs';

/** What the sample asks for: the preset's default, and a refresh token. */
const SCOPE = 'openid profile email phone offline_access';

/**
 * Serves the sample ReachFive app, for any tenant.
 *
 * @param {object} options
 * @param {number} [options.port] 0 takes a free one.
 * @param {object} [options.listener] Of `listen()`, for a port that is open already.
 * @param {string} options.domain As the preset takes it: `acme.reach5.net`, or an origin for a server on this machine.
 * @param {string} options.clientId
 * @param {string} [options.scope]
 * @param {string} [options.alg] What the client's ID Tokens are signed with.
 * @param {'form' | 'json'} [options.tokenRequestFormat]
 * @returns {Promise<{ url: string, config: object, close(): Promise<void> }>}
 */
export async function startReachFiveApp({ port = 0, listener, domain, clientId, scope = SCOPE, alg, ...more }) {
  const { tokenRequestFormat } = more;
  // What is undefined is not in the JSON, so the preset's own defaults hold.
  const config = { domain, clientId, scope, idTokenSignedResponseAlg: alg, tokenRequestFormat };
  return servePage({ listener: listener ?? (await listen(port)), config, page: '/reachfive/index.html' });
}
