export const title = 'Native ES modules';
const none = '';

export { none as package };

export const main = 'main.js';

export const modes = { 'static server': ({ site }) => site() };
