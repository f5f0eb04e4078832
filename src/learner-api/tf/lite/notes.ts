/** What is worth saying about a conversion: wishes that had no effect, and what TensorFlow would have done otherwise. */
import type { ConversionOptions } from '#convert';
import { BUILTIN_OPERATORS, type TfliteModel } from '#formats/tflite';
import { getRuntime } from '../../runtime';
import { Optimize } from './enums';
import { INT16_OPS, isOptimized, type Wishes } from './quantization-mode';

/** TensorFlow's own warning. */
export function warnDeprecated({ optimizations }: Wishes): void {
  for (const option of [Optimize.OPTIMIZE_FOR_SIZE, Optimize.OPTIMIZE_FOR_LATENCY])
    if (optimizations.has(option))
      getRuntime().emit({
        kind: 'stream',
        stream: 'stderr',
        text: `WARNING:absl:Optimization option ${option.name} is deprecated, please use optimizations=[Optimize.DEFAULT] instead.\n`,
      });
}

/** Attributes that TensorFlow would pass over in silence. */
export function noteUnused(wishes: Wishes, { mode }: ConversionOptions): void {
  const { ops, types, hasDataset } = wishes;
  const isFloat = !isOptimized(wishes);
  if (isFloat && (hasDataset || types.has('float16')))
    note(
      'The file is not quantized, as in TensorFlow: for that set converter.optimizations = [tf.lite.Optimize.DEFAULT].',
    );
  else if (hasDataset && mode !== 'int8' && mode !== 'int16x8')
    note(`The representative dataset is not used: target_spec asks for ${mode}.`);
  else if (mode === 'dynamic' && ops.has(INT16_OPS))
    note(
      'Without a representative_dataset only the weights are quantized, as in TensorFlow: int16 activations need one.',
    );
}

const DENSE = BUILTIN_OPERATORS.indexOf('FULLY_CONNECTED');

interface DenseSwitch {
  readonly _experimental_disable_per_channel_quantization_for_dense_layers: boolean | null;
}

/** Where the file is on purpose not what today's TensorFlow writes: said once. */
export function noteDifferences(
  model: TfliteModel,
  { mode, perChannel }: ConversionOptions,
  { _experimental_disable_per_channel_quantization_for_dense_layers: chosen }: DenseSwitch,
): void {
  if (mode !== 'dynamic' || !perChannel || chosen !== null || !hasInt8Dense(model)) return;
  noteOnce(
    'The Dense layers have one scale for each weight matrix. TensorFlow has written one for each output since 2.17, which ' +
      'the runtimes of browsers refuse; for its way set ' +
      'converter._experimental_disable_per_channel_quantization_for_dense_layers = false.',
  );
}

function hasInt8Dense({ subgraphs, operatorCodes }: TfliteModel): boolean {
  return subgraphs.some(({ operators, tensors }) =>
    operators.some(
      ({ opcodeIndex, inputs }) =>
        operatorCodes[opcodeIndex]!.builtinCode === DENSE && tensors[inputs[1]!]?.type === 'INT8',
    ),
  );
}

/** What has been said by one kernel, or in one run. */
const said = new WeakMap<object, Set<string>>();

/** A remark below the cell, once in a run however often it holds. */
export function note(text: string): void {
  const { signal } = getRuntime();
  if (isNew(text, signal)) getRuntime().emit({ kind: 'note', text });
}

function noteOnce(text: string): void {
  if (isNew(text, getRuntime())) note(text);
}

function isNew(text: string, listener: object): boolean {
  const texts = said.get(listener) ?? new Set();
  said.set(listener, texts);
  return texts.size < texts.add(text).size;
}
