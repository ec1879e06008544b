// The demo: package, authorization server, API and page, by one command. The options: lib/start-options.mjs
//
//   npm start                                          everything here, on this machine
//   npm start -- --app react (or vue)                  an app to copy, written with that framework, instead of the demo
//   npm start -- --issuer URL --client-id ID           the same page against another provider; also --scope, --alg
//   npm start -- --preset reachfive                    the sample ReachFive app, with a server of that shape; also --alg,
//                                                      --scope, --token-request-format
//   npm start -- --preset reachfive --domain HOST --client-id ID   the same app against a real tenant
//   npm start -- --walk                                a scripted browser walks through it, and takes screenshots
import { install } from './demo.mjs';
import { main, onInterrupt } from './lib/run.mjs';
import { startOptions } from './lib/start-options.mjs';
import { walkThrough } from './lib/walk-through.mjs';

await main(async () => {
  const options = startOptions();
  await install();
  // Only now, as it imports what the installation brings.
  const { close, said, walk } = options.preset
    ? await (await import('./lib/start-reachfive.mjs')).startReachFive(options)
    : await (await import('./lib/start-demo.mjs')).startDemo(options);
  onInterrupt(() => close());
  if (options.walk) return walkThrough(walk).finally(close);
  for (const line of ['', ...said, 'Ctrl-C ends everything.']) console.log(line);
  await new Promise(() => {});
});
