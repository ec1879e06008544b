// The demo's own records in sessionStorage. Where storage is denied the page still works: it remembers nothing then.

export function recall(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? undefined;
  } catch {
    return undefined;
  }
}

export function remember(key, value) {
  try {
    sessionStorage.setItem(key, JSON.stringify(value));
  } catch {
    // Nothing to do: the record is a convenience.
  }
}
