/**
 * The names that the cells of one lesson share.
 *
 * A plain object whose prototype holds the API: cells run inside `with` on it, and V8 looks names up in a plain object
 * several times faster than through a proxy.
 */
export class LessonScope {
  /** What cells run inside of. */
  readonly object: Record<string, unknown>;
  /** Reads as `object`, and refuses every write as JavaScript refuses one to a constant. */
  readonly constants: object;

  /** Names of the API that a cell has declared anew, with the cell's id. */
  readonly #hidden = new Map<string, string>();

  /** @param api names that are there from the start; a cell may declare them anew, but not assign to them */
  constructor(api: object) {
    const base: object = Object.freeze(Object.assign(Object.create(null), api));
    this.object = Object.create(base) as Record<string, unknown>;
    this.constants = new Proxy(this.object, {
      set() {
        throw new TypeError('Assignment to constant variable.');
      },
    });
  }

  has(name: string): boolean {
    return Object.hasOwn(this.object, name);
  }

  /** Whether the API has the name, hidden or not. */
  isApi(name: string): boolean {
    return name in (Object.getPrototypeOf(this.object) as object);
  }

  set(name: string, value: unknown): void {
    Object.defineProperty(this.object, name, {
      value,
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }

  /** Whether a cell has put something else in the place of the API's own. */
  isHidden(name: string): boolean {
    return this.#hidden.has(name);
  }

  /**
   * Makes room for names that a cell will assign; until then reading a new one is an error. Names of the API that the
   * cell hid when it last ran, and hides no longer, are the API's again.
   */
  declare(names: readonly string[], cellId = ''): void {
    for (const [name, by] of this.#hidden) {
      if (by === cellId && !names.includes(name)) this.#reveal(name);
    }
    for (const name of names) {
      if (this.isApi(name)) this.#hidden.set(name, cellId);
      if (this.has(name)) continue;
      Object.defineProperty(this.object, name, {
        get: () => {
          throw new ReferenceError(`Cannot access '${name}' before initialization`);
        },
        set: (value) => this.set(name, value),
        enumerable: false,
        configurable: true,
      });
    }
  }

  /** Forgets those of the names that were never assigned. */
  settle(names: readonly string[]): void {
    for (const name of names) {
      if (!Object.prototype.propertyIsEnumerable.call(this.object, name)) {
        this.#reveal(name);
      }
    }
  }

  #reveal(name: string): void {
    Reflect.deleteProperty(this.object, name);
    this.#hidden.delete(name);
  }

  /** The variable that holds this very object, if one does. */
  nameOf(value: unknown): string | undefined {
    return this.entries().find(([, held]) => held === value)?.[0];
  }

  /** Name and value of each variable, in order of declaration. */
  entries(): [string, unknown][] {
    return Object.entries(this.object);
  }
}
