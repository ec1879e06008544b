export const title = 'Rollup with @rollup/plugin-node-resolve';
export const main = 'src/main.js';
export const weighed = 'build';

export const modes = {
  async build({ run, site }) {
    await run('rollup', ['--input', 'src/main.js', '--dir', 'public', '--format', 'es', '--plugin', 'node-resolve']);
    return site('public');
  },
};
