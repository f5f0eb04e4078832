/**
 * Which kind of quantization a converter's attributes mean together, and which of them do not go together.
 * Source of the rules and messages: `QuantizationMode` in tensorflow/lite/python/lite.py.
 */
import { ValueError } from '#errors';
import type { QuantizationMode } from '#convert';
import { DTYPES, type DType } from '#tensor';
import { Optimize, OpsSet } from './enums';

/** What was set, as sets. */
export interface Wishes {
  readonly optimizations: ReadonlySet<Optimize>;
  readonly ops: ReadonlySet<OpsSet>;
  readonly types: ReadonlySet<DType>;
  readonly hasDataset: boolean;
}

interface ChosenMode {
  readonly mode: QuantizationMode;
  /** Whether ops without an integer kernel may stay in float. */
  readonly allowFloat: boolean;
}

/** Activations int16, weights int8. */
export const INT16_OPS = OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8;

/** @throws ValueError with TensorFlow's messages for what does not go together */
export function chooseMode(wishes: Wishes): ChosenMode {
  const { types, hasDataset } = wishes;
  const ops = isOnly(types, 'int8') ? new Set([OpsSet.TFLITE_BUILTINS_INT8]) : wishes.ops;
  const needsInt8 = ops.has(OpsSet.TFLITE_BUILTINS_INT8);
  if (needsInt8) checkInt8(wishes);
  const allowFloat = ops.has(OpsSet.TFLITE_BUILTINS) || ops.has(OpsSet.SELECT_TF_OPS);
  const smallest = smallestOf(types);
  const choose = (): QuantizationMode => {
    if (!isOptimized(wishes)) return 'float32';
    if (hasDataset && ops.has(INT16_OPS)) return 'int16x8';
    if (hasDataset && (allowFloat ? smallest === 'int8' : needsInt8)) return 'int8';
    if (!hasDataset && smallest === 'int8') return 'dynamic';
    return types.has('float16') && DTYPES[smallest].bytes === 2 ? 'float16' : 'float32';
  };
  return { mode: choose(), allowFloat };
}

function checkInt8({ ops, types, hasDataset }: Wishes): void {
  const isInt8Only = ops.size === 1 && ops.has(OpsSet.TFLITE_BUILTINS_INT8);
  if (isInt8Only && types.size > 0 && !isOnly(types, 'int8'))
    throw new ValueError(
      'As full integer quantization has been enabled by setting ' +
        '`target_spec.supported_ops`={tf.lite.OpsSet.TFLITE_BUILTINS_INT8}, thus `target_spec.supported_types` should ' +
        'be left uninitizalized or set to {tf.int8}.',
      { place: 'target_spec.supported_types' },
    );
  if (!hasDataset)
    throw new ValueError(
      'For full integer quantization, a `representative_dataset` must be specified.',
      {
        place: 'representative_dataset',
        hint: 'Set converter.representative_dataset to a generator function that yields some hundred samples: the ranges of the activations are measured with them.',
      },
    );
}

/** Whether anything is to be quantized at all. */
export function isOptimized({ optimizations }: Pick<Wishes, 'optimizations'>): boolean {
  return [Optimize.DEFAULT, Optimize.OPTIMIZE_FOR_SIZE, Optimize.OPTIMIZE_FOR_LATENCY].some(
    (optimization) => optimizations.has(optimization),
  );
}

function isOnly<T>(set: ReadonlySet<T>, item: T): boolean {
  return set.size === 1 && set.has(item);
}

/** int8 unless types were named; of equally small ones the first. */
function smallestOf(types: ReadonlySet<DType>): DType {
  const list: readonly DType[] = types.size > 0 ? [...types] : ['int8'];
  return list.reduce((a, b) => (DTYPES[b].bytes < DTYPES[a].bytes ? b : a));
}
