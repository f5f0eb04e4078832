/** The table of a file's ops: one line for each op and version that is used. */
import {
  BUILTIN_OPERATORS,
  smallestVersion,
  typeOf,
  type OperatorCode,
  type VersionedTensor,
} from '#formats/tflite';
import type { LiteOp, LiteTensor } from '../lite/graph';

export class OperatorCodes {
  readonly #list: OperatorCode[] = [];
  readonly #index = new Map<string, number>();

  get list(): readonly OperatorCode[] {
    return this.#list;
  }

  /** The index of the op's line. Its version is the smallest that has what the op needs. */
  of(op: LiteOp): number {
    const version = smallestVersion({
      code: op.code,
      inputs: op.inputs.map((tensor) => tensor && versioned(tensor)),
      outputs: op.outputs.map(versioned),
      options: op.options,
    });
    const key = `${op.code} ${version}`;
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    const builtinCode = BUILTIN_OPERATORS.indexOf(op.code);
    const index = this.#list.push({ builtinCode, customCode: '', version }) - 1;
    this.#index.set(key, index);
    return index;
  }
}

function versioned({ dtype, shape, quantization }: LiteTensor): VersionedTensor {
  return { type: typeOf(dtype), shape, quantization };
}
