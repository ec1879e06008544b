// Shows that the cases can fail: for each area, one check is taken out of a copy of the source, the package is built from
// it, and the cases that are for that check must turn red.
import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, target } from '../../js/scripts/lib/paths.mjs';
import { run, StepError } from '../../js/scripts/lib/run.mjs';
import { play } from './suite.mjs';

const copy = join(target, 'broken');

/**
 * @typedef {object} Broken a check that is taken out
 * @property {string} area @property {string} file
 * @property {string} check its text, which stands there once @property {string} without what is put in its place
 * @property {string[]} cases the cases that are for it
 */

/** @type {Broken[]} */
const checks = [
  {
    area: 'pkce',
    file: 'src/protocol/pkce.rs',
    check: '(43..=128).contains(&text.len())',
    without: '(1..=128).contains(&text.len())',
    cases: ['pkce-012'],
  },
  {
    area: 'authz_request',
    file: 'src/protocol/authorization.rs',
    check: 'if has_word(RESERVED, name) {',
    without: 'if has_word(RESERVED, "") {',
    cases: ['authz_request-004'],
  },
  {
    area: 'redirect',
    file: 'src/protocol/callback.rs',
    check: 'Some(_) if self.parameters.text("iss") != issuer => {',
    without: 'Some(_) if issuer.is_empty() => {',
    cases: ['redirect-008', 'redirect-009'],
  },
  {
    area: 'token',
    file: 'src/protocol/token.rs',
    check: 'if !record.text("token_type").eq_ignore_ascii_case("bearer") {',
    without: 'if record.text("token_type") == "-" {',
    cases: ['token-009', 'token-011'],
  },
  {
    area: 'idt_header',
    file: 'src/flow/verification.rs',
    check: '(Stage::CheckingSignature, Event::Verified(true))',
    without: '(Stage::CheckingSignature, Event::Verified(_))',
    cases: ['idt_header-001', 'idt_header-016'],
  },
  {
    area: 'idt_claims',
    file: 'src/protocol/id_token.rs',
    check: 'if claims.member("nonce").and_then(Value::as_text) != Some(transaction.nonce()) {',
    without: 'if transaction.nonce().is_empty() {',
    cases: ['idt_claims-023', 'idt_claims-024', 'idt_claims-025', 'idt_claims-026', 'redirect-025'],
  },
  {
    area: 'idt_malformed',
    file: 'src/json/reader.rs',
    check: 'if is_known || ',
    without: 'if (is_known && name.is_empty()) || ',
    cases: ['idt_malformed-010', 'token-036'],
  },
  {
    area: 'jwks',
    file: 'src/flow/verification.rs',
    check: '!(0..COOL_DOWN_SECONDS).contains(&now.saturating_sub(at))',
    without: '(0..COOL_DOWN_SECONDS).contains(&now.saturating_sub(at))',
    cases: ['jwks-003'],
  },
  {
    area: 'discovery',
    file: 'src/protocol/metadata.rs',
    check: '!= client.issuer()',
    without: '== "-"',
    cases: ['discovery-001', 'discovery-002'],
  },
  {
    area: 'userinfo',
    file: 'src/protocol/userinfo.rs',
    check: 'claims.required_text("sub", Error::UserInfoSubMismatch)? == sub',
    without: 'claims.text("sub") != "-" || !sub.is_empty()',
    cases: ['userinfo-001', 'userinfo-002'],
  },
  {
    area: 'refresh',
    file: 'src/protocol/id_token.rs',
    check: 'if claims.member("sub") != before.member("sub") {',
    without: 'if before.member("sub").is_none() {',
    cases: ['refresh-003'],
  },
  {
    area: 'refresh, tabs',
    file: 'js/src/page/lock.ts',
    check: '.request(name,',
    without: '.request(name + Math.random(),',
    cases: ['refresh-009'],
  },
  {
    area: 'logout',
    file: 'js/src/page/session.ts',
    check: ' && claims?.sid === sid',
    without: '',
    cases: ['logout-008'],
  },
  {
    area: 'browser',
    file: 'js/src/location.ts',
    check: 'return own?.origin === location.origin ? own.pathname + own.search + own.hash : undefined;',
    without: 'return own?.href;',
    cases: ['browser-007', 'browser-008'],
  },
  {
    area: 'dpop',
    file: 'src/flow/extended/proving.rs',
    check: 'if !body.text("token_type").eq_ignore_ascii_case("dpop") {',
    without: 'if body.text("token_type") == "-" {',
    cases: ['dpop-005'],
  },
  {
    area: 'par',
    file: 'src/protocol/pushed.rs',
    check: 'answer.required_text("request_uri", Error::ParResponseInvalid)?',
    without: 'answer.text("request_uri")',
    cases: ['own-par-02'],
  },
  {
    area: 'resource',
    file: 'src/flow/extended/targeting.rs',
    check: 'resource.is_none_or(|resource| Some(resource) == self.session.member("resource"))',
    without: 'resource.is_none_or(|_| true)',
    cases: ['resource-003', 'own-resource-02'],
  },
  {
    area: 'jarm',
    file: 'src/protocol/jarm.rs',
    check: 'check_audience(claims.member("aud"), client).map_err(|_| invalid("aud"))?;',
    without: 'let _ = check_audience(claims.member("aud"), client);',
    cases: ['jarm-001', 'fapi2-message-signing-final-client-test-ensure-jarm-without-aud-fails'],
  },
];

