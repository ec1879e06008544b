import { createClient, init } from '/proofkey/dist/slim.js';

init('/proofkey/dist/core.wasm');
startPage(createClient);
