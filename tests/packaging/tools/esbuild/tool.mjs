export const title = 'esbuild';
export const main = 'src/main.js';
export const together = { 'one file': ['core', 'fallback'] };
export const weighed = 'splitting';

const esbuild = ['src/main.js', '--bundle', '--minify', '--outdir=public'];

export const modes = {
  async splitting({ run, site }) {
    await run('esbuild', [...esbuild, '--splitting', '--format=esm']);
    return site('public');
  },
  async 'one file'({ run, site }) {
    await run('esbuild', esbuild);
    return site('public');
  },
};
