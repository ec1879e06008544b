// The demo: the twelve steps of a sign-in, with its own servers or another provider's.
import { startEverything, startDemo as startPage } from '../../../www-demo/server/serve.mjs';

/** @param {import('./start-options.mjs').StartOptions} options */
export async function startDemo({ app, port, issuer, clientId, scope, alg }) {
  const more = alg && { idTokenSignedResponseAlg: alg };
  const demo = issuer
    ? await startPage({ app, port, issuer, clientId, scope, more })
    : await startEverything({ app, appPort: port });
  return {
    close: demo.close,
    said: [
      `The ${app ? `example app, www-demo/${app},` : 'demo'} is at ${demo.url}`,
      ...(issuer ? [] : ['Sign in as alice with the password wonderland.']),
    ],
    async walk(page, step) {
      const { refreshAndLeave, walk } = await import('../../../tests/support/walk.mjs');
      await walk(page, demo, step);
      await refreshAndLeave(page, demo, step);
    },
  };
}
