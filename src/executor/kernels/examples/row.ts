/** One serialized example, and how messages refer to it. */
import type { Feature } from '#formats/example';
import { typeText, type Element } from '../../element-types';
import { StatusError } from '../../status';
import { featuresOf, kindText, valuesOf } from './features';
import type { DenseSpec, ListSpec } from './spec';

export class ExampleRow {
  readonly #features: Readonly<Record<string, Feature>>;
  /** `Name: <unknown>, `; nothing where there is one example only. */
  readonly #name: string;
  readonly #index: number | undefined;

  /** @param index of a row of several; undefined where the example stands alone */
  constructor(serialized: Uint8Array, name: string, index: number | undefined) {
    this.#features = featuresOf(serialized);
    this.#name = index === undefined ? '' : `Name: ${name || '<unknown>'}, `;
    this.#index = index;
  }

  /** As many as the shape says, the defaults where the feature is missing. */
  dense(spec: DenseSpec, count: number): readonly Element[] {
    const elements = this.#elements(spec);
    if (!elements) return this.#defaults(spec);
    if (elements.length === count) return elements;
    if (this.#index === undefined && elements.length < count) {
      throw this.#problem(
        spec,
        `Can't parse serialized Example: Some ${listName(spec)} slice was not parsed.`,
      );
    }
    if (spec.dtype === 'string' && elements.length > count) {
      throw this.#problem(spec, "Can't parse serialized Example.");
    }
    throw this.#problem(
      spec,
      `Number of ${kindText(spec.dtype)} values != expected.  Values size: ${elements.length} but output shape: [${spec.shape.join(',')}]`,
    );
  }

  /** Any multiple of `stride`; none where the feature is missing. */
  sequence(spec: DenseSpec, stride: number): readonly Element[] {
    const elements = this.#elements(spec) ?? [];
    if (elements.length % stride === 0) return elements;
    const shape = spec.shape.map((size) => size ?? '?').join(',');
    throw this.#problem(
      spec,
      `Number of ${kindText(spec.dtype)} values is not a multiple of stride length. Saw ${elements.length} values but output shape is: [${shape}]`,
    );
  }

  list(spec: ListSpec): readonly Element[] {
    const values = valuesOf(this.#features, spec.key);
    if (!values || values.dtype === spec.dtype) return values?.elements ?? [];
    const [expected, actual] = [typeText(spec.dtype), typeText(values.dtype)];
    throw this.#problem(
      spec,
      `Data types don't match. Expected type: ${expected}, Actual type: ${actual}`,
    );
  }

  #elements(spec: DenseSpec): readonly Element[] | undefined {
    const values = valuesOf(this.#features, spec.key);
    if (!values || values.dtype === spec.dtype) return values?.elements;
    const [actual, expected] = [typeText(values.dtype), typeText(spec.dtype)];
    throw this.#problem(
      spec,
      `Data types don't match. Data type: ${actual} but expected type: ${expected}`,
    );
  }

  #defaults({ key, dtype, missing }: DenseSpec): readonly Element[] {
    if (missing.data.length > 0) return Array.from(missing.data as ArrayLike<Element>);
    throw new StatusError(
      'INVALID_ARGUMENT',
      `${this.#name}Feature: ${key} (data type: ${typeText(dtype)}) is required but could not be found.`,
    );
  }

  #problem({ key }: ListSpec, what: string): StatusError {
    const index = this.#index === undefined ? '' : `, Index: ${this.#index}`;
    const place = `${this.#name}Key: ${key}${index}.  `;
    return new StatusError('INVALID_ARGUMENT', place + what);
  }
}

function listName({ dtype }: DenseSpec): string {
  return `${kindText(dtype)}_list`;
}
