// An error as ReachFive words it: the members of RFC 6749 section 5.2, and its own beside them.
import { randomBytes } from 'node:crypto';

export class OAuthError extends Error {
  /**
   * @param {string} error of RFC 6749, or ReachFive's own
   * @param {string} description
   * @param {object} how
   * @param {string} how.key which words of a translation it is
   * @param {number} [how.status]
   * @param {{ field: string, message: string, code: string }[]} [how.details] what is wrong with which field
   * @param {Record<string, string>} [how.headers]
   */
  constructor(error, description, { key, status = 400, details, headers = {} }) {
    super(description);
    this.error = error;
    this.key = key;
    this.status = status;
    this.details = details;
    this.headers = headers;
  }

  /** The JSON body; its flat members are those of an authorization response, too. */
  body() {
    return {
      error: this.error,
      error_id: randomBytes(5).toString('hex'),
      error_description: this.message,
      error_user_msg: this.message,
      error_message_key: this.key,
      ...(this.details && { error_details: this.details }),
    };
  }
}

/** A body or a field that cannot be read. @param {string[]} missing */
export function invalidForm(missing) {
  const details = missing.map((field) => ({ field, message: 'This field is required', code: 'missing' }));
  return new OAuthError('invalid_request', 'Invalid form', { key: 'error.invalidForm', details });
}

export const invalidGrant = (description, key) => new OAuthError('invalid_grant', description, { key });

/** Throws for the names that have no value in the members. */
export function demand(members, ...names) {
  const missing = names.filter((name) => typeof members[name] !== 'string' || members[name] === '');
  if (missing.length > 0) throw invalidForm(missing);
}
