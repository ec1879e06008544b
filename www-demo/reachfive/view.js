// The page: what is shown when. Nothing of signing in is here.
const place = (id) => document.getElementById(id);

export const onClick = (id, work) => place(id).addEventListener('click', work);
export const checked = (id) => place(id).checked;
export const chosen = (id) => place(id).value;

onClick('close-problem', hideProblem);

export function showTenant(domain) {
  place('domain').textContent = domain;
}

/** Shows who is signed in; called after each change of the session. */
export function showSession({ isAuthenticated, user, claims, idTokenSignatureVerified, expiresAt }) {
  place('signed-in').hidden = !isAuthenticated;
  place('answers').hidden = !isAuthenticated;
  place('signed-out').hidden = isAuthenticated;
  if (!isAuthenticated) return;
  const name = user.name ?? user.email ?? user.sub;
  place('user-name').textContent = name;
  place('user-email').textContent = user.email ?? '';
  place('initials').textContent = name
    .split(/\s+/)
    .map((word) => word[0])
    .slice(0, 2)
    .join('');
  place('signature').textContent = idTokenSignatureVerified ? 'verified' : 'not verified (HS256)';
  place('expires').textContent = expiresAt === undefined ? 'not known' : timeOf(expiresAt);
  place('claims').replaceChildren(...Object.entries(claims).map(row));
}

/** The answer of the API. */
export function showAnswer(answer) {
  place('answer').textContent = JSON.stringify(answer, null, 2);
  place('answer-card').hidden = false;
}

/** One line about what has just worked: for who is signed in, and for who is not. */
export function showDone(text) {
  place('done').textContent = text;
}

export function showNote(text) {
  place('note').textContent = text;
}

/** Shows an error: what it is, what to do about it, and what ReachFive said. */
export function showProblem(error) {
  console.error(error);
  place('error-code').textContent = error.code ?? 'app_error';
  place('error-hint').textContent = error.hint ?? error.message;
  const facts = {
    'for the user': error.errorUserMsg,
    error: error.error,
    description: error.errorDescription,
    details: error.errorDetails && JSON.stringify(error.errorDetails),
    'message key': error.errorMessageKey,
    // ReachFive's support finds what happened by it.
    'error id': error.errorId,
    endpoint: error.endpoint,
    status: error.status,
    'try again after': error.retryAfter && `${error.retryAfter} s`,
  };
  const known = Object.entries(facts).filter(([, value]) => value !== undefined);
  place('error-facts').replaceChildren(...known.map(fact));
  place('problem').hidden = false;
}

export function hideProblem() {
  place('problem').hidden = true;
}

const timeOf = (seconds) =>
  new Date(seconds * 1000).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });

// Text goes in as text, never as markup: claims and messages come from outside.
function make(tag, ...children) {
  const element = document.createElement(tag);
  element.append(...children);
  return element;
}

function row([name, value]) {
  const header = make('th', name);
  header.scope = 'row';
  return make('tr', header, make('td', typeof value === 'object' ? JSON.stringify(value) : String(value)));
}

const fact = ([name, value]) => make('div', make('dt', name), make('dd', String(value)));
