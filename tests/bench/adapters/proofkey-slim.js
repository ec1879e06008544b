import { init } from 'sdk-entry';

init(new URL('login.wasm', import.meta.url), new URL('session.wasm', import.meta.url));

export * from './proofkey.js';
