// A ReachFive app in one file; view.js puts on the page what happens here.
import { createClient } from 'proofkey';
import { reachfive, reachfiveParams } from 'proofkey/presets';
import {
  checked,
  chosen,
  hideProblem,
  onClick,
  showAnswer,
  showDone,
  showNote,
  showProblem,
  showSession,
  showTenant,
} from './view.js';

// An app of your own has `domain` and `clientId` in its code: neither is a secret.
const config = await (await fetch('/config.json')).json();
showTenant(config.domain);

const auth = createClient(
  reachfive({
    ...config,
    redirectUri: `${location.origin}/callback`, // one of the client's Allowed Callback URLs
    postLogoutRedirectUri: `${location.origin}/`, // one of the account's Allowed logout callback URLs
  }),
);
auth.subscribe(showSession);
await attempt(comeBack);
showSession(auth.getSnapshot());

/** Ends what was begun before the page was left: a sign-in, or a sign-out. */
async function comeBack() {
  if (auth.isRedirectCallback()) {
    // Whatever comes of it, /callback is no place to stay at.
    const { returnTo } = await auth.handleRedirectCallback().finally(() => history.replaceState(null, '', '/'));
    history.replaceState(null, '', returnTo);
  } else if (new URLSearchParams(location.search).has('state')) {
    const { stateMatches } = await auth.handleLogoutCallback();
    if (stateMatches) showNote('You are signed out, here and at the tenant.');
  }
}

function signIn(params = {}, options = {}) {
  if (checked('persistent')) params.persistent = true;
  return auth.loginWithRedirect({ ...options, authorizationParams: reachfiveParams(params) });
}

onClick('sign-in', () => attempt(() => signIn()));
onClick('sign-in-provider', () => attempt(() => signIn({ provider: chosen('provider') })));
onClick('sign-in-again', () => attempt(() => signIn({}, { prompt: 'login' })));
onClick('sign-out', () => attempt(() => auth.logout()));
// With the refresh token go all tokens that this user has at this client, those of other devices too.
onClick('sign-out-revoke', () => attempt(() => auth.logout({ revokeTokens: true })));
onClick('refresh', () =>
  attempt(async () => {
    await auth.getAccessToken({ forceRefresh: true });
    showDone('The tokens are new; the old refresh token is spent.');
  }),
);
// ReachFive's own API. One of yours takes the token, too: { Authorization: `Bearer ${await auth.getAccessToken()}` }
onClick('call-userinfo', () => attempt(async () => showAnswer(await auth.getUserInfo())));

async function attempt(work) {
  hideProblem();
  try {
    await work();
  } catch (error) {
    showProblem(error);
  }
}
