/** `dBjftJ…EjXk`: enough to recognise a value, too little to use it. */
export function shorten(value) {
  const text = String(value);
  if (text.length <= 6) return text;
  return text.length <= 16 ? `${text.slice(0, 3)}…` : `${text.slice(0, 6)}…${text.slice(-4)}`;
}

/** A URL without its query: where something goes, not what it carries. */
export function whereTo(url) {
  const { origin, pathname } = new URL(url, location.href);
  return `${origin}${pathname}`;
}

export const clock = (seconds) =>
  new Date(seconds * 1000).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

/** How long until then: `4 min 58 s`. */
export function remaining(seconds) {
  const left = Math.max(0, Math.round(seconds - Date.now() / 1000));
  const minutes = Math.floor(left / 60);
  return minutes > 0 ? `${minutes} min ${left % 60} s` : `${left} s`;
}
