// Microsoft Entra ID. Quirks and their sources: www-demo/docs/providers/entra.md.
import type { ClientOptions } from '../options.js';
import { originOf, type PresetOptions, refused } from './tenant.js';

/** Who signs in with a personal account is of this tenant. */
const CONSUMERS = '9188040d-6c67-4c5b-b112-36a304b66dad';
const GUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** The options of {@link entra}. */
export interface EntraOptions extends Omit<PresetOptions, 'trustedIssuers' | 'discovery'> {
  /**
   * The directory (tenant) id, a GUID: a tenant's name is not what its tokens name. `consumers` is for personal accounts; `organizations`
   * and `common` are for users of many tenants, which {@link tenants} lists.
   */
  tenant: string;
  /**
   * For `organizations` and `common`: the ids of the tenants whose users may sign in; `consumers` among them stands for personal
   * accounts. There is no "any": Microsoft signs the tokens of every tenant in the world with the same keys.
   */
  tenants?: readonly string[];
  /** The cloud's host. Default: `login.microsoftonline.com`. */
  authority?: string;
}

/**
 * The options of `createClient` for Microsoft Entra ID (v2.0 endpoints).
 *
 * For one tenant, its discovery document counts. The document of `organizations` and `common` names a template in the place of its
 * issuer, which no check can pass: it is not asked for, the preset's own is all there is, and the issuer of a token must be that of one
 * of the `tenants`. Default of `scope`: `openid profile email`; `offline_access` gets a refresh token.
 *
 * @throws `config_error` if a tenant is none, or if there are many and none is listed.
 */
export function entra(options: EntraOptions): ClientOptions {
  const {
    tenant,
    tenants = [],
    authority = 'login.microsoftonline.com',
    scope = 'openid profile email',
    ...rest
  } = options;
  const origin = originOf(authority, 'authority');
  const issuerOf = (id: string) => `${origin}/${id}/v2.0`;
  if (tenant !== 'organizations' && tenant !== 'common')
    return { ...rest, scope, issuer: issuerOf(guidOf(tenant, 'tenant')) };
  if (tenants.length === 0) throw refused('tenants', 'a list of the tenants whose users may sign in');
  const issuer = issuerOf(tenant);
  return {
    ...rest,
    issuer,
    scope,
    discovery: false,
    metadata: {
      issuer,
      authorization_endpoint: `${origin}/${tenant}/oauth2/v2.0/authorize`,
      token_endpoint: `${origin}/${tenant}/oauth2/v2.0/token`,
      jwks_uri: `${origin}/${tenant}/discovery/v2.0/keys`,
      end_session_endpoint: `${origin}/${tenant}/oauth2/v2.0/logout`,
    },
    trustedIssuers: tenants.map((id) => issuerOf(guidOf(id, 'tenants'))),
  };
}

function guidOf(tenant: string, option: string): string {
  if (tenant === 'consumers') return CONSUMERS;
  if (!GUID.test(tenant)) throw refused(option, 'the directory (tenant) id, a GUID, since that is what tokens name');
  return tenant.toLowerCase();
}
