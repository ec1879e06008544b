// An app that does what it is told: every call goes through the public API of the packed package.
import { createClient, ProofkeyError } from '/proofkey/dist/index.js';

const clients = new Map();
/** The URLs that a client wanted to send the browser to. */
const opened = [];
/** The snapshots that the listeners were given. */
const events = [];
/** The codes with which the watch over a session has ended. */
const ended = [];

const methods = {
  create(name, options) {
    const client = createClient(options);
    client.subscribe((snapshot) => events.push({ name, snapshot }));
    clients.set(name, client);
  },
  ready: (name) => clients.get(name).ready(),
  checkSession: (name) => clients.get(name).checkSession(),
  async login(name, options) {
    let url;
    await clients.get(name).loginWithRedirect({
      ...options,
      openUrl(to) {
        url = to;
        opened.push(to);
      },
    });
    return url;
  },
  /** Leaves the page for real. */
  leave: (name, options) => clients.get(name).loginWithRedirect(options),
  popup: (name, options) => clients.get(name).loginWithPopup(options),
  async relay(url) {
    const { relayResponse } = await import('/proofkey/dist/relay.js');
    return relayResponse(url);
  },
  callback: (name, url) => clients.get(name).handleRedirectCallback(url),
  isCallback: (name, url) => clients.get(name).isRedirectCallback(url),
  token: (name, options) => clients.get(name).getAccessToken(options),
  async fetch(name, url, init) {
    const { status, url: answered } = await clients.get(name).fetch(url, init);
    return { status, url: answered };
  },
  userinfo: (name) => clients.get(name).getUserInfo(),
  revoke: (name) => clients.get(name).revokeTokens(),
  async logout(name) {
    let url;
    const result = await clients.get(name).logout({
      openUrl(to) {
        url = to;
      },
    });
    return { ...result, url };
  },
  logoutCallback: (name, url) => clients.get(name).handleLogoutCallback(url),
  snapshot: (name) => clients.get(name).getSnapshot(),
  user: (name) => clients.get(name).getUser(),
  async frontChannelLogout(options, url) {
    const { handleFrontChannelLogout } = await import('/proofkey/dist/front-channel-logout.js');
    return handleFrontChannelLogout(options, url);
  },
  async initiateLogin(name, url) {
    const { handleInitiateLogin } = await import('/proofkey/dist/initiate-login.js');
    return handleInitiateLogin([clients.get(name)], url);
  },
  monitor(name, options) {
    clients.get(name).monitorSession({ ...options, onError: ({ code }) => ended.push(code) });
  },
  json: (name) => JSON.stringify(clients.get(name)),
};

/** What an error shows to whoever looks at it in any way. */
const shown = (error) => ({
  ...error,
  isTyped: error instanceof ProofkeyError && error instanceof Error && error.message.startsWith(error.code),
  text: [String(error), error?.stack, JSON.stringify(error), String(error?.cause), JSON.stringify(error?.cause)].join(
    '\n',
  ),
});

window.harness = {
  opened,
  events,
  clients,
  ended,
  violations: [],
  /** Runs one method; gives `{ value }` or `{ error }`. */
  async call(method, ...args) {
    try {
      return { value: await methods[method](...args) };
    } catch (error) {
      return { error: shown(error) };
    }
  },
  /** Everything that outlives a call in this browser. */
  async storage() {
    const databases = await indexedDB.databases();
    return JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      databases.map(({ name }) => name),
    ]);
  },
};
document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
  harness.violations.push(`${violatedDirective} ${blockedURI}`);
});
window.addEventListener('unhandledrejection', ({ reason }) => harness.violations.push(`unhandled: ${reason}`));
