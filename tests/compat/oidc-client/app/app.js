// A small app that was written for oidc-client-ts: it signs in, shows who that is, asks an API, renews, and signs out.
import { Log, UserManager, WebStorageStateStore } from 'oidc-client-ts';

const { authority, api } = await (await fetch('/config.json')).json();
// A test may have set others before the page was loaded.
const { store = 'sessionStorage', ...settings } = window.settings ?? {};

Log.setLogger(console);
Log.setLevel(Log.NONE);

const manager = new UserManager({
  authority,
  client_id: 'spa',
  redirect_uri: `${location.origin}/callback`,
  post_logout_redirect_uri: `${location.origin}/signed-out`,
  response_type: 'code',
  scope: 'openid profile email offline_access api:read',
  userStore: new WebStorageStateStore({ store: window[store] }),
  ...settings,
});

const text = (id, value) => {
  document.querySelector(`#${id}`).textContent = value;
};
const show = (user) => text('user', user ? user.profile.name : 'nobody');
const fail = ({ name, message, error, state }) => text('error', JSON.stringify({ name, message, error, state }));

// What was told, also on the pages before this one.
const tell = (event) => sessionStorage.setItem('told', `${sessionStorage.getItem('told') ?? ''} ${event}`.trim());
manager.events.addUserLoaded((user) => {
  tell('loaded');
  show(user);
});
manager.events.addUserUnloaded(() => {
  tell('unloaded');
  show(null);
});
manager.events.addAccessTokenExpiring(() => tell('expiring'));
manager.events.addAccessTokenExpired(() => tell('expired'));
manager.events.addSilentRenewError(() => tell('renew-error'));
manager.events.addUserSignedOut(() => tell('signed-out'));
manager.events.addUserSessionChanged(() => tell('session-changed'));

const on = (id, work) => document.querySelector(`#${id}`).addEventListener('click', () => work().catch(fail));
on('sign-in', () => manager.signinRedirect({ state: { path: '/notes' } }));
on('popup', () => manager.signinPopup());
on('renew', () => manager.signinSilent());
on('sign-out', () => manager.signoutRedirect({ state: 'Goodbye' }));
on('ask', async () => {
  const { token_type: type, access_token: token } = await manager.getUser();
  const response = await fetch(`${api}/me`, { headers: { authorization: `${type} ${token}` } });
  text('answer', (await response.json()).greeting);
});

try {
  if (location.pathname === '/callback') {
    const user = await manager.signinCallback();
    history.replaceState(null, '', user?.state?.path ?? '/');
  } else if (location.pathname === '/popup') {
    await manager.signinPopupCallback();
  } else if (location.pathname === '/silent') {
    await manager.signinSilentCallback();
  } else if (location.pathname === '/signed-out') {
    const response = await manager.signoutCallback();
    history.replaceState(null, '', '/');
    text('goodbye', response?.userState);
  }
} catch (error) {
  fail(error);
}
show(await manager.getUser());
Object.assign(window, { manager });
text('status', 'ready');
