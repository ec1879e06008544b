// What has happened so far, kept in the demo's own sessionStorage record: the page is left and loaded anew on the way.
// Values come in shortened; nothing that could be used is written here.
import { recall, remember } from './remember.js';
import { steps } from './steps.js';

const KEY = 'demo:walk';
const empty = () => ({ steps: {}, failed: undefined, ended: undefined });

/** @returns a record with `done`, `fail`, `end`, `begin`, and `subscribe` for whoever shows it. */
export function createWalk() {
  let walk = recall(KEY) ?? empty();
  const listeners = new Set();

  function change(next) {
    walk = next;
    remember(KEY, walk);
    for (const listener of listeners) listener(walk);
  }

  return {
    get now() {
      return walk;
    },
    begin: () => change(empty()),
    done(number, values = []) {
      change({ ...walk, failed: undefined, steps: { ...walk.steps, [number]: { at: Date.now(), values } } });
    },
    /** Marks a step as the one that failed; by default the first that is not done. */
    fail(code, number = steps.find((step) => !walk.steps[step.number])?.number) {
      change({ ...walk, failed: { number, code } });
    },
    /** Forgets some steps: they are about to happen again. */
    undo(...numbers) {
      const kept = Object.entries(walk.steps).filter(([number]) => !numbers.includes(Number(number)));
      change({ ...walk, failed: undefined, steps: Object.fromEntries(kept) });
    },
    end: (how) => change({ ...empty(), ended: how }),
    subscribe: (listener) => listeners.add(listener),
  };
}
