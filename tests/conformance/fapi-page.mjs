// What the page of results tells of the suite's tests of FAPI 2.0 clients: each with the case that replays it, and what no public client
// can replay.

/** The suite's plans: how their tests begin, and what they are played with beside the case's own. */
const plans = {
  'fapi2-security-profile-final-client-test-plan': "`dpop: 'required'` and `pushedAuthorizationRequests: true`",
  'fapi2-message-signing-final-client-test-plan': "the same, and `responseMode: 'query.jwt'`",
};

/** What the suite looks at in every request of every test -> the rules that say the same, and have cases of their own. */
const inspected = {
  'code challenge and verifier: S256, length, entropy': ['PK-01', 'PK-02', 'PK-03', 'PK-04'],
  'after a push, client_id and request_uri in the front channel and nothing else': ['PA-03'],
  'no request_uri inside of what is pushed': ['PA-01'],
  'a request_uri once, and not after its time': ['PA-04'],
  'state and nonce: there, and new each time': ['AR-02', 'AR-04', 'AR-05'],
  'the same redirect_uri in both requests': ['AR-03'],
  'the proof: typ, alg, jwk, jti, htm, htu, iat': ['DP-01', 'DP-02', 'DP-03', 'DP-04'],
  'ath with an access token': ['DP-05'],
  'the nonce of the server in the next proof, and one retry': ['DP-07', 'DP-08', 'DP-09'],
  'one key from the request to the last refresh': ['DP-11', 'RF-09'],
  'the access token in the header, never in the query': ['RS-01'],
};

/** What a plan wants, and a page cannot have -> why. */
const impossible = {
  'authentication of the client by private_key_jwt or mTLS, which both plans fix; with it, a certification':
    'a page has no secret that its visitors do not have, nor has it a certificate: Proofkey refuses `client_secret` (AR-12), and is registered with `none`. `proofkey/server` is a confidential client, and is not played against these plans',
  'sender constraining by mTLS': 'scripts choose no client certificate: DPoP is the variant that is played',
  'signed authorization requests (JAR), which the message signing plan asks for':
    'a page cannot keep the key for that; the request is pushed, so that nobody changes it on its way',
  'signed answers of the introspection endpoint': 'it is asked by APIs, not by clients',
};

/**
 * @param {object[]} outcome the results of all cases
 * @param {object} page `row` and `head` make a table, `holds` tells whether a rule's cases pass, `given` what a case is about
 * @returns {string[]} lines
 */
export function fapiSections(outcome, { row, head, holds, given }) {
  const tables = Object.entries(plans).map(([plan, options]) => {
    const prefix = plan.replace(/plan$/, '');
    const tests = outcome.filter(({ id }) => id.startsWith(prefix));
    return [
      `### \`${plan}\``,
      '',
      `Played with ${options}.`,
      '',
      ...head('test', 'what the server does', 'rule', 'outcome'),
      ...tests.map(({ id, rule, detail }) => row(`\`${id}\``, given(id), rule, detail)),
      '',
    ];
  });
  return [
    '## Tests of the OpenID conformance suite for FAPI 2.0 clients',
    '',
    'Each test is replayed by the case of its own name: `npm run test:conformance -- --only NAME` plays one. The signatures of ID Tokens are RS256 as everywhere on',
    'this page, where a FAPI server has ES256 or PS256: with those, and against a certified server that is set up for the profile, `tests/bound/fapi.spec.mjs`',
    'signs in.',
    '',
    ...tables.flat(),
    '### What the suite looks at in every request',
    '',
    ...head('what', 'rules', 'verdict'),
    ...Object.entries(inspected).map(([what, rules]) =>
      row(what, rules.join(', '), rules.every(holds) ? 'holds' : 'DEVIATES'),
    ),
    '',
    '### What a public client cannot play',
    '',
    ...head('what', 'why'),
    ...Object.entries(impossible).map((cells) => row(...cells)),
    '',
  ];
}
