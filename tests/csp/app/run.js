// The app, whichever entry gives it its client. Its options are in the document: a policy may forbid to fetch them.
window.run = async (createClient, ProofkeyError) => {
  const { issuer, engine } = document.documentElement.dataset;
  const show = (id, text) => {
    document.querySelector(id).textContent = text;
  };
  const auth = createClient({
    issuer,
    engine,
    clientId: 'spa',
    redirectUri: `${location.origin}/callback`,
    postLogoutRedirectUri: `${location.origin}/`,
    scope: 'openid profile offline_access',
  });
  const fail = (error) => show('#user', error instanceof ProofkeyError ? error.code : String(error));
  document.querySelector('#sign-in').onclick = () => auth.loginWithRedirect().catch(fail);
  document.querySelector('#sign-out').onclick = () => auth.logout();
  document.querySelector('#refresh').onclick = async () => {
    const before = await auth.getAccessToken();
    const after = await auth.getAccessToken({ forceRefresh: true });
    show('#token', before === after ? 'the same' : 'another');
  };
  try {
    if (auth.isRedirectCallback()) await auth.handleRedirectCallback();
    await auth.ready();
    show('#user', auth.getUser()?.name ?? 'nobody');
  } catch (error) {
    fail(error);
  }
};
