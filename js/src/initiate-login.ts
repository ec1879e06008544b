/**
 * For the page where somebody else begins a sign-in: the provider's list of apps, a partner's portal. No core is needed for it.
 *
 * @module proofkey/initiate-login
 */
import { errorOf } from './errors.js';
import { ownPath, parsedUrl } from './location.js';
import type { Client } from './types.js';

/**
 * Call it on the page that is registered as `initiate_login_uri` (OpenID Connect Core 4). The URL's `iss` chooses the client; its
 * `login_hint` goes along, and its `target_link_uri` is where the user comes back to: a URL of this origin, otherwise `/`. Nothing
 * else of the URL is used, and nobody is asked anything unless `iss` is a client's.
 *
 * Whoever links to that page can begin a sign-in, as in any app with a page that signs in. They can neither choose another server
 * nor lead the user elsewhere afterwards. Resolves when the browser is on its way.
 *
 * @param clients - The clients that a third party may begin a sign-in of: those of this app.
 * @param url - The URL of the page. Default: that of this page.
 * @throws `issuer_not_allowed` if `iss` is missing, comes twice, or is no client's issuer character by character; `login_in_frame`
 * in a frame, where a user would not see whom they sign in for; and what {@link Client.loginWithRedirect} throws.
 */
export async function handleInitiateLogin(clients: readonly Client[], url?: string): Promise<void> {
  if (typeof window === 'undefined') throw await errorOf('not_in_browser', 'login');
  if (parent !== window) throw await errorOf('login_in_frame', 'login');
  const parameters = parsedUrl(url ?? location.href, location.href)?.searchParams;
  const [iss, ...further] = parameters?.getAll('iss') ?? [];
  const client = clients.find((client) => client.toJSON().issuer === iss);
  if (!client || further.length > 0)
    throw await errorOf('issuer_not_allowed', 'login', iss === undefined ? {} : { received: iss });
  const loginHint = parameters?.get('login_hint');
  // Twice: a path that begins with two slashes is another host to whoever navigates to it.
  const returnTo = ownPath(ownPath(parameters?.get('target_link_uri'))) ?? '/';
  await client.loginWithRedirect({ returnTo, ...(loginHint ? { loginHint } : {}) });
}
