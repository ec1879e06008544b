// The script-tag build: one file that sets `window.proofkey`.
import * as proofkey from './index.js';

Object.assign(globalThis, { proofkey });
