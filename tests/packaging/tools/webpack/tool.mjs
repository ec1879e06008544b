export const title = 'webpack';
export const note = 'webpack-dev-server 6 wants Node 22.15; 5.2.7 is used';
export const main = 'src/index.js';
export const weighed = 'build';

export const modes = {
  'dev server': ({ start, port }) => start('webpack', ['serve', '--mode', 'development', '--port', String(port)]),
  async build({ run, site }) {
    await run('webpack', ['--mode', 'production', '--output-path', 'public']);
    return site('public');
  },
};
