// The pages that a user sees at the authorization server. They share one layout and one style sheet (pages.css).
import { readFileSync } from 'node:fs';
import { CODE, demoUsers } from './users.mjs';

const css = readFileSync(new URL('pages.css', import.meta.url), 'utf8');

/**
 * Sent with each page: nothing is loaded, nothing is run, and no other site may frame it (RFC 9700 section 4.16).
 * `form-action` is left out on purpose: Chromium would apply it to the redirect back to the app as well.
 */
export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

export const escaped = (text) => String(text).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);

const icon = `<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path d="M16 2 4 7v9c0 7 5 12 12 14 7-2 12-7 12-14V7z"/><circle cx="16" cy="13.5" r="4"/><path class="hole" d="M14.5 16h3l1.5 7h-6z"/></svg>`;

function page({ title, step, body, host }) {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${escaped(title)} · Wonderland ID</title>
<style>${css}</style>
</head>
<body>
<header>${icon}<div><strong>Wonderland ID</strong><span>the demo’s authorization server${host ? `, ${escaped(host)}` : ''}</span></div></header>
<main>
${step ? `<p class="step">${step}</p>` : ''}
<h1>${escaped(title)}</h1>
${body}
</main>
<footer>Runs on this machine, for this demo. Do not type a password here that you use elsewhere.</footer>
</body>
</html>`;
}

/** Steps 5 and 6 of the walk: the login prompt and its options. */
export function loginPage({ uid, host, client, login = '', asksForCode = false, wrong = false }) {
  const alert = '<p class="alert" role="alert" id="wrong">That login and password do not go together. Try again.</p>';
  const invalid = wrong ? ' aria-invalid="true" aria-describedby="wrong"' : '';
  const code = `<label for="code">One-time code</label>
<input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" required${invalid}>
<p class="aside">The app asks for a second factor. Demo code: <code>${CODE}</code></p>`;
  const options = demoUsers.map(
    ({ login, name }) =>
      `<button class="option" name="option" value="${login}"><span class="initial" aria-hidden="true">${name[0]}</span>Continue as ${escaped(name)}</button>`,
  );
  return page({
    title: 'Sign in',
    host,
    step: 'Step 5 of 12 · the login prompt',
    body: `<p>to continue to <strong>${escaped(client)}</strong></p>
${wrong ? alert : ''}
<form method="post" action="/interaction/${uid}">
<label for="login">Login</label>
<input id="login" name="login" value="${escaped(login)}" autocomplete="username" autocapitalize="none" spellcheck="false" required${login ? '' : ' autofocus'}${invalid}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required${login ? ' autofocus' : ''}${invalid}>
<p class="aside">Demo users: <code>alice</code> / <code>wonderland</code> and <code>bob</code> / <code>builder</code></p>
${asksForCode ? code : ''}
<button class="primary" type="submit">Sign in</button>
</form>
<div class="or" role="separator"><span>or choose another login option</span></div>
<form method="post" action="/interaction/${uid}" aria-label="Sign in without a password">
${options.join('\n')}
</form>
<p class="centre"><a class="deny" data-testid="deny" href="/interaction/${uid}/abort">Cancel and go back to the app</a></p>`,
  });
}

const meanings = {
  openid: ['Know who you are', 'an ID Token with your identifier'],
  profile: ['See your profile', 'name and picture'],
  email: ['See your email address', ''],
  offline_access: ['Keep you signed in', 'a refresh token'],
  'api:read': ['Read your data at api.example.com', 'an access token'],
};

/** Step 6 of the walk: the user allows the app what it asks for. */
export function consentPage({ uid, host, client, returnHost, name, scopes }) {
  const rows = Array.from(scopes, (scope) => {
    const [what, how] = meanings[scope] ?? [scope, ''];
    return `<li><span>${escaped(what)}${how ? `<small>${escaped(how)}</small>` : ''}</span><code>${escaped(scope)}</code></li>`;
  });
  return page({
    title: `Allow ${client}?`,
    host,
    step: 'Step 6 of 12 · the consent page',
    body: `<p>Signed in as <strong>${escaped(name)}</strong>. <strong>${escaped(client)}</strong> would like to:</p>
<ul class="scopes">${rows.join('')}</ul>
<p class="aside">Afterwards you return to <strong>${escaped(returnHost)}</strong>, with a one-time code in the URL.</p>
<form method="post" action="/interaction/${uid}">
<button class="primary" type="submit" name="consent" value="yes">Allow</button>
</form>
<p class="centre"><a class="deny" data-testid="deny" href="/interaction/${uid}/abort">Deny</a></p>`,
  });
}

/** `form` comes from oidc-provider and holds its protection against forged requests. */
export function logoutPage({ form, host, name }) {
  return page({
    title: 'Sign out?',
    host,
    body: `<p>The app has already forgotten its tokens. Should Wonderland ID forget ${name ? `that <strong>${escaped(name)}</strong> is` : 'that you are'} signed in, too?</p>
${form}
<button class="primary" type="submit" form="op.logoutForm" name="logout" value="yes">Yes, sign me out</button>
<p class="centre"><button class="link" type="submit" form="op.logoutForm">Stay signed in here</button></p>`,
  });
}

export function loggedOutPage({ host }) {
  return page({ title: 'Signed out', host, body: '<p>You can close this page, or go back to the app.</p>' });
}

/** For errors that must not be sent to the app, such as a redirect URI that nobody registered. */
export function errorPage({ host, error, description }) {
  return page({
    title: 'This request cannot go on',
    host,
    body: `<p class="alert" role="alert"><strong>${escaped(error)}</strong><br>${escaped(description ?? 'No more is known.')}</p>
<p>Go back to the app and begin again.</p>`,
  });
}
