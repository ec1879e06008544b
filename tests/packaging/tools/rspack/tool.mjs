export const title = 'Rspack';
export const main = 'src/index.js';
export const weighed = 'build';

const tool = '@rspack/core';

export { tool as package };

export const modes = {
  'dev server': ({ start, port }) => start('rspack', ['dev', '--port', String(port)]),
  async build({ run, site }) {
    await run('rspack', ['build', '--output-path', 'public']);
    return site('public');
  },
};
