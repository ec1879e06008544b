export const title = '`proofkey/slim`, native ES modules';
export const version = '';

export const main = 'main.js';

/** It sends core.wasm as application/octet-stream. */
export const modes = { 'static server': ({ site }) => site() };
