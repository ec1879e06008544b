// What `npm start` can be asked for, and which options belong together.
import { parseArgs } from 'node:util';
import { apps } from '../../../www-demo/server/frameworks.mjs';
import { StepError } from './run.mjs';

const options = {
  walk: { type: 'boolean', default: false },
  port: { type: 'string', default: '5173' },
  app: { type: 'string' },
  issuer: { type: 'string' },
  preset: { type: 'string' },
  domain: { type: 'string' },
  'client-id': { type: 'string' },
  scope: { type: 'string' },
  alg: { type: 'string' },
  'token-request-format': { type: 'string' },
};

/**
 * @typedef {object} StartOptions
 * @property {boolean} walk
 * @property {number} port of the page
 * @property {string} [app] the example app of a framework instead of the demo
 * @property {string} [issuer] another provider for the demo
 * @property {string} [preset] `reachfive`, the one there is
 * @property {string} [domain] a real tenant
 * @property {string} [clientId] @property {string} [scope] @property {string} [alg]
 * @property {'form' | 'json'} [tokenRequestFormat]
 */

/**
 * Reads the command line; throws a StepError, with its fix, for options that do not fit together.
 *
 * @param {string[]} [args]
 * @returns {StartOptions}
 */
export function startOptions(args = process.argv.slice(2)) {
  const values = parsed(args);
  for (const [isWrong, message, fix] of rules(values)) if (isWrong) throw new StepError(message, { fix });
  const { 'client-id': clientId, 'token-request-format': tokenRequestFormat, port, ...rest } = values;
  return { ...rest, clientId, tokenRequestFormat, port: Number(port) };
}

function parsed(args) {
  try {
    return parseArgs({ args, options }).values;
  } catch (error) {
    const known = Object.keys(options).map((name) => `--${name}`);
    throw new StepError(error.message, { fix: `choose among ${known.join(' ')}` });
  }
}

/** What is wrong, what to say of it, and what to do. The first that applies is told. */
function* rules({ walk, port, app, issuer, preset, domain, 'client-id': clientId, scope, alg, ...others }) {
  const format = others['token-request-format'];
  const isLocal = issuer === undefined && domain === undefined;
  const elsewhere = issuer === undefined ? '--domain' : '--issuer';
  yield [!/^\d{1,5}$/.test(port) || Number(port) > 65_535, `--port ${port} is no port`, 'give a number: --port 5173'];
  yield [
    app !== undefined && !apps.includes(app),
    `There is no example app ${app}`,
    `choose --app ${apps.join(' or --app ')}`,
  ];
  yield [app && preset, '--preset has an app of its own', 'leave --app or --preset out'];
  yield [app && walk, '--walk knows its way through the demo alone', 'leave --app out, or --walk'];
  yield [
    preset !== undefined && preset !== 'reachfive',
    `There is no preset ${preset}`,
    'the one there is: --preset reachfive',
  ];
  yield [preset && issuer, '--issuer does not go with --preset', 'name the tenant: --preset reachfive --domain HOST'];
  yield [domain !== undefined && !preset, '--domain needs a preset', 'add --preset reachfive'];
  yield [domain !== undefined && !clientId, '--domain needs a client of that tenant', 'add --client-id ID'];
  yield [format && !preset, '--token-request-format is ReachFive’s alone', 'leave it out, or add --preset reachfive'];
  yield [
    format && !['form', 'json'].includes(format),
    `There is no token request format ${format}`,
    'choose form or json',
  ];
  yield [
    isLocal && clientId,
    '--client-id names a client of another server',
    'leave it out, or add --issuer URL, or --preset reachfive --domain HOST',
  ];
  yield [
    isLocal && !preset && (scope ?? alg),
    'The demo’s own server has its own scope and algorithm',
    'leave --scope and --alg out, or add --issuer URL or --preset reachfive',
  ];
  yield [
    isLocal && preset && alg && !['HS256', 'RS256'].includes(alg),
    `The server on this machine has no client for ${alg}`,
    'choose --alg HS256 or --alg RS256',
  ];
  yield [walk && !isLocal, `--walk knows no users of ${elsewhere}`, `leave ${elsewhere} out, or --walk`];
}
