// The sample app with its tenant, as `npm start -- --preset reachfive` runs them.
import { listen } from '../../www-demo/server/listen.mjs';
import { startReachFiveApp } from '../../www-demo/server/reachfive.mjs';
import { startReachFive } from './server.mjs';

/**
 * Starts both. A port 0 takes a free one; other options, such as `discovery`, go to the authorization server.
 *
 * @param {{ appPort?: number, port?: number, alg?: string, scope?: string, tokenRequestFormat?: string }} [options]
 * @returns {Promise<{ url: string, config: object, server: import('./server.mjs').ReachFive, close(): Promise<void> }>}
 */
export async function startSample({ appPort = 0, alg, scope, tokenRequestFormat, ...options } = {}) {
  // The app's port first: its redirect URI is registered at the server, whose address the app needs.
  const listener = await listen(appPort);
  const started = [listener];
  const close = () => Promise.all(started.splice(0).map((part) => part.close())).then(() => undefined);
  try {
    const server = await startReachFive({ ...options, origins: [listener.url] });
    started.push(server);
    const clientId = `spa-${(alg ?? 'HS256').toLowerCase()}`;
    const app = await startReachFiveApp({ listener, domain: server.url, clientId, alg, scope, tokenRequestFormat });
    started[0] = app;
    return { url: app.url, config: app.config, server, close };
  } catch (error) {
    await close();
    throw error;
  }
}
