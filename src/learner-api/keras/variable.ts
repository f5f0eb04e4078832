/** `keras.Variable`: the value of a weight on the host, and an identity that graphs read and assign. */
import { ValueError } from '#errors';
import {
  castArray,
  currentGraph,
  fitsShape,
  SymbolicTensor,
  toArray,
  type ConstantValue,
  type GraphVariable,
  type Shape,
} from '#graph';
import type { DType, NDArray } from '#tensor';
import { autoName, pathInScope } from './names';
import { formatShape } from '../python/shape';
import type { Regularizer } from './regularizers';

export interface VariableOptions {
  readonly dtype?: DType;
  /** Whether training changes it. Default: true. */
  readonly trainable?: boolean;
  /** Default: `variable`, `variable_1`, … */
  readonly name?: string | null;
  readonly regularizer?: Regularizer | undefined;
  /** Default: the name below those of the layers that it is made in. @internal */
  readonly path?: string;
}

export class KerasVariable implements GraphVariable {
  readonly name: string;
  /** Unique within a model, for example `fashion/dense/kernel`. */
  readonly path: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  /** Adds to the loss while the variable is trainable. */
  readonly regularizer: Regularizer | undefined;
  trainable: boolean;
  #value: NDArray;

  /** @param initializer the first value */
  constructor(initializer: ConstantValue, options: VariableOptions = {}) {
    const value = toArray(initializer, options.dtype);
    const name = options.name ?? autoName('variable');
    if (name.includes('/'))
      throw new ValueError(
        `Argument \`name\` must be a string and cannot contain character \`/\`. Received: name=${name}`,
      );
    this.name = name;
    this.path = options.path ?? pathInScope(name);
    this.dtype = options.dtype ?? value.dtype;
    this.shape = value.shape;
    this.trainable = options.trainable ?? true;
    this.regularizer = options.regularizer;
    this.#value = castArray(value, this.dtype);
  }

  /** The current value; not a copy. */
  get value(): NDArray {
    return this.#value;
  }

  get ndim(): number {
    return this.shape.length;
  }

  /** The value as an array. */
  numpy(): NDArray {
    return this.#value;
  }

  /**
   * Gives it a new value. Inside a layer's `call`, with a tensor, the new value holds from the next step on.
   * @throws ValueError when the shapes differ
   */
  assign(value: ConstantValue | SymbolicTensor): void {
    const isSymbolic = value instanceof SymbolicTensor;
    const next = isSymbolic ? value : toArray(value, this.dtype);
    this.#checkShape(next.shape);
    if (isSymbolic) (currentGraph() ?? value.builder).assignVariable(this, value);
    else this.#value = castArray(next as NDArray, this.dtype);
  }

  #checkShape(shape: Shape): void {
    const problem = this.mismatch(shape);
    if (problem !== undefined) throw new ValueError(problem, { place: this.path });
  }

  /** What is wrong with assigning a value of this shape, undefined if nothing is. */
  mismatch(shape: Shape): string | undefined {
    if (fitsShape(shape, this.shape)) return undefined;
    return (
      'The shape of the target variable and the shape of the target value in `variable.assign(value)` must match. ' +
      `variable.shape=${formatShape(this.shape)}, Received: value.shape=${formatShape(shape)}. ` +
      `Target variable: ${this.toString()}`
    );
  }

  toString(): string {
    return `<Variable path=${this.path}, shape=${formatShape(this.shape)}, dtype=${this.dtype}, value=${this.#value.toString()}>`;
  }
}
