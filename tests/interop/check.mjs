/** What the interop test says of one claim. */

/** @typedef {{ name: string, passed: boolean, detail: string }} Check */

/** @param {string} name @param {number} difference @param {number} limit @returns {Check} */
export function within(name, difference, limit) {
  const detail = `${difference.toExponential(1)} ≤ ${limit.toExponential(0)}`;
  return { name, passed: difference <= limit, detail };
}

/**
 * @template T
 * @param {string} name @param {Check[]} checks @param {() => T | Promise<T>} action
 * @returns {Promise<T | undefined>} undefined after a failure, which is then a check of its own
 */
export async function attempt(name, checks, action) {
  try {
    return await action();
  } catch (error) {
    checks.push({
      name,
      passed: false,
      detail: error instanceof Error ? error.message : String(error),
    });
    return undefined;
  }
}
