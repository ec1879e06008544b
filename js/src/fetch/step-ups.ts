import type { ClientOptions } from '../types.js';
import type { StepUpChallenge } from './options.js';

/** Asks the app for what an API wants of the user: once, however many requests wait for it. */
export class StepUps {
  readonly #ask: NonNullable<ClientOptions['onStepUp']>;
  #running: { key: string; promise: Promise<unknown> } | undefined;

  constructor(ask: NonNullable<ClientOptions['onStepUp']>) {
    this.#ask = ask;
  }

  /** Ends when the app says that it is done, and rejects if it did not come to that. */
  async begin(challenge: StepUpChallenge): Promise<void> {
    const key = JSON.stringify(challenge);
    // One after the other: two dialogs at once help nobody.
    while (this.#running && this.#running.key !== key) await this.#running.promise.catch(() => {});
    this.#running ??= {
      key,
      promise: Promise.resolve({ ...challenge })
        .then((own) => this.#ask(own))
        .finally(() => {
          this.#running = undefined;
        }),
    };
    await this.#running.promise;
  }
}
