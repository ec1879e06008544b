export const title = 'Native ES modules';
export const version = '';

export const main = 'main.js';

export const modes = { 'static server': ({ site }) => site() };
