// The public API as files of tests/api, which a change has to renew on purpose: the types of each entry of the npm package, the
// declarations of the crate.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { declarationOf } from '../build/declarations.mjs';
import { entries } from '../build/entries.mjs';
import { root, target } from '../paths.mjs';
import { step } from '../progress.mjs';
import { StepError } from '../run.mjs';
import { rustdoc } from '../rustdoc.mjs';

const golden = join(root, 'tests/api');
const types = join(target, 'npm/dist/types');

/** Fails if the API is another one than the files say; `write` renews them. @param {{ write?: boolean }} [options] */
export async function checkApi({ write = false } = {}) {
  const found = new Map([['crate.txt', await crate()], ...(await npmPackage())]);
  if (write) {
    rmSync(golden, { recursive: true, force: true });
    mkdirSync(golden);
    for (const [name, text] of found) writeFileSync(join(golden, name), text);
    return;
  }
  const known = readdirSync(golden);
  const before = (name) => (known.includes(name) ? readFileSync(join(golden, name), 'utf8') : '');
  const changed = [...found].filter(([name, text]) => before(name) !== text);
  const gone = known.filter((name) => !found.has(name));
  if (changed.length + gone.length === 0) return;
  const lines = changed.flatMap(([name, text]) => [`tests/api/${name}`, ...difference(before(name), text)]);
  throw new StepError([...lines, ...gone.map((name) => `tests/api/${name} is of no entry`)].join('\n'), {
    fix: 'if that is meant: npm run check -- --only api --write, and a line in CHANGELOG.md',
  });
}

/** Lines that are in one of the two alone. */
function difference(before, after) {
  const [old, now] = [before, after].map((text) => text.split('\n'));
  const only = (lines, others, sign) =>
    lines.filter((line) => line && !others.includes(line)).map((line) => `  ${sign} ${line}`);
  return [...only(old, now, '-'), ...only(now, old, '+')];
}

/** One report for each entry, as API Extractor writes it. @returns {Promise<[string, string][]>} */
async function npmPackage() {
  const { Extractor, ExtractorConfig } = await import('@microsoft/api-extractor');
  const work = join(target, 'api');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  const reports = [];
  for (const [name, source] of Object.entries(entries)) {
    const report = `${name.replaceAll('/', '-')}.api.md`;
    const done = step(`API of ${name}`);
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: types,
        mainEntryPointFilePath: join(types, declarationOf(source)),
        compiler: { overrideTsconfig: { compilerOptions: { ...compilerOptions }, include: ['**/*.d.ts'] } },
        apiReport: { enabled: true, reportFileName: report, reportFolder: work, reportTempFolder: work },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        messages: { extractorMessageReporting: { default: { logLevel: 'none' } } },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(target, 'npm/package.json'),
    });
    Extractor.invoke(config, { localBuild: true, messageCallback: silence });
    done();
    reports.push([report, readFileSync(join(work, report), 'utf8')]);
  }
  return reports;
}

/** What it thinks of the order of files is not asked. */
function silence(message) {
  message.handled = true;
}

const compilerOptions = {
  ...{ target: 'ES2022', module: 'ES2022', moduleResolution: 'bundler', lib: ['ES2022', 'DOM'] },
  ...{ jsx: 'react-jsx', strict: true, types: [], skipLibCheck: true },
};

/** What rustdoc shows of every item: its declaration, and the methods of its own. */
async function crate() {
  const folder = join(await rustdoc(), 'proofkey');
  const items = readdirSync(folder, { recursive: true })
    .filter((file) => /(^|\/)(struct|enum|trait|fn|constant|static|type)\.[^/]+\.html$/.test(file))
    .sort();
  const pages = items.map((file) => [file, readFileSync(join(folder, file), 'utf8')]);
  // A page of a private module leads on to the one of its public name.
  const shown = pages.filter(([, html]) => !html.includes('http-equiv="refresh"'));
  return shown.map(([file, html]) => declarationIn(html, file)).join('\n');
}

function declarationIn(html, file) {
  const path = [
    ...dirname(file)
      .split('/')
      .filter((part) => part !== '.'),
    file.split('.').at(-2),
  ].join('::');
  const [, declaration] = /<pre class="rust item-decl"><code>([\s\S]*?)<\/code><\/pre>/.exec(html) ?? [];
  const own = /id="implementations-list">([\s\S]*?)(?:<h2 id="(?!implementations)|$)/.exec(html)?.[1] ?? '';
  const methods = [...own.matchAll(/<h4 class="code-header">([\s\S]*?)<\/h4>/g)].map(
    ([, method]) => `    ${textOf(method)}`,
  );
  return [`proofkey::${path}`, `    ${textOf(declaration)}`, ...methods, ''].join('\n');
}

/** Without what changes with rustdoc: tags, its own words, and attributes. */
const textOf = (html) =>
  html
    .replace(/<[^>]*>/g, '')
    .replace(/Show \d+ (variants|fields|methods)/g, '')
    .replace(/#\[[^\]]*\]/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
