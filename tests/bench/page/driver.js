// The app of every row: signs in at once, or ends a sign-in, and says when. The build puts the row's adapter in for `sdk-adapter`.
import * as sdk from 'sdk-adapter';

const { bench } = window;
bench.times.script = performance.now();
bench.sdk = sdk;

async function run() {
  const client = await sdk.create(bench.config);
  bench.client = client;
  if (bench.mode === 'login') return sdk.login(client);
  if (bench.mode === 'callback') {
    await sdk.handleCallback(client);
    const user = await sdk.getUser(client);
    bench.times.user = performance.now();
    // A browser may have begun the page before it asked for it.
    bench.times.fetchStart = performance.getEntriesByType('navigation')[0].fetchStart;
    if (!user?.sub) throw new Error(`no user: ${JSON.stringify(user)}`);
  } else {
    await sdk.restore?.(client);
  }
  bench.isDone = true;
}

run().catch((error) => {
  bench.failure = String(error?.stack || error?.message || JSON.stringify(error));
});
