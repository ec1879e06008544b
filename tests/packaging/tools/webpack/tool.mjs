import { cpSync } from 'node:fs';
import { join } from 'node:path';

export const title = 'webpack';
export const note = 'webpack-dev-server 6 wants Node 22.15; 5.2.7 is used';
export const main = 'src/index.js';
export const weighed = 'build';

export const modes = {
  'dev server': ({ start, port }) => start('webpack', ['serve', '--mode', 'development', '--port', String(port)]),
  async build({ app, run, site }) {
    await run('webpack', ['--mode', 'production']);
    cpSync(join(app, 'public'), join(app, 'dist'), { recursive: true });
    return site('dist');
  },
};
