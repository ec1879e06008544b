/** How long a document is believed, in milliseconds: a server runs for months, and metadata and keys change. */
const BELIEVED = 600_000;

/**
 * What the authorization server publishes, its metadata and its keys, for all calls of one client. What is kept has passed the checks of
 * a call that ended well: whatever else a server or a proxy answers is asked for again.
 */
export class Documents {
  readonly #kept = new Map<string, { answer: Promise<string>; at: number }>();
  /** Of calls under way: one that begins meanwhile takes the same answer. */
  readonly #young = new Map<string, Promise<string>>();

  /** @param stale what the call had before, if that will not do @param ask gives another one */
  get(url: string, stale: Promise<string> | undefined, ask: () => Promise<string>): Promise<string> {
    const young = this.#young.get(url);
    if (young && young !== stale) return young;
    const kept = this.#kept.get(url);
    if (kept && !stale && Math.abs(Date.now() - kept.at) < BELIEVED) return kept.answer;
    const answer = ask();
    this.#young.set(url, answer);
    answer.catch(() => this.end(url, answer, false));
    return answer;
  }

  /** A call that has used the answer is over. */
  end(url: string, answer: Promise<string>, isGood: boolean) {
    if (this.#young.get(url) !== answer) return;
    this.#young.delete(url);
    const keep = () => void this.#kept.set(url, { answer, at: Date.now() });
    if (isGood) answer.then(keep, () => {});
  }
}
