// What apps do by themselves when one of their pages is loaded, and what is left behind by it.
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { startAuthorizationServer } from '../../www-demo/server/authorization-server.mjs';
import { test as base, isReady } from '../support/fixtures.mjs';
import { startSite } from '../support/site.mjs';

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

export const test = base.extend({
  /** Starts one more authorization server for the app of `site`: `start(options)`; all are closed with the test. */
  start: async ({ site }, use) => {
    const servers = [];
    await use(async (options = {}) => {
      const server = await startAuthorizationServer({ origins: [site.app], accessTokenSeconds: 60, ...options });
      servers.push(server);
      return server;
    });
    await Promise.all(servers.map((server) => server.close()));
  },
});

/** As an app begins: ends a sign-in if there is one to end, or looks for a session. Gives the user, or the error's code. */
export async function load(page) {
  await isReady(page);
  return page.evaluate(async () => {
    try {
      if (auth.isRedirectCallback()) await auth.handleRedirectCallback();
      else await auth.checkSession();
      return auth.getUser()?.sub ?? 'nobody';
    } catch (error) {
      return error.code;
    }
  });
}

/** Has every page of the app sign in at once if nobody is signed in, whatever went wrong before: a guard that knows no error. */
export const signsInAlways = (page) =>
  page.addInitScript(() => {
    const guard = async (auth) => {
      if (auth.isRedirectCallback()) await auth.handleRedirectCallback().catch(() => {});
      if (!auth.isAuthenticated) await auth.loginWithRedirect();
    };
    let client;
    Object.defineProperty(window, 'auth', {
      get: () => client,
      set(made) {
        client = made;
        guard(made).catch(({ code }) => {
          window.endedBy = code;
        });
      },
    });
  });

/** Begins a sign-in without leaving the page; gives where it would have led to. */
export const begin = (page, options = {}, client = 'auth') =>
  page.evaluate(
    async ([options, client]) => {
      let url;
      await window[client].loginWithRedirect({
        ...options,
        openUrl(to) {
          url = to;
        },
      });
      return url;
    },
    [options, client],
  );

/** Fills a storage to the last byte. */
export const fill = (page, area) =>
  page.evaluate((area) => {
    for (let size = 1 << 22; size >= 1; size >>= 1) {
      for (let key = 0; ; key++) {
        try {
          window[area].setItem(`full-${size}-${key}`, 'x'.repeat(size));
        } catch {
          break;
        }
      }
    }
  }, area);

/** The URLs that a page or context asks for below a path of a server. */
export function asked(source, pathname) {
  const urls = [];
  source.on('request', (request) => {
    if (new URL(request.url()).pathname.endsWith(pathname)) urls.push(request.url());
  });
  return urls;
}

/** A site whose scripts a page without an origin may load, too: those in a sandbox. */
export const startOpenSite = (config) =>
  startSite({
    mounts: { '/proofkey/': path('../../target/npm/'), '/': path('../support/app/') },
    config: () => config,
    headers: () => ({ 'access-control-allow-origin': '*' }),
  });

/** A browser of its own, whose user lets these sites store nothing. */
export async function launchBlocking(folder, sites, { executablePath, args }) {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const exceptions = Object.fromEntries(sites.map((site) => [`${site},*`, { setting: 2 }]));
  await mkdir(`${folder}/Default`, { recursive: true });
  await writeFile(
    `${folder}/Default/Preferences`,
    JSON.stringify({ profile: { content_settings: { exceptions: { cookies: exceptions } } } }),
  );
  return chromium.launchPersistentContext(folder, { executablePath, args });
}
