/** Node names with TensorFlow's scopes and its `_1`, `_2` for what is taken. */
export class NameTable {
  readonly #taken = new Set<string>();
  readonly #uses = new Map<string, number>();
  #scope = '';

  /** A free name in the current scope: `MatMul`, then `MatMul_1`, … */
  unique(name: string): string {
    return this.uniqueAtRoot(this.#scope ? `${this.#scope}/${name}` : name);
  }

  /** A free name outside any scope. */
  uniqueAtRoot(name: string): string {
    let uses = this.#uses.get(name) ?? 0;
    let free = name;
    while (this.#taken.has(free)) free = `${name}_${++uses}`;
    this.#uses.set(name, uses);
    this.#taken.add(free);
    return free;
  }

  /** Runs `body` with names under a scope that is free. */
  within<T>(scope: string, body: () => T): T {
    const outer = this.#scope;
    this.#scope = this.unique(scope);
    try {
      return body();
    } finally {
      this.#scope = outer;
    }
  }
}