/** What a build needs; node_modules is shared. */
const needed = ['src', 'js', 'pkg-template', 'Cargo.toml', 'Cargo.lock', 'package.json'];
const alsoNeeded = ['package-lock.json', 'tsconfig.json', 'README.md', 'CHANGELOG.md', 'LICENSE-APACHE', 'LICENSE-MIT'];

/** Plays the cases of every broken package; gives the table, and throws if one stayed green. */
export async function showBroken(cases) {
  const rows = [];
  for (const broken of checks) rows.push(await showOne(broken, cases));
  const green = rows.filter(({ stayed }) => stayed.length > 0);
  const line = ({ area, file, red, stayed }) =>
    `${area.padEnd(14)} ${file.padEnd(32)} red: ${red.join(' ')}${stayed.length > 0 ? `  STAYED GREEN: ${stayed.join(' ')}` : ''}`;
  console.log(rows.map(line).join('\n'));
  if (green.length > 0) {
    throw new StepError(`A check can go without a case turning red: ${green.map(({ area }) => area).join(' ')}`, {
      fix: 'the cases that are for it must assert more',
    });
  }
}

async function showOne({ area, file, check, without, cases: ids }, cases) {
  // What was compiled for the check before stays: the next one differs from it in a line.
  for (const path of [...needed, ...alsoNeeded]) cpSync(join(root, path), join(copy, path), { recursive: true });
  const modules = join(copy, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(root, 'node_modules'), modules);
  const text = readFileSync(join(copy, file), 'utf8');
  if (text.split(check).length !== 2) {
    throw new StepError(`${file} does not hold this once: ${check}`, { fix: 'tests/conformance/broken.mjs names it' });
  }
  writeFileSync(
    join(copy, file),
    text.replace(check, () => without),
  );
  rmSync(join(copy, 'target/npm'), { recursive: true, force: true });
  await run('node', ['js/scripts/build.mjs'], { cwd: copy, label: `${area}: building without its check` });
  const chosen = cases.filter(({ id }) => ids.includes(id));
  const played = await play(chosen, { packageFolder: join(copy, 'target/npm') });
  const [red, stayed] = [false, true].map((pass) =>
    chosen.filter(({ id }) => played.get(id).pass === pass).map(({ id }) => id),
  );
  if (chosen.length !== ids.length)
    throw new StepError(`${area} names a case that is not there`, { fix: 'broken.mjs' });
  return { area, file, red, stayed };
}
