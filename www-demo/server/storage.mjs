// Where the authorization server keeps sessions, grants, codes and refresh tokens: in memory, one store for each server.
// oidc-provider's own memory adapter would do too, but it warns at each start and forgets the oldest of 1000 entries.

// What a revoked grant takes with it.
const GRANTED = new Set(['AccessToken', 'AuthorizationCode', 'RefreshToken']);

/** Gives the `adapter` option of oidc-provider. */
export function memoryStorage() {
  const entries = new Map();

  function read(key) {
    const entry = entries.get(key);
    if (entry && entry.expiresAt <= Date.now()) entries.delete(key);
    return entries.get(key)?.payload;
  }

  function sweep() {
    const now = Date.now();
    for (const [key, { expiresAt }] of entries) if (expiresAt <= now) entries.delete(key);
  }

  return (model) => ({
    async upsert(id, payload, expiresIn = Number.POSITIVE_INFINITY) {
      sweep();
      entries.set(`${model}:${id}`, { model, payload, expiresAt: Date.now() + expiresIn * 1000 });
    },
    async find(id) {
      return read(`${model}:${id}`);
    },
    async findByUid(uid) {
      for (const { model: of, payload } of entries.values()) if (of === model && payload.uid === uid) return payload;
      return undefined;
    },
    async findByUserCode() {
      return undefined; // The device flow is off.
    },
    // A used code or refresh token stays, marked: that is how its second use is noticed, and the grant revoked.
    async consume(id) {
      const payload = read(`${model}:${id}`);
      if (payload) payload.consumed = Math.floor(Date.now() / 1000);
    },
    async destroy(id) {
      entries.delete(`${model}:${id}`);
    },
    async revokeByGrantId(grantId) {
      for (const [key, { model: of, payload }] of entries) {
        if (GRANTED.has(of) && payload.grantId === grantId) entries.delete(key);
      }
    },
  });
}
