// A page without a bundler: proofkey is a global.
(async () => {
  const { issuer, clientId, scope } = await (await fetch('/config.json')).json();
  const auth = proofkey.createClient({ issuer, clientId, scope, redirectUri: `${location.origin}/script.html` });
  document.querySelector('#sign-in').onclick = () => auth.loginWithRedirect();
  if (auth.isRedirectCallback()) await auth.handleRedirectCallback();
  document.querySelector('#user').textContent = auth.getUser()?.name ?? 'nobody';
})();
