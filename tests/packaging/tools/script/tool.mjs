export const title = 'Script tag';
export const version = '';

/** The file carries the bytes of the wasm. */
export const together = { 'static server': ['core'] };

/** It knows HTML, JavaScript and JSON, and sends all else as application/octet-stream. */
export const modes = { 'static server': ({ site }) => site() };
