export const title = 'Astro';
export const note = 'Astro 6 wants Node 22.12; 5.18.2 is used';
export const rendered = 'loading';

const quiet = ({ env }) => ({ env: { ...env, ASTRO_TELEMETRY_DISABLED: '1' } });

export const modes = {
  dev: (bench) => bench.start('astro', ['dev', '--port', String(bench.port)], quiet(bench)),
  async 'build and preview'(bench) {
    await bench.run('astro', ['build'], quiet(bench));
    return bench.start('astro', ['preview', '--port', String(bench.port)], quiet(bench));
  },
};
