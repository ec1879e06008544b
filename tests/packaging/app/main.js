// What every app of plain JavaScript does with the package; a tool's folder holds the rest of the app.
import { createClient } from 'proofkey';

// An app has the URL of its server in it; the test's is known only now.
const auth = createClient({
  issuer: window.issuer,
  clientId: 'spa',
  redirectUri: `${location.origin}/`,
  scope: 'openid profile',
});

async function start() {
  if (auth.isRedirectCallback()) {
    const { returnTo } = await auth.handleRedirectCallback();
    history.replaceState(null, '', returnTo);
  }
  document.querySelector('#user').textContent = auth.getUser()?.name ?? 'nobody';
}

document.querySelector('#sign-in').onclick = () => auth.loginWithRedirect();
document.querySelector('#ask').onclick = async () => {
  document.querySelector('#answer').textContent = (await auth.getUserInfo()).name;
};
start();
