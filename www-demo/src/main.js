import { createClient } from 'proofkey';
import { loadConfig, optionsOf } from './config.js';
import { showDiagnosis } from './diagnosis.js';
import { pauseAt } from './pause.js';
import { hideProblem, showProblem } from './problem.js';
import { showSignedIn } from './signed-in.js';
import { showSignedOut } from './signed-out.js';
import { showTimeline } from './timeline.js';
import { createWalk } from './walk.js';
import { noteDeparture, noteLeaving, noteReturn, watchedFetch } from './watch.js';

const place = (id) => document.getElementById(id);
const session = place('session');
const problem = place('problem');

const walk = createWalk();
showTimeline(place('timeline'), place('progress'), walk);

const tokens = {};
let panel;

const config = await loadConfig().catch(fatal);
const auth = client();
auth.subscribe(show);
showDiagnosis(place('diagnosis'), auth);
// Not needed, for the client starts by itself; but a server that is not running is better seen before the click.
auth.ready().catch((error) => showProblem(problem, error));
await returned();
await signedOutThere();
show();

function client() {
  try {
    // The watching belongs to the demo: a real app leaves `fetch` out, and has nothing of watch.js.
    const fetch = watchedFetch(walk, ({ refresh = tokens.refresh }) => Object.assign(tokens, { refresh }));
    return createClient({ ...optionsOf(config), fetch });
  } catch (error) {
    return fatal(error);
  }
}

/** On the callback page: steps 5 to 10. */
async function returned() {
  const url = location.href;
  if (!auth.isRedirectCallback(url)) return;
  try {
    // First the client, which takes the code out of the address bar at once.
    const result = auth.handleRedirectCallback();
    if (walk.now.steps[4] && !walk.now.steps[8]) noteReturn(walk, url);
    const { returnTo } = await result;
    history.replaceState(null, '', returnTo);
  } catch (error) {
    history.replaceState(null, '', '/');
    const { steps, failed } = walk.now;
    // A reload or Back at the callback (`transaction_used`) changes nothing, so the walk stays as it was.
    const concerned = steps[4] && !failed && error.code !== 'transaction_used';
    if (concerned) walk.fail(error.code, steps[10] ? 10 : steps[8] ? 9 : 7);
    showProblem(problem, error);
  }
}

/** Back from the server's sign-out page: `state` leaves the address bar, and says whether this tab went there. */
async function signedOutThere() {
  if (!new URLSearchParams(location.search).has('state')) return;
  await attempt(async () => {
    const { stateMatches } = await auth.handleLogoutCallback();
    if (stateMatches) walk.end('back');
  });
}

/** Steps 1 to 4. */
async function signIn({ pause }) {
  await attempt(async () => {
    walk.begin();
    walk.done(1);
    await auth.loginWithRedirect({ appState: { from: 'the demo' }, openUrl: (url) => leave(url, pause) });
  });
}

async function leave(url, pause) {
  noteDeparture(walk, url);
  if (pause && !(await pauseAt(url, session))) {
    walk.begin();
    return show();
  }
  noteLeaving(walk, url);
  location.assign(url);
}

async function signOut() {
  walk.end('left');
  await auth.logout();
}

/** Shows who is signed in. Called after each change; the panel is made anew only when the user comes or goes. */
function show() {
  const { isAuthenticated } = auth.getSnapshot();
  if (isAuthenticated && panel) return panel.update();
  const focused = session.contains(document.activeElement);
  const ended = Boolean(panel);
  panel?.close();
  panel = undefined;
  if (isAuthenticated) panel = showSignedIn(session, { auth, config, walk, tokens, attempt, signOut });
  else showSignedOut(session, { signIn, why: whySignedOut(ended), issuer: config.issuer });
  // The button that was pressed is gone; without this the keyboard would start again at the top of the page.
  if (focused) session.focus();
}

function whySignedOut(ended) {
  if (walk.now.ended) return walk.now.ended;
  if (ended) return 'ended';
  return walk.now.steps[10] && !walk.now.failed ? 'reloaded' : 'first';
}

async function attempt(work) {
  hideProblem(problem);
  try {
    return await work();
  } catch (error) {
    if (!auth.isAuthenticated && walk.now.steps[1] && !walk.now.steps[10]) walk.fail(error.code ?? 'demo_error');
    showProblem(problem, error);
  }
}

function fatal(error) {
  session.replaceChildren();
  showProblem(problem, error);
  throw error;
}

// Back from the authorization server's page: the browser may show this page just as it was left.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted && !auth.isAuthenticated) show();
});
