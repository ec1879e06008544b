export const title = '`proofkey/slim`, native ES modules';
const none = '';

export { none as package };

export const main = 'main.js';

/** It sends core.wasm as application/octet-stream. */
export const modes = { 'static server': ({ site }) => site() };
