// Firefox and WebKitGTK, driven by WebDriver: Playwright knows its own builds of them only.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Builder, By, error, until } from 'selenium-webdriver';

const { FIREFOX, GECKODRIVER, WEBKITDRIVER } = process.env;

const engines = {
  firefox: {
    driver: GECKODRIVER,
    capabilities: { browserName: 'firefox', 'moz:firefoxOptions': { binary: FIREFOX, args: ['-headless'] } },
  },
  // Its driver knows where its browser is.
  webkit: { driver: WEBKITDRIVER, capabilities: { browserName: 'MiniBrowser' } },
};

/** @param {keyof typeof engines} name */
export async function startByWebDriver(name) {
  const { driver, capabilities } = engines[name];
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(driver, [`--port=${port}`], { stdio: 'ignore' });
  const exited = once(child, 'exit');
  await isReady(url, name, child);
  const browser = await new Builder()
    .disableEnvironmentOverrides()
    .usingServer(url)
    .withCapabilities(capabilities)
    .build();
  const page = await browser.getWindowHandle();
  const found = (css) => browser.wait(until.elementLocated(By.css(css)), 20_000);
  return {
    open: (address) => browser.get(address),
    click: (css) => found(css).click(),
    /** What is there, or fails. */
    clickNow: (css) => browser.findElement(By.css(css)).click(),
    type: (css, text) => found(css).sendKeys(text),
    text: (css) => textOf(browser, css),
    async toPopup() {
      await browser.wait(async () => (await browser.getAllWindowHandles()).length > 1, 20_000);
      const handles = await browser.getAllWindowHandles();
      await browser.switchTo().window(handles.find((handle) => handle !== page));
    },
    toPage: () => browser.switchTo().window(page),
    async closePopup() {
      await browser.close();
      await browser.switchTo().window(page);
    },
    windows: async () => (await browser.getAllWindowHandles()).length,
    async close() {
      await browser.quit();
      child.kill();
      await exited;
    },
  };
}

/** Asked of the driver, not by a script: that would be the page's. */
async function textOf(browser, css) {
  try {
    return await browser.findElement(By.css(css)).getText();
  } catch (reason) {
    // The page is on its way to another.
    if (reason instanceof error.NoSuchElementError || reason instanceof error.StaleElementReferenceError)
      return undefined;
    throw reason;
  }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

async function isReady(url, name, child) {
  const end = Date.now() + 30_000;
  while (Date.now() < end && child.exitCode === null) {
    // Nobody listens at first; then the driver says whether it takes a session.
    const answer = await fetch(`${url}/status`).catch(() => undefined);
    if ((await answer?.json())?.value.ready) return;
    await sleep(50);
  }
  throw new Error(`the driver of ${name} does not start`);
}
