// A person in a real browser: signs in at the app, with a real authorization server, and calls an API.
import { chromium, expect } from '@playwright/test';
import { startAuthorizationServer } from '../../../www-demo/server/authorization-server.mjs';
import { signInAs } from '../../support/fixtures.mjs';
import { partsIn } from './marks.mjs';

export const launch = () =>
  chromium.launch({
    executablePath: process.env.CHROME,
    // Chromium refuses its sandbox to root, which is who runs tests in a container.
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--no-first-run'],
  });

/**
 * Signs in as the contract of an app says: `#user` shows `nobody` when the app's script has run, `#sign-in` leaves for the login
 * page, `#user` shows who came back, and `#ask` makes `#answer` show what the UserInfo endpoint answers to the access token.
 * Gives the app's files that the browser has loaded, each with the parts of the package that are in it.
 *
 * @param {import('@playwright/test').Browser} browser
 * @param {{ url: string, engine: 'wasm' | 'javascript', marks: object, screenshot: string, rendered?: string }} given `javascript`:
 * the browser has no WebAssembly. `screenshot`: a file, for a sign-in that fails. `rendered`: what `#user` shows where no script runs
 */
export async function signInAt(browser, { url, engine, marks, screenshot, rendered }) {
  const { origin } = new URL(url);
  const server = await startAuthorizationServer({ port: 0, origins: [origin] });
  const context = await browser.newContext();
  const page = await context.newPage();
  const problems = problemsOf(page, origin);
  const loaded = loadedFrom(page, origin);
  await page.addInitScript((issuer) => {
    window.issuer = issuer;
  }, server.issuer);
  if (engine === 'javascript') await page.addInitScript('delete globalThis.WebAssembly');
  try {
    if (rendered) expect(await renderedAt(browser, origin), 'what the server has rendered').toBe(rendered);
    await page.goto(origin);
    // The first page of a development server is compiled when it is asked for.
    await expect(page.locator('#user')).toHaveText('nobody', { timeout: 60_000 });
    await page.locator('#sign-in').click();
    await signInAs(page);
    await expect(page.locator('#user')).toHaveText('Alice Liddell', { timeout: 30_000 });
    expect(page.url(), 'where the user is back').toBe(`${origin}/`);
    await page.locator('#ask').click();
    await expect(page.locator('#answer')).toHaveText('Alice Liddell', { timeout: 10_000 });
    expect(problems, 'errors and warnings in the console').toEqual([]);
    return await Promise.all([...loaded].map(async (file) => ({ file, ...(await partsAt(file, marks)) })));
  } catch (error) {
    await page.screenshot({ path: screenshot });
    error.message = `${engine}: ${error.message}\nIn the console: ${problems.join('\n') || 'nothing'}`;
    throw error;
  } finally {
    await context.close();
    await server.close();
  }
}

/** The page as the server sends it: none of its scripts runs. */
async function renderedAt(browser, origin) {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(origin, { timeout: 60_000 });
  const text = await page.locator('#user').textContent();
  await context.close();
  return text;
}

/** What the app's pages write into the console, and throw. Those of the login page are not the app's. */
function problemsOf(page, origin) {
  const problems = [];
  const isApp = () => page.url().startsWith(`${origin}/`);
  page.on('pageerror', (error) => isApp() && problems.push(error.stack ?? String(error)));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type()) && isApp()) problems.push(message.text());
  });
  return problems;
}

/** The URLs of all that the page's scripts are, and fetch. */
export function loadedFrom(page, origin) {
  const loaded = new Set();
  page.on('request', (request) => {
    const url = request.url();
    if (url.startsWith(`${origin}/`) && ['script', 'fetch', 'other'].includes(request.resourceType())) loaded.add(url);
  });
  return loaded;
}

/** Asked for once more: the browser keeps no bodies of a page that it has left. */
export async function partsAt(url, marks) {
  const response = await fetch(url);
  return partsIn(await response.text(), marks);
}
