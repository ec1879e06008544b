// An app of a ReachFive tenant that does nothing by itself: a test calls `auth` as an app would.
import { createClient, ProofkeyError } from '/proofkey/dist/index.js';
import { reachfive, reachfiveParams } from '/proofkey/dist/presets.js';

const config = await (await fetch('/config.json')).json();
// A test may have set other options before the page was loaded.
const options = { ...config, redirectUri: `${location.origin}/callback`, ...window.changes };

Object.assign(window, { ProofkeyError, reachfive, reachfiveParams, auth: createClient(reachfive(options)) });
document.querySelector('#status').textContent = 'ready';
