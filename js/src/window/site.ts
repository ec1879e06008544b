/**
 * Refuses a page that could not use a frame of the server's.
 *
 * @throws `insecure_origin`, `silent_unavailable`, in the form that the core rejects with
 */
export function checkPage() {
  if (!isSecureContext || !crypto.subtle) throw { code: 'insecure_origin' };
  // Such a page loads no frame that has not agreed to it by a header, which servers do not send.
  if (crossOriginIsolated) throw { code: 'silent_unavailable', received: 'crossOriginIsolated' };
}

/**
 * Refuses a frame of another site: the server's cookies are a third party's there, which browsers keep to themselves, or will.
 *
 * @throws `silent_unavailable`, in the form that the core rejects with
 */
export function checkSite(url: string) {
  const [expected, received] = [siteOf(location), siteOf(new URL(url))];
  if (expected !== received) throw { code: 'silent_unavailable', expected, received };
}

/**
 * The largest site that it can be of: scheme and last two labels of the host. Which of them are public suffixes (`co.uk`) only a long list
 * knows: two of one site are never taken for different ones here, but two of different ones may pass. The frame gets no cookie
 * then, and the answer is `login_required`.
 */
export function siteOf({ protocol, hostname }: URL | Location): string {
  const isAddress = hostname.startsWith('[') || /\.\d+$/.test(hostname);
  return `${protocol}//${isAddress ? hostname : hostname.split('.').slice(-2).join('.')}`;
}
