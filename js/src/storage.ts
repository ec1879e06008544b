type Area = 'localStorage' | 'sessionStorage';

/** What a storage of the browser holds; null as well where that is denied. */
export function read(area: Area, key: string): string | null {
  try {
    return window[area].getItem(key);
  } catch {
    return null;
  }
}

/** Writes what the page can do without: a storage may be denied, or full. */
export function note(area: Area, key: string, text: string) {
  try {
    window[area].setItem(key, text);
  } catch {
    // Nobody is told then.
  }
}
