// What the presets have in common: how an app names its tenant, and what it may say beside that.
import { ProofkeyError } from '../errors.js';
import type { ClientOptions, Parameters } from '../options.js';

/** The options of `createClient`, without those that a preset sets. */
export type PresetOptions = Omit<ClientOptions, 'issuer' | 'metadata' | 'postLogoutRedirectParameter'>;

/** The origin of a tenant's host; one with its scheme is taken too: for a server on this machine, which may speak http. */
export function originOf(domain: unknown, option = 'domain'): string {
  const url = baseOf(domain, option);
  // A path would be lost without a word.
  if (url !== new URL(url).origin) throw refused(option, 'a host such as tenant.example.com, without a path');
  return url;
}

/** The same, with the path that the server lives under, if it has one; no slash at its end. */
export function baseOf(url: unknown, option: string): string {
  const text = typeof url === 'string' ? url : '';
  try {
    const { origin, pathname, search, hash } = new URL(/^https?:\/\//.test(text) ? text : `https://${text}`);
    if (search || hash || !text) throw new TypeError(text);
    return origin + pathname.replace(/\/$/, '');
  } catch {
    throw refused(option, 'a host such as tenant.example.com');
  }
}

/** What is wrong with an option of a preset. */
export const refused = (option: string, expected: string) =>
  new ProofkeyError('config_error', 'create', `The option ${option} must be ${expected}.`, { option });

/** The parameters that were given. */
export const given = (parameters: Record<string, string | undefined>): Parameters =>
  Object.fromEntries(
    Object.entries(parameters).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );

/** A scope without these words. */
export const withoutWords = (scope: string, ...words: string[]) =>
  scope
    .split(' ')
    .filter((word) => !words.includes(word))
    .join(' ');
