// The registry of npm, as it is once this version is published: whatever else is asked for is where it always is.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { target } from '../../js/scripts/lib/paths.mjs';
import { capture } from '../../js/scripts/lib/run.mjs';
import { listen } from '../../www-demo/server/listen.mjs';

/** @returns {Promise<{ url: string, close(): Promise<void> }>} */
export async function startRegistry() {
  const real = (await capture('npm', ['config', 'get', 'registry'])).stdout.trim();
  const { tarball } = JSON.parse(readFileSync(join(target, 'build.json'), 'utf8'));
  const bytes = readFileSync(join(target, tarball));
  const manifest = JSON.parse(readFileSync(join(target, 'npm/package.json'), 'utf8'));
  const { url, handle, close } = await listen();
  const integrity = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  const version = { ...manifest, dist: { tarball: `${url}/proofkey/-/${tarball}`, integrity } };
  const answers = {
    '/proofkey': JSON.stringify({
      name: 'proofkey',
      'dist-tags': { latest: manifest.version },
      versions: { [manifest.version]: version },
    }),
    [`/proofkey/-/${tarball}`]: bytes,
  };
  handle((request, response) => {
    const answer = answers[request.url];
    if (!answer) return response.writeHead(302, { location: real.replace(/\/$/, '') + request.url }).end();
    return response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  });
  return { url: `${url}/`, close };
}
