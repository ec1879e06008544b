/** Who does what. */
export const actors = { app: 'This page', sdk: 'Proofkey', server: 'Authorization server', api: 'API' };

/** The twelve steps of an authorization code grant with PKCE, in four chapters. `text` is what a newcomer should know. */
export const chapters = [
  {
    title: 'Before you leave',
    steps: [
      { number: 1, actor: 'app', title: 'You ask to sign in', text: 'The button calls auth.loginWithRedirect().' },
      {
        number: 2,
        actor: 'sdk',
        title: 'A code_verifier is made',
        text: 'A secret of 43 random characters, new for each sign-in. It waits in this tab until step 8.',
      },
      {
        number: 3,
        actor: 'sdk',
        title: 'Its code_challenge is computed',
        text: 'The SHA-256 hash of the verifier. Nobody can get from the hash back to the verifier.',
      },
      {
        number: 4,
        actor: 'sdk',
        title: 'The browser leaves, with the challenge',
        text: 'The authorization URL carries the challenge. The verifier stays at home.',
      },
    ],
  },
  {
    title: 'At the authorization server',
    steps: [
      {
        number: 5,
        actor: 'server',
        title: 'The server asks who you are',
        text: 'On its own page: this app never sees your password.',
      },
      {
        number: 6,
        actor: 'server',
        title: 'You pick a login option and consent',
        text: 'You see what the app asks for, and may say no. If the server knows you already, it skips both.',
      },
    ],
  },
  {
    title: 'Back in the app',
    steps: [
      {
        number: 7,
        actor: 'server',
        title: 'You return with a one-time code',
        text: 'It comes in the URL, where others might see it. That is why the code alone is worth nothing.',
      },
      {
        number: 8,
        actor: 'sdk',
        title: 'Code and code_verifier go to the token endpoint',
        text: 'Only now does the verifier leave, straight to the server, in the body of one request.',
      },
      {
        number: 9,
        actor: 'server',
        title: 'The server verifies both',
        text: 'It hashes the verifier and compares with the challenge of step 3. A stolen code fails here.',
      },
      {
        number: 10,
        actor: 'sdk',
        title: 'ID Token, access token, refresh token',
        text: 'Proofkey checks the signature and every claim of the ID Token before it believes any of them.',
      },
    ],
  },
  {
    title: 'Using it',
    steps: [
      {
        number: 11,
        actor: 'app',
        title: 'The app calls the API with the access token',
        text: 'Press the button under your name. Proofkey refreshes the token first if it is about to expire.',
      },
      {
        number: 12,
        actor: 'api',
        title: 'The API answers',
        text: 'It verified the token by the server’s public keys, and knows whose data to send.',
      },
    ],
  },
];

export const steps = chapters.flatMap((chapter) => chapter.steps);
