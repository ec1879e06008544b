export const title = 'Nuxt';
export const note = 'Nuxt 4.4.6 wants Node 22.12; 4.4.5 is used';
export const rendered = 'loading';
// Of Nuxt's own plug-in, in every build.
export const warnings = [/nuxt:module-preload-polyfill/];

const quiet = ({ env }) => ({ env: { ...env, NUXT_TELEMETRY_DISABLED: '1' } });

export const modes = {
  dev: (bench) => bench.start('nuxt', ['dev', '--port', String(bench.port)], quiet(bench)),
  async 'build and node server'(bench) {
    await bench.run('nuxt', ['build'], quiet(bench));
    return bench.start('node', ['.output/server/index.mjs'], { env: { ...bench.env, PORT: String(bench.port) } });
  },
};

// Nuxt writes a <link rel="prefetch"> for each lazy import of the files of a page: the wasm is fetched early, and in vain where the
// browser has no WebAssembly. The fallback is not, since no such file imports it.
export const prefetched = { 'build and node server': ['core'] };
