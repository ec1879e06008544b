// The example apps in the folders beside this one: what Vite has to know of them that is in the `vite.config` and the `.env` of an app
// of its own.
import { fileURLToPath } from 'node:url';

/** By framework: its plug-in, and what is not written as ES modules, or in very many. */
const frameworks = {
  react: async () => ({
    plugins: (await import('@vitejs/plugin-react')).default(),
    packages: ['react', 'react/jsx-runtime', 'react/jsx-dev-runtime', 'react-dom/client', 'react-router'],
  }),
  vue: async () => ({
    plugins: [(await import('@vitejs/plugin-vue')).default()],
    packages: ['vue', 'vue-router'],
  }),
};

export const apps = Object.keys(frameworks);

/**
 * What is added to Vite's configuration.
 *
 * @param {string} app One of `apps`.
 * @param {{ issuer: string, clientId: string, scope: string, api?: string }} config
 */
export async function viteFor(app, { issuer, clientId, scope, api = '' }) {
  const { plugins, packages } = await frameworks[app]();
  const env = { VITE_ISSUER: issuer, VITE_CLIENT_ID: clientId, VITE_SCOPE: scope, VITE_API: api };
  return {
    plugins,
    // A cache of its own: the demo's holds nothing, and empties one that holds something.
    cacheDir: fileURLToPath(new URL(`../../target/vite/${app}`, import.meta.url)),
    optimizeDeps: { noDiscovery: true, include: packages },
    define: Object.fromEntries(
      Object.entries(env).map(([name, value]) => [`import.meta.env.${name}`, JSON.stringify(value)]),
    ),
  };
}
