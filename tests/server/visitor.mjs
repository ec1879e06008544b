// Somebody who signs in with a browser that runs no scripts: what an app's server sees of it, and what an authorization server does.

/** The cookies that one browser has of the app: handed to the client in the place of the answer's headers. */
export class Jar {
  /** Every line that was set. */
  lines = [];
  #cookies = new Map();

  append(name, line) {
    if (name.toLowerCase() !== 'set-cookie') throw new Error(`${name} is no cookie`);
    this.lines.push(line);
    const [, cookie, value] = /^([^=]+)=([^;]*)/.exec(line);
    if (/; Max-Age=0;/.test(line)) this.#cookies.delete(cookie);
    else this.#cookies.set(cookie, value);
  }

  /** As the browser would send it. */
  get header() {
    return Array.from(this.#cookies, (cookie) => cookie.join('=')).join('; ');
  }

  get names() {
    return [...this.#cookies.keys()];
  }
}

/** Goes where the app sends the browser, signs in and consents. Gives the URL that leads back to the app. */
export async function signInAt(url, login = 'alice') {
  const cookies = new Map();
  const { origin } = new URL(url);
  let next = new URL(url);
  while (next.origin === origin) {
    const asks = next.pathname.startsWith('/interaction/');
    const answer = await fetch(next, {
      redirect: 'manual',
      headers: { cookie: Array.from(cookies, (cookie) => cookie.join('=')).join('; ') },
      // The page for signing in has a button for each demo user, the one for consent looks at no field.
      ...(asks && { method: 'POST', body: new URLSearchParams({ option: login }) }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value) cookies.set(name, value);
      else cookies.delete(name);
    }
    const location = answer.headers.get('location');
    if (!location) throw new Error(`${next.pathname} answered ${answer.status}: ${await answer.text()}`);
    next = new URL(location, next);
  }
  return next.href;
}
