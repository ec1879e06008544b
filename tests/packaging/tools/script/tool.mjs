export const title = 'Script tag';
export const version = '';

export const unsplit = ['static server'];

/** It knows HTML, JavaScript and JSON, and sends all else as application/octet-stream. */
export const modes = { 'static server': ({ site }) => site() };
