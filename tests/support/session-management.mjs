// OpenID Connect Session Management 1.0 for the authorization server, which oidc-provider has no longer: `session_state` in each answer of
// the authorization endpoint, and the page that tells an app's page whether it is still the one (section 3.2).
import { createHash, randomBytes } from 'node:crypto';

const PATH = '/check-session';
const COOKIE = 'op_browser_state';

/**
 * @param {import('oidc-provider').default} provider
 * @param {{ script?: string, givesState?: boolean }} [options] `script`: what runs in the frame instead; `givesState`: whether
 * `session_state` comes with the answers
 */
export function manageSessions(provider, { script = compare, givesState = true } = {}) {
  provider.use(async (ctx, next) => {
    if (ctx.path === PATH) {
      ctx.type = 'html';
      ctx.body = `<!doctype html><title>Session</title><script>${script}</script>`;
      return;
    }
    await next();
    if (ctx.path === '/.well-known/openid-configuration') ctx.body.check_session_iframe = provider.issuer + PATH;
    const setState = (value) => ctx.cookies.set(COOKIE, value, { httpOnly: false, signed: false, overwrite: true });
    if (ctx.path.startsWith('/oauth/logout') && ctx.method === 'POST') setState(random());
    const { session, client } = ctx.oidc ?? {};
    const location = ctx.response.get('location');
    if (!ctx.path.startsWith('/oauth/authorize') || !/[?&](code|error)=/.test(location)) return;
    const browserState = session.accountId ? hashOf(session.uid + session.accountId) : random();
    setState(browserState);
    const url = new URL(location);
    if (!givesState) return;
    const salt = random();
    url.searchParams.set(
      'session_state',
      `${hashOf(`${client.clientId} ${url.origin} ${browserState} ${salt}`)}.${salt}`,
    );
    ctx.set('location', url.href);
  });
}

const random = () => randomBytes(16).toString('hex');
const hashOf = (text) => createHash('sha256').update(text).digest('hex');

/** As the specification has it (section 3.2). */
const compare = `
  addEventListener('message', async ({ data, origin, source }) => {
    const [clientId, sessionState = ''] = String(data).split(' ');
    const [hash, salt] = sessionState.split('.');
    if (!salt) return source.postMessage('error', origin);
    const browserState = /(?:^|; )${COOKIE}=([^;]*)/.exec(document.cookie)?.[1] ?? '';
    const text = new TextEncoder().encode([clientId, origin, browserState, salt].join(' '));
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', text));
    const hex = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
    source.postMessage(hex === hash ? 'unchanged' : 'changed', origin);
  });`;
