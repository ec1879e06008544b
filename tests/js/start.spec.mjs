// The options of `npm start`: what fits together, and what is said of what does not.
import { expect, test } from '@playwright/test';
import { startOptions } from '../../js/scripts/lib/start-options.mjs';

const words = (line) => line.split(' ').filter(Boolean);
const tenant = '--preset reachfive --domain acme.reach5.net';

for (const [line, expected] of [
  ['', { walk: false, port: 5173 }],
  ['--walk --port 0', { walk: true, port: 0 }],
  ['--app react --port 0', { app: 'react', port: 0 }],
  ['--app vue --port 0', { app: 'vue', port: 0 }],
  ['--app react --issuer https://op.example --client-id spa', { app: 'react', clientId: 'spa' }],
  ['--issuer https://op.example --client-id spa --alg ES256', { issuer: 'https://op.example', clientId: 'spa' }],
  ['--preset reachfive --walk --alg RS256 --scope openid', { preset: 'reachfive', alg: 'RS256', scope: 'openid' }],
  [`${tenant} --client-id abc`, { preset: 'reachfive', domain: 'acme.reach5.net', clientId: 'abc' }],
  [`${tenant} --client-id abc --token-request-format json`, { tokenRequestFormat: 'json' }],
]) {
  test(`npm start takes "${line}"`, () => {
    expect(startOptions(words(line))).toMatchObject(expected);
  });
}

for (const [line, message, fix] of [
  ['--port x', '--port x is no port', 'give a number: --port 5173'],
  ['--port 65536', '--port 65536 is no port', 'give a number: --port 5173'],
  ['--app react --preset reachfive', '--preset has an app of its own', 'leave --app or --preset out'],
  ['--app react --walk', '--walk knows its way through the demo alone', 'leave --app out, or --walk'],
  ['--preset okta', 'There is no preset okta', 'the one there is: --preset reachfive'],
  [
    '--preset reachfive --issuer https://op.example',
    '--issuer does not go with --preset',
    'name the tenant: --preset reachfive --domain HOST',
  ],
  ['--domain acme.reach5.net --client-id abc', '--domain needs a preset', 'add --preset reachfive'],
  [tenant, '--domain needs a client of that tenant', 'add --client-id ID'],
  [
    '--token-request-format json',
    '--token-request-format is ReachFive’s alone',
    'leave it out, or add --preset reachfive',
  ],
  ['--preset reachfive --token-request-format xml', 'There is no token request format xml', 'choose form or json'],
  [
    '--client-id abc',
    '--client-id names a client of another server',
    'leave it out, or add --issuer URL, or --preset reachfive --domain HOST',
  ],
  [
    '--alg RS256',
    'The demo’s own server has its own scope and algorithm',
    'leave --scope and --alg out, or add --issuer URL or --preset reachfive',
  ],
  [
    '--preset reachfive --alg ES256',
    'The server on this machine has no client for ES256',
    'choose --alg HS256 or --alg RS256',
  ],
  [`${tenant} --client-id abc --walk`, '--walk knows no users of --domain', 'leave --domain out, or --walk'],
  ['--issuer https://op.example --walk', '--walk knows no users of --issuer', 'leave --issuer out, or --walk'],
]) {
  test(`npm start refuses "${line}" and says the fix`, () => {
    expect(refusal(line)).toEqual({ name: 'StepError', message, fix });
  });
}

test('npm start names its example apps for one that it does not know', () => {
  const { message, fix } = refusal('--app ember');
  expect(message).toBe('There is no example app ember');
  expect(fix).toBe('choose --app react or --app vue');
});

test('npm start names its options for one that it does not know', () => {
  const { message, fix } = refusal('--bogus');
  expect(message).toContain('--bogus');
  for (const option of ['--preset', '--domain', '--client-id', '--walk']) expect(fix).toContain(option);
});

/** The error of a command line, as it is printed. */
function refusal(line) {
  try {
    startOptions(words(line));
  } catch ({ name, message, fix }) {
    return { name, message, fix };
  }
  throw new Error('it was expected to be refused');
}
