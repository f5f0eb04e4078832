/**
 * Names for the functions and classes of a module: those that learners write.
 *
 * A minified build renames what the code calls them, and many are made by other functions and have no name at all; yet
 * `repr`, messages and the variables panel show `name`, and files keep it.
 */

/** Names every function and class below `members` after its key; of several keys for the same one, the first counts. */
export function nameMembers(members: object, named = new Set<unknown>()): void {
  for (const [key, value] of Object.entries(members) as [string, unknown][]) {
    if (named.has(value) || Array.isArray(value)) continue;
    named.add(value);
    if (typeof value === 'function') {
      Object.defineProperty(value, 'name', { value: key, configurable: true });
    } else if (typeof value === 'object' && value !== null) {
      nameMembers(value, named);
    }
  }
}
