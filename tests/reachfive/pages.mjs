// What a user sees: plain, with the same names of fields and buttons as the demo's server, so that a script knows its way.
import { randomBytes } from 'node:crypto';
import { escaped } from '../../www-demo/server/pages.mjs';

const page = (title, body) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><link rel="icon" href="data:,"><title>${escaped(title)}</title></head>
<body><main><h1>${escaped(title)}</h1>${body}</main></body>
</html>`;

const wayBack = (token, word) =>
  `<p><a data-testid="deny" href="/auth/cancel?r5_request_token=${encodeURIComponent(token)}">${word}</a></p>`;

/** The hosted login page. */
export function loginPage({ client, request, token, login = request.login_hint ?? '', wrong = false }) {
  return page(
    'Sign in',
    `<p>to continue to <strong>${escaped(client.client_id)}</strong></p>
${request.provider ? `<p>through <strong>${escaped(request.provider)}</strong></p>` : ''}
${wrong ? '<p role="alert">Invalid email or password</p>' : ''}
<form method="post" action="/auth">
<input type="hidden" name="r5_request_token" value="${escaped(token)}">
<label>Login <input name="login" value="${escaped(login)}" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button type="submit">Sign in</button>
</form>
${wayBack(token, 'Cancel')}`,
  );
}

export function consentPage({ client, token, name, scopes }) {
  return page(
    `Allow ${client.client_id}?`,
    `<p>Signed in as <strong>${escaped(name)}</strong>.</p>
<ul>${scopes.map((scope) => `<li><code>${escaped(scope)}</code></li>`).join('')}</ul>
<form method="post" action="/consent">
<input type="hidden" name="r5_request_token" value="${escaped(token)}">
<button type="submit" name="consent" value="yes">Allow</button>
</form>
${wayBack(token, 'Deny')}`,
  );
}

export const errorPage = ({ error, message }) =>
  page('This request cannot go on', `<p role="alert"><strong>${escaped(error)}</strong> ${escaped(message)}</p>`);

export const signedOutPage = () => page('Signed out', '<p>You can close this page.</p>');

/** The page that hands an authorization response to the window that framed or opened it. */
export function webMessage(response, targetOrigin) {
  const nonce = randomBytes(16).toString('base64');
  const literal = (value) => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, unicode);
  const message = literal({ type: 'authorization_response', response });
  return {
    html: `<!doctype html><title>Authorization response</title>
<script nonce="${nonce}">(window.opener ?? window.parent).postMessage(${message}, ${literal(targetOrigin)});</script>`,
    headers: {
      // The app frames it, so frame-ancestors names the app instead of nobody.
      'content-security-policy': `default-src 'none'; script-src 'nonce-${nonce}'; base-uri 'none'; frame-ancestors ${targetOrigin}`,
    },
  };
}

const unicode = (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
