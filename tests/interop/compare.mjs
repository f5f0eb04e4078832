/** Judging two sides of the same computation. */

/** @typedef {{ shape: number[], dtype: string, data: number[] }} JsonArray */

/**
 * @param {readonly JsonArray[]} a @param {readonly JsonArray[]} b
 * @returns {number} largest absolute difference; infinite if the shapes differ
 */
export function arraysDifference(a, b) {
  if (JSON.stringify(a.map(({ shape }) => shape)) !== JSON.stringify(b.map(({ shape }) => shape))) {
    return Infinity;
  }
  return Math.max(...a.map((array, i) => largest(array.data, b[i]?.data ?? [])));
}

/**
 * @param {readonly number[]} a @param {readonly number[]} b
 * @returns {number} largest difference relative to the value, or to 1 where that is smaller
 */
export function lossesDifference(a, b) {
  if (a.length !== b.length || a.length === 0) return Infinity;
  return Math.max(...a.map((x, i) => Math.abs(x - (b[i] ?? NaN)) / Math.max(1, Math.abs(x))));
}

/** @param {readonly number[]} a @param {readonly number[]} b */
function largest(a, b) {
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    const here = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN));
    if (!(here <= difference)) difference = here;
  }
  return difference;
}
