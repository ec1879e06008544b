// The site of the documentation. Each page is a file of this folder, readable where it lies; `npm run docs` makes the site of them.
import { defineConfig } from 'vitepress';
import { insideTheRepository } from './repository.mjs';

/** Pages by their names, as the sidebar shows them. */
const pages = (names) => Object.entries(names).map(([text, name]) => ({ text, link: `/${name}` }));

const sidebar = [
  {
    text: 'Start',
    items: pages({
      'Signed in within five minutes': 'start',
      'How it works': 'concepts',
      'Security model': 'security',
      Troubleshooting: 'troubleshooting',
    }),
  },
  {
    text: 'Guides',
    items: pages({
      React: 'react',
      Vue: 'vue',
      'Next.js, Nuxt, SvelteKit, Astro, Angular': 'server-rendering',
      'A script tag': 'script-tag',
      'PKCE on a server': 'server',
      'The Rust crate': 'rust',
      'Calling APIs, step-up': 'calling-apis',
      'Several APIs': 'resources',
      'DPoP, PAR, JARM': 'dpop',
      'The vault: tokens in a worker': 'vault',
      'Sessions, tabs, offline': 'sessions',
      Popups: 'popups',
      'Links, hash routers': 'login-links',
      'Silent sign-in, monitoring': 'silent-and-monitoring',
      'Testing an app': 'testing',
      'Content-Security-Policy': 'csp',
      'Speed: which entry': 'speed',
    }),
  },
  {
    text: 'Your provider',
    collapsed: true,
    items: pages({
      Auth0: 'providers/auth0',
      Okta: 'providers/okta',
      'Microsoft Entra ID': 'providers/entra',
      Keycloak: 'providers/keycloak',
      'Amazon Cognito': 'providers/cognito',
      Google: 'providers/google',
      Logto: 'providers/logto',
      ZITADEL: 'providers/zitadel',
      ReachFive: 'reachfive',
    }),
  },
  {
    text: 'Coming from',
    collapsed: true,
    items: pages({
      'auth0-spa-js': 'migrate-from-auth0-spa-js',
      'oidc-client-ts': 'migrate-from-oidc-client-ts',
      'keycloak-js': 'migrate-from-keycloak-js',
      'msal-browser': 'migrate-from-msal-browser',
      '@reachfive/identity-core': 'migrate-from-identity-core',
    }),
  },
  {
    text: 'Reference',
    items: [
      { text: 'npm package', link: '/reference/js/index.html', target: '_self' },
      { text: 'Rust crate', link: '/reference/rust/proofkey/index.html', target: '_self' },
      ...pages({ 'Error codes': 'errors', Changelog: 'changelog' }),
    ],
  },
  {
    text: 'Shown by commands',
    collapsed: true,
    items: pages({
      Conformance: 'conformance',
      Complaints: 'complaints',
      Benchmarks: 'benchmarks',
      Size: 'size',
      Bundlers: 'packaging',
      'Beside ReachFive’s SDK': 'reachfive-side-by-side',
    }),
  },
];

export default defineConfig({
  title: 'Proofkey',
  description: 'OAuth 2.0 with PKCE and OpenID Connect for single-page apps',
  lang: 'en',
  outDir: '../../target/docs',
  cacheDir: '../../target/docs-cache',
  srcExclude: ['**/node_modules/**'],
  cleanUrls: false,
  // Made by other tools, and checked with the whole site.
  ignoreDeadLinks: [/^\/reference\//],
  markdown: { config: insideTheRepository },
  themeConfig: {
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/react' },
      { text: 'Errors', link: '/errors' },
      { text: 'API', link: '/reference/js/index.html', target: '_self' },
    ],
    sidebar,
    outline: [2, 3],
    search: { provider: 'local' },
  },
});
