// How the authorization response in a popup or a hidden frame comes to the page that waits for it. Neither needs the core.

/** How long a callback page waits to hear that somebody took the response, in milliseconds. */
const LIMIT = 500;
/** How long a browser may take to close a window, in milliseconds. */
const CLOSING = 1000;
/** The page that waits may have its own module still to load: the response is offered again. */
const AGAIN = 100;

/** What a callback page offers, and what it hears when that was taken. */
type Message = { readonly type: 'proofkey:response'; readonly url: string } | { readonly type: 'proofkey:received' };

const received: Message = { type: 'proofkey:received' };

/**
 * Call it on the callback page of a popup or a hidden frame: hands the authorization response in the URL to the page that waits for
 * it, and closes the popup. It goes to this origin alone, by two ways: to the window that opened or framed this one; and by a
 * channel that is named after the response's `state`, since a provider with `Cross-Origin-Opener-Policy` has cut the first.
 *
 * @param url - The URL with the response, in its query or fragment. Default: that of this page.
 * @returns Whether a page took it, within half a second; it is true only where the window did not close. Nothing of the response is believed, or kept, here.
 */
export async function relayResponse(url: string = location.href): Promise<boolean> {
  const state = stateIn(url);
  if (!state) return false;
  const waiting = [opener, parent].filter((other: Window | null) => other && other !== window) as Window[];
  const channel = channelFor(state);
  const abort = new AbortController();
  const offer = () => {
    const message: Message = { type: 'proofkey:response', url };
    channel?.postMessage(message);
    // Never to '*': whoever opened this window may be of another origin.
    for (const other of waiting) other.postMessage(message, location.origin);
  };
  let again: ReturnType<typeof setInterval> | undefined;
  const isTaken = await new Promise<boolean>((resolve) => {
    const hear = ({ data }: MessageEvent) => data?.type === received.type && resolve(true);
    if (channel) channel.onmessage = hear;
    const hearWindow = (event: MessageEvent) => {
      if (event.origin === location.origin && waiting.includes(event.source as Window)) hear(event);
    };
    addEventListener('message', hearWindow, { signal: abort.signal });
    offer();
    again = setInterval(offer, AGAIN);
    setTimeout(() => resolve(false), LIMIT);
  });
  clearInterval(again);
  abort.abort();
  channel?.close();
  if (isTaken && parent === window) {
    close();
    await new Promise((late) => setTimeout(late, CLOSING));
  }
  return isTaken;
}

/** The response that a page waits for. */
export interface Awaited {
  /** What this page has sent, and nobody else can know. */
  readonly state: string;
  /** The only window that is heard by message. */
  readonly source: Window;
  /** Ends the waiting: the promise rejects with its reason. */
  readonly signal: AbortSignal;
}

/**
 * The URL of the authorization response with that state. Everything else is ignored, and the waiting goes on: a message of another
 * origin or another window, of another form, or with another state. The listeners are there when this returns; they are gone, as is the
 * channel, when the promise is settled.
 */
export function awaitResponse({ state, source, signal }: Awaited): Promise<string> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const channel = channelFor(state);
    const abort = new AbortController();
    const end = () => {
      abort.abort();
      channel?.close();
    };
    const take = ({ data }: MessageEvent, acknowledge: () => void) => {
      const { type, url } = (data ?? {}) as Partial<Record<'type' | 'url', unknown>>;
      if (type !== 'proofkey:response' || typeof url !== 'string' || stateIn(url) !== state) return;
      acknowledge();
      end();
      resolve(url);
    };
    if (channel) channel.onmessage = (event) => take(event, () => channel.postMessage(received));
    const hear = (event: MessageEvent) => {
      if (event.origin !== location.origin || event.source !== source) return;
      take(event, () => source.postMessage(received, location.origin));
    };
    addEventListener('message', hear, { signal: abort.signal });
    const give = () => {
      end();
      reject(signal.reason);
    };
    signal.addEventListener('abort', give, { signal: abort.signal });
  });
}

/** `state` of the response in a URL's query or fragment; a hash router may have put a slash before it. */
function stateIn(url: string): string | null {
  try {
    const { searchParams, hash } = new URL(url);
    const [, payload] = searchParams.get('response')?.split('.') ?? [];
    // A signed answer (JARM). Whether it is good is the core's to say.
    if (payload) return JSON.parse(atob(payload.replace(/-/g, '+').replace(/_/g, '/'))).state;
    return searchParams.get('state') ?? new URLSearchParams(hash.replace(/^#[/?]*/, '')).get('state');
  } catch {
    return null;
  }
}

/** Only the page that made the state and the one that the response came to know its name. */
function channelFor(state: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(`proofkey:1:response:${state}`);
  } catch {
    // Denied, as storage may be: there are the messages.
    return undefined;
  }
}
