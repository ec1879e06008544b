export const title = 'Next.js';
export const rendered = 'loading';

const quiet = ({ env }) => ({ env: { ...env, NEXT_TELEMETRY_DISABLED: '1' } });

export const modes = {
  dev: (bench) => bench.start('next', ['dev', '--port', String(bench.port)], quiet(bench)),
  async 'build and start'(bench) {
    await bench.run('next', ['build'], quiet(bench));
    return bench.start('next', ['start', '--port', String(bench.port)], quiet(bench));
  },
};
