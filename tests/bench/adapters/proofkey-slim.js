import { init } from 'sdk-entry';

init(new URL('core.wasm', import.meta.url));

export * from './proofkey.js';
