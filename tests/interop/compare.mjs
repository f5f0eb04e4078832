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
 * @param {readonly JsonArray[]} a @param {readonly JsonArray[]} b
 * @returns {number} largest difference relative to the value, or to 1 where that is smaller; infinite if shapes or
 *   dtypes differ
 */
export function relativeDifference(a, b) {
  const types = (/** @type {readonly JsonArray[]} */ arrays) =>
    JSON.stringify(arrays.map(({ shape, dtype }) => [shape, dtype]));
  if (types(a) !== types(b)) return Infinity;
  const differences = a.map(({ data }, i) => largest(data, b[i]?.data ?? [], true));
  return Math.max(0, ...differences);
}

/**
 * @param {readonly number[]} a @param {readonly number[]} b
 * @returns {number} largest difference relative to the value, or to 1 where that is smaller
 */
export function lossesDifference(a, b) {
  if (a.length !== b.length || a.length === 0) return Infinity;
  return Math.max(...a.map((x, i) => Math.abs(x - (b[i] ?? NaN)) / Math.max(1, Math.abs(x))));
}

/** @param {readonly number[]} a @param {readonly number[]} b @param {boolean} isRelative */
function largest(a, b, isRelative = false) {
  let difference = 0;
  for (let i = 0; i < a.length; i++) {
    const scale = isRelative ? Math.max(1, Math.abs(b[i] ?? NaN)) : 1;
    const here = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN)) / scale;
    if (!(here <= difference)) difference = here;
  }
  return difference;
}
