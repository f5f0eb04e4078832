/** How a function's arguments and results nest, and the tensors in them in the order in which they are passed. */
import { compareUtf8 } from '#bytes';
import { NotImplementedError } from '#errors';
import type { StructuredValue, TensorSpecProto } from '../schema';
import type { Structure } from '../structure';

export class TensorCollector {
  readonly specs: TensorSpecProto[] = [];
  /** Values that were looked at. */
  visited = 0;

  /**
   * The value with tensors as positions in `specs`; undefined where it holds none, as a `False` or `None` does.
   * @throws NotImplementedError for ragged and sparse tensors
   */
  collect(value: StructuredValue | undefined): Structure<number> | undefined {
    this.visited++;
    const kind = value?.kind;
    switch (kind?.case) {
      case 'tensorSpecValue':
        return this.specs.push(kind.value) - 1;
      case 'boundedTensorSpecValue': {
        const { name, shape, dtype } = kind.value;
        const spec = { name, dtype, ...(shape ? { shape } : {}) };
        return this.specs.push(spec as TensorSpecProto) - 1;
      }
      case 'listValue':
      case 'tupleValue':
        return this.#list(kind.value.values);
      case 'dictValue':
        return this.#dict(sortedEntries(kind.value.fields));
      case 'namedTupleValue':
        return this.#dict(kind.value.values.map((pair) => [pair.key, pair.value]));
      case 'typeSpecValue':
        throw new NotImplementedError(
          `The function takes or returns a ${kind.value.typeSpecClassName}, which is no plain tensor.`,
        );
      default:
        return undefined;
    }
  }

  #list(values: readonly StructuredValue[]): Structure<number> | undefined {
    const items = values.map((value) => this.collect(value));
    const tensors = items.filter((item) => item !== undefined);
    return tensors.length > 0 ? tensors : undefined;
  }

  #dict(
    entries: readonly (readonly [string, StructuredValue | undefined])[],
  ): Structure<number> | undefined {
    const items = entries.map(([key, value]) => [key, this.collect(value)] as const);
    const tensors = items.filter(([, item]) => item !== undefined);
    return tensors.length > 0 ? (Object.fromEntries(tensors) as Structure<number>) : undefined;
  }
}

/** In the order in which Python flattens a dict. */
export function sortedEntries<T>(
  fields: Readonly<Record<string, T>>,
): readonly (readonly [string, T])[] {
  return Object.entries(fields).sort(([a], [b]) => compareUtf8(a, b));
}
