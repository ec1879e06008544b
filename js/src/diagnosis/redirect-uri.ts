// Whether the redirect URI is registered. A server tells nobody but the browser that it sends back, and redirects nowhere else
// (RFC 6749 section 4.1.2.1): so it is asked to refuse a sign-in, in a hidden frame, and where the frame arrives is looked at.
import { hiddenFrame } from '../window/frame.js';
import type { Finding } from './options.js';
import type { OwnPage } from './own-site.js';
import type { Policy } from './policy.js';
import { isUrl, type Metadata, type Setup, within } from './setup.js';

/** How long the server has to answer, in milliseconds. */
const LIMIT = 6000;

/** Where the frame came to: a URL of this origin, a page that belongs to somebody else, or nowhere in time. */
type Arrival = URL | 'elsewhere' | 'nowhere';

/** @param callback the page at the redirect URI, as its server gives it */
export async function redirectUri(
  { options, policy }: Setup,
  { authorization_endpoint: endpoint }: Metadata,
  callback: OwnPage | undefined,
): Promise<Finding> {
  const id = 'redirect_uri';
  const { redirectUri: expected } = options;
  const { origin } = new URL(expected);
  if (origin !== location.origin) {
    return {
      id,
      severity: 'error',
      text: `redirectUri is at ${origin}, and this page at ${location.origin}: a sign-in that begins here ends there, where its state is not known (state_not_found).`,
      fix: 'Open the app under the name that redirectUri has, or register the one that it is opened under: localhost and 127.0.0.1 are two.',
      details: { expected: location.origin, received: origin },
    };
  }
  if (callback && callback.status >= 400) {
    return {
      id,
      severity: 'error',
      text: `The app's own server answers with status ${callback.status} at the redirect URI: the user would come back to nothing.`,
      fix: 'Serve the app at that path, too: most servers have a setting for single-page apps.',
      details: { redirectUri: expected, status: callback.status },
    };
  }
  if (typeof endpoint !== 'string' || !isUrl(endpoint)) {
    const text = 'The metadata have no authorization_endpoint that is a URL.';
    return { id, severity: 'error', text, fix: 'Look at the metadata of the server.' };
  }
  const state = random();
  const arrival = await arrivalOf(requestTo(endpoint, state, options));
  if (arrival instanceof URL) return answered(arrival, state, expected);
  const obstacle = await obstacleTo(policy, endpoint, callback);
  if (obstacle) {
    return {
      id,
      severity: 'info',
      text: `Whether the redirect URI is registered cannot be told: ${obstacle}.`,
      fix: 'A sign-in by redirect needs no frame: loginWithRedirect() tells.',
    };
  }
  return {
    id,
    severity: 'error',
    text: `The server did not answer at the redirect URI ${expected}${arrival === 'elsewhere' ? ', but showed a page of its own' : ` within ${LIMIT / 1000} seconds`}. Most probably it is not registered for ${options.clientId}, character by character; or the server or this browser forbids frames, or the server redirects by script, and then this cannot be told.`,
    fix: `Register ${expected} for ${options.clientId} at the server. Is it registered, try loginWithRedirect(): the server's own page says what is wrong.`,
    details: { redirectUri: expected, clientId: options.clientId },
  };
}

/** What keeps the frame from arriving, whatever is registered. */
async function obstacleTo(policy: Policy, endpoint: string, callback: OwnPage | undefined) {
  if (await policy.hasRefused('frame-src', endpoint)) {
    return `the Content-Security-Policy of this page allows no frame of ${new URL(endpoint).origin} (frame-src)`;
  }
  if (crossOriginIsolated) return 'a page that is isolated from other origins shows no frame of the server';
  if (callback && forbidsFrames(callback.headers)) {
    return 'the page there lets nobody frame it (X-Frame-Options or frame-ancestors)';
  }
  return undefined;
}

/**
 * A request that nobody can be signed in by: `prompt=none` shows nothing, `max_age=0` has the server refuse a user whom it knows, and if a
 * code came all the same, nobody has the verifier for its challenge, which is random.
 */
function requestTo(
  endpoint: string,
  state: string,
  { clientId, redirectUri, scope = 'openid', authorizationParams }: Setup['options'],
) {
  const url = new URL(endpoint);
  const parameters = {
    ...authorizationParams,
    client_id: clientId,
    code_challenge: random(),
    code_challenge_method: 'S256',
    max_age: '0',
    nonce: random(),
    prompt: 'none',
    redirect_uri: redirectUri,
    response_type: 'code',
    scope,
    state,
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}

/** 43 characters of base64url, as a challenge has them. */
function random() {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Frames the URL, hidden and without scripts: neither the server's nor the app's own run in it. */
async function arrivalOf(url: string): Promise<Arrival> {
  // The same origin lets this page read where the frame is, once that is this origin again. In the page's own address may be a code.
  const frame = hiddenFrame(url, 'allow-same-origin', 'no-referrer');
  const loaded = new Promise<Arrival>((resolve) => {
    frame.onload = () => {
      const at = addressOf(frame);
      // The empty document that a frame begins with.
      if (at !== 'about:blank') resolve(at ? new URL(at) : 'elsewhere');
    };
  });
  try {
    return await within(LIMIT, loaded, 'nowhere');
  } finally {
    frame.onload = null;
    frame.remove();
  }
}

function addressOf({ contentWindow }: HTMLIFrameElement): string | undefined {
  try {
    return contentWindow?.location.href;
  } catch {
    return undefined;
  }
}

/** What an answer may say of a request that is to be refused. */
const expectedErrors = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required'];

function answered({ origin, pathname, searchParams }: URL, state: string, redirectUri: string): Finding {
  const id = 'redirect_uri';
  const expected = new URL(redirectUri);
  const error = searchParams.get('error') ?? undefined;
  if (origin + pathname !== expected.origin + expected.pathname || searchParams.get('state') !== state) {
    return {
      id,
      severity: 'error',
      text: 'The server sent the frame to this origin, but not to the redirect URI with the state that it was given.',
      fix: "Look for what redirects in the app's own server: the callback must arrive with its query.",
      details: { expected: redirectUri, received: origin + pathname },
    };
  }
  const details = { redirectUri, ...(error === undefined ? {} : { error }) };
  if (error === undefined || expectedErrors.includes(error)) {
    return {
      id,
      severity: 'info',
      text: 'The redirect URI is registered: the server has answered there.',
      fix: '',
      details,
    };
  }
  return {
    id,
    severity: 'warning',
    text: `The redirect URI is registered: the server has answered there, with the error ${error}.`,
    fix:
      searchParams.get('error_description') ??
      'Compare scope and authorizationParams with what this client may ask for.',
    details,
  };
}

function forbidsFrames(headers: Headers) {
  const ancestors = /frame-ancestors([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
  if (ancestors !== undefined) return !/'self'|\*/.test(ancestors) && !ancestors.includes(location.origin);
  return /deny/i.test(headers.get('x-frame-options') ?? '');
}
