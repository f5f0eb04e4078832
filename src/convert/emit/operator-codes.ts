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
      options: withoutBiasType(op.options),
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

/**
 * Kernels from before the options had a type for the bias look at the bias itself, and so run these files too: what the
 * option needs is no reason for a version that they refuse.
 */
function withoutBiasType(options: LiteOp['options']): LiteOp['options'] {
  return options && 'quantizedBiasType' in options
    ? { ...options, quantizedBiasType: undefined }
    : options;
}

function versioned({ dtype, shape, quantization }: LiteTensor): VersionedTensor {
  return { type: typeOf(dtype), shape, quantization };
}
