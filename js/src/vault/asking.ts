import type { Ask, Notice } from './messages.js';

/** What the worker asks of the page, and is told. */
export class Asking {
  readonly #post: (ask: Ask) => void;
  readonly #waiting = new Map<number, (answer: Notice & { type: 'answer' }) => void>();
  #last = 0;

  constructor(post: (ask: Ask) => void) {
    this.#post = post;
  }

  /** Rejects with the number of the ask, under which the page knows why it came to nothing. */
  ask(what: Ask['for'], input: object, of: number): Promise<string | undefined> {
    this.#last += 1;
    const ask = this.#last;
    return new Promise((resolve, reject) => {
      this.#waiting.set(ask, ({ token, isGiven }) =>
        isGiven ? resolve(token) : reject({ code: 'internal_error', ask }),
      );
      this.#post({ type: 'ask', ask, for: what, input: JSON.stringify(input), of });
    });
  }

  answered(answer: Notice & { type: 'answer' }) {
    this.#waiting.get(answer.ask)?.(answer);
    this.#waiting.delete(answer.ask);
  }
}
