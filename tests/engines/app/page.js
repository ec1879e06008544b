// What every page of these tests does, whichever entry made its client.
globalThis.startPage = async (createClient) => {
  const element = (id) => document.querySelector(`#${id}`);
  const show = (id, text) => {
    element(id).textContent = text;
  };
  const tell = (error) => show('error', `${error.code ?? error.name}: ${error.message} ${error.cause ?? ''}`);
  addEventListener('error', ({ message }) => show('error', message));
  addEventListener('unhandledrejection', ({ reason }) => tell(reason));

  const { issuer, api, client } = await (await fetch('/config.json')).json();
  const here = location.origin + location.pathname;
  const auth = createClient({
    issuer,
    clientId: 'spa',
    scope: 'openid profile offline_access',
    redirectUri: here,
    postLogoutRedirectUri: here,
    resourceServers: [api],
    ...client,
  });
  element('sign-in').onclick = () => auth.loginWithRedirect().catch(tell);
  element('silently').onclick = () =>
    auth.loginSilently().then(
      () => show('silent', auth.getUser().name),
      ({ code }) => show('silent', code),
    );
  element('in-popup').onclick = () =>
    auth.loginWithPopup().then(
      () => show('popup', auth.getUser().name),
      ({ code }) => show('popup', code),
    );
  element('refresh').onclick = () =>
    auth.getAccessToken({ forceRefresh: true }).then((token) => show('token', token), tell);
  element('sign-out').onclick = () => auth.logout().catch(tell);
  element('ask').onclick = () =>
    auth.fetch(api).then(
      ({ status }) => show('answer', status),
      ({ code }) => show('answer', code),
    );
  element('ask-user').onclick = () => auth.getUserInfo().then(({ sub }) => show('subject', sub), tell);
  element('show-key').onclick = () => keyOf().then((x) => show('key', x), tell);
  element('diagnose').onclick = async () => {
    const { findings } = await auth.diagnose();
    show('diagnosis', findings.map(({ id, severity }) => `${severity} ${id}`).join(' '));
  };
  if (auth.isRedirectCallback()) {
    show('place', (await auth.handleRedirectCallback()).returnTo);
    show('token', await auth.getAccessToken());
  }
  show('user', auth.getUser()?.name ?? 'nobody');
  await auth.ready();
  // What is pushed has no URL before.
  if (client.pushedAuthorizationRequests) return;
  element('link').href = auth.authorizationUrl();
  // The app goes on to another place, once the link is there.
  history.replaceState(null, '', '#later');
  show('link', 'Sign in from another place');
};

/** The public half of the key that tokens are bound to. To be asked where one was made: to open the database is to make it. */
async function keyOf() {
  const done = (request) =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  const database = await done(indexedDB.open('proofkey'));
  const [pair] = await done(database.transaction('keys').objectStore('keys').getAll());
  database.close();
  return pair ? (await crypto.subtle.exportKey('jwk', pair.publicKey)).x : 'none';
}
