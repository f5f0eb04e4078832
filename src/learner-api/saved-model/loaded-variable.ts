/** Variables of a loaded SavedModel: one Keras variable for each, whoever reads, trains or lists it. */
import type { RestoredVariable } from '#formats/saved-model';
import type { ConstantValue, GraphVariable } from '#graph';
import type { DType, NDArray } from '#tensor';
import { KerasVariable } from '../keras/variable';
import { formatShape } from '../python/shape';

const owners = new WeakMap<GraphVariable, KerasVariable>();

/** The Keras variable that holds the value; under a name without slashes, as TFSMLayer names its weights. @internal */
export function ownerOf(variable: RestoredVariable): KerasVariable {
  const known = owners.get(variable);
  if (known) return known;
  const { path, dtype, trainable, value } = variable;
  const name = `${path.replaceAll('/', '_')}:0`;
  const owner = new KerasVariable(value, { name, path, dtype, trainable });
  owners.set(variable, owner);
  return owner;
}

/** `tf.Variable` as an attribute of a loaded object lists it. */
export class LoadedVariable {
  static readonly class_name = 'ResourceVariable';
  /** `dense/kernel:0` */
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly #owner: KerasVariable;

  /** @internal */
  constructor(variable: RestoredVariable) {
    this.name = `${variable.path}:0`;
    this.shape = variable.shape;
    this.dtype = variable.dtype;
    this.#owner = ownerOf(variable);
  }

  get trainable(): boolean {
    return this.#owner.trainable;
  }

  /** The value as an array. */
  numpy(): NDArray {
    return this.#owner.value;
  }

  /** Gives it a new value. @throws ValueError when the shapes differ */
  assign(value: ConstantValue): void {
    this.#owner.assign(value);
  }

  toString(): string {
    const { name, shape, dtype } = this;
    return `<tf.Variable '${name}' shape=${formatShape(shape)} dtype=${dtype}, numpy=${this.numpy().repr()}>`;
  }
}
