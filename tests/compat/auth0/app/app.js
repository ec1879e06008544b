// A small app that was written for auth0-spa-js: it signs in, shows who that is, asks an API, and signs out.
import { createAuth0Client } from '@auth0/auth0-spa-js';

const { domain, clientId, audience, api, ...options } = await (await fetch('/config.json')).json();
const element = (id) => document.querySelector(`#${id}`);

const auth0 = await createAuth0Client({
  domain,
  clientId,
  ...options,
  authorizationParams: { redirect_uri: window.location.origin, audience, scope: 'openid profile email api:read' },
});
window.auth0 = auth0;

const { search } = window.location;
if (search.includes('state=') && (search.includes('code=') || search.includes('error='))) {
  try {
    const { appState } = await auth0.handleRedirectCallback();
    element('message').textContent = `Back at ${appState?.target}`;
  } catch (error) {
    element('message').textContent = `${error.error}, on the way to ${error.appState?.target}`;
  }
  window.history.replaceState({}, document.title, '/');
}

element('login').onclick = () => auth0.loginWithRedirect({ appState: { target: '/cart' } });
element('logout').onclick = () => auth0.logout({ logoutParams: { returnTo: window.location.origin } });
element('popup').onclick = async () => {
  try {
    await auth0.loginWithPopup();
  } catch (error) {
    element('message').textContent = error.error;
  }
  await render();
};
element('call').onclick = async () => {
  const token = await auth0.getTokenSilently();
  const response = await fetch(`${api}/me`, { headers: { authorization: `Bearer ${token}` } });
  element('answer').textContent = response.ok ? (await response.json()).greeting : response.status;
};

async function render() {
  const isAuthenticated = await auth0.isAuthenticated();
  const user = await auth0.getUser();
  element('signed-in').hidden = !isAuthenticated;
  element('signed-out').hidden = isAuthenticated;
  element('name').textContent = user?.name;
  element('email').textContent = user?.email;
}

await render();
document.querySelector('main').hidden = false;
