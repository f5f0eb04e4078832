/** The variables and tables of one session, by container and name. */
import type { Table } from './table';
import { Variable } from './variable';

export { handleTensor, resourceIn } from './handle';
export { Table } from './table';
export { dereference, Variable } from './variable';

const DEFAULT_CONTAINER = 'localhost';

export class Resources {
  readonly #variables = new Map<string, Variable>();
  readonly #tables = new Map<string, Table>();

  variable(container: string, name: string): Variable {
    const owner = container || DEFAULT_CONTAINER;
    return known(this.#variables, `${owner}/${name}`, () => new Variable(owner, name));
  }

  table(container: string, name: string, make: () => Table): Table {
    return known(this.#tables, `${container || DEFAULT_CONTAINER}/${name}`, make);
  }

  get bytes(): number {
    const all = [...this.#variables.values(), ...this.#tables.values()];
    return all.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

function known<Value>(values: Map<string, Value>, key: string, make: () => Value): Value {
  let value = values.get(key);
  if (value === undefined) values.set(key, (value = make()));
  return value;
}
