// Medians with their spread: a machine that runs other things gives outliers, and only slow ones.

/** @typedef {{ runs: number, median: number, p25: number, p75: number }} Spread */

/** @param {number[]} values @param {number} [digits] behind the point @returns {Spread | undefined} */
export function spread(values, digits = 1) {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const round = (value) => Number(value.toFixed(digits));
  return {
    runs: sorted.length,
    median: round(quantile(sorted, 0.5)),
    p25: round(quantile(sorted, 0.25)),
    p75: round(quantile(sorted, 0.75)),
  };
}

/** Between two values it lies in proportion. */
function quantile(sorted, share) {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at % 1);
}
