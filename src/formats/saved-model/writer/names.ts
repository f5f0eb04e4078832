/** Names that TensorFlow accepts for nodes, arguments and functions, each free where it is used. */

export class Names {
  readonly #taken = new Set<string>();

  /** The name, or with `_1`, `_2`, … what is free of it. @param first the number to try first */
  claim(name: string, first = 1): string {
    let free = name;
    for (let i = first; this.#taken.has(free); i++) free = `${name}_${i}`;
    this.#taken.add(free);
    return free;
  }
}

/** For a node: letters, digits and `_.\/>-`, and neither `_` nor another sign in front. */
export function nodeName(text: string): string {
  const name = text.replace(/[^A-Za-z0-9_.\\/>-]/g, '_');
  return /^[A-Za-z0-9.]/.test(name) ? name : `.${name}`;
}

/** For an argument of a function, as TensorFlow derives it: lower case, from the first letter on, else `unknown`. */
export function argumentName(text: string): string {
  const name = text.toLowerCase().replace(/[^a-z0-9]/g, '_');
  return name.replace(/^[^a-z]+/, '') || 'unknown';
}

/** For a function of the library. @param uid a number that no other function has; the fingerprint sorts by it */
export function libraryName(text: string, uid: number): string {
  return `__inference_${text.replace(/[^A-Za-z0-9_.<>-]/g, '_')}_${uid}`;
}
