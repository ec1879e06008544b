import { pause } from './setup.js';

/** How long a browser may take to report what it has refused: in milliseconds. */
const REPORT = 100;

type Directive = 'connect-src' | 'frame-src';

/** What the page's Content-Security-Policy refuses while this listens. */
export class Policy {
  readonly #refused: { directive: string; url: string }[] = [];

  readonly #hear = ({ blockedURI, disposition, effectiveDirective }: SecurityPolicyViolationEvent) => {
    if (disposition === 'enforce') this.#refused.push({ directive: effectiveDirective, url: shortened(blockedURI) });
  };

  constructor() {
    document.addEventListener('securitypolicyviolation', this.#hear);
  }

  /** Whether that is why a request, or a frame, has failed just now. */
  async hasRefused(directive: Directive, url: string): Promise<boolean> {
    await pause(REPORT);
    return this.refusedOf(directive, [url]).length > 0;
  }

  /** Those of the URLs that it has refused. Of a frame the browser may tell the origin alone. */
  refusedOf(directive: Directive, urls: readonly string[]): string[] {
    const refused = this.#refused.filter((one) => one.directive === directive);
    return urls.filter((url) => refused.some((one) => one.url === shortened(url) || one.url === new URL(url).origin));
  }

  end() {
    document.removeEventListener('securitypolicyviolation', this.#hear);
  }
}

const shortened = (url: string) => url.split(/[?#]/, 1)[0] as string;
