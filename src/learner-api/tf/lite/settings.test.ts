/** What attributes mean together, and what TensorFlow 2.21 says of those that do not go together. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { createLearnerScope } from '../..';
import { clearSession } from '../../keras/names';
import { startTestRuntime, type TestRuntime } from '../../keras/training/testing';
import { repr } from '../../python/repr';
import { converterWith, integer, quantized, samples, type Wishes } from './testing';

const { tf } = createLearnerScope();
const { OpsSet, Optimize } = tf.lite;
const INT8 = [OpsSet.TFLITE_BUILTINS_INT8];
const INT16 = [OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8];
let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
  clearSession();
});

async function converted(wishes: Wishes): Promise<TfliteModel> {
  return readTflite(await (await converterWith(wishes)).convert(), 'm.tflite');
}

/** The types of the input, of the weights of the first Dense layer, and of the output. */
function typesOf({ subgraphs }: TfliteModel): string[] {
  const { inputs, outputs, tensors } = subgraphs[0]!;
  const weights = tensors.find(({ shape }) => shape.join() === '300,4')!;
  return [tensors[inputs[0]!]!, weights, tensors[outputs[0]!]!].map(({ type }) => type);
}

const notes = () =>
  runtime.outputs.flatMap((output) => (output.kind === 'note' ? [output.text] : []));

describe('what the attributes mean together', () => {
  const floats = { inference_input_type: 'float32', inference_output_type: 'float32' } as const;
  it.each<[what: string, wishes: Wishes, types: string]>([
    ['nothing', {}, 'FLOAT32 FLOAT32 FLOAT32'],
    ['float types', floats, 'FLOAT32 FLOAT32 FLOAT32'],
    ['Optimize.DEFAULT', quantized, 'FLOAT32 INT8 FLOAT32'],
    ['float16', { ...quantized, types: [tf.float16] }, 'FLOAT32 FLOAT16 FLOAT32'],
    ['float16 with samples', { ...integer, types: [tf.float16] }, 'FLOAT32 FLOAT16 FLOAT32'],
    ['float16 or int8', { ...quantized, types: [tf.float16, tf.int8] }, 'FLOAT32 INT8 FLOAT32'],
    ['float32 alone', { ...quantized, types: [tf.float32] }, 'FLOAT32 FLOAT32 FLOAT32'],
    ['samples', integer, 'FLOAT32 INT8 FLOAT32'],
    ['int8 as a type', { ...integer, types: [tf.int8] }, 'FLOAT32 INT8 FLOAT32'],
    [
      'uint8 at both ends',
      { ...integer, ops: INT8, inference_input_type: tf.uint8, inference_output_type: tf.uint8 },
      'UINT8 INT8 UINT8',
    ],
    [
      'SELECT_TF_OPS beside the builtins',
      { ops: [OpsSet.TFLITE_BUILTINS, OpsSet.SELECT_TF_OPS] },
      'FLOAT32 FLOAT32 FLOAT32',
    ],
    ['int8 at one end', { ...integer, inference_output_type: tf.int8 }, 'FLOAT32 INT8 INT8'],
    [
      'int16',
      { ...integer, ops: INT16, inference_input_type: tf.int16, inference_output_type: tf.int16 },
      'INT16 INT8 INT16',
    ],
  ])('%s', async (_what, wishes, types) => {
    expect(typesOf(await converted(wishes)).join(' ')).toBe(types);
  });

  it('samples without Optimize.DEFAULT leave the file in float, and a note says so', async () => {
    const model = await converted({ representative_dataset: samples, ops: INT8 });
    expect(typesOf(model)).toEqual(['FLOAT32', 'FLOAT32', 'FLOAT32']);
    expect(notes()).toEqual([expect.stringContaining('tf.lite.Optimize.DEFAULT')]);
  });

  it('int16 without samples quantizes the weights alone, and a note says so', async () => {
    const model = await converted({ ...quantized, ops: INT16 });
    expect(typesOf(model)).toEqual(['FLOAT32', 'INT8', 'FLOAT32']);
    expect(notes()).toContainEqual(expect.stringContaining('representative_dataset'));
  });

  it('dynamic range has one scale for the weights of a Dense layer, TensorFlow’s way on demand', async () => {
    const scales = ({ subgraphs }: TfliteModel) =>
      subgraphs[0]!.tensors.find(({ shape }) => shape.join() === '300,4')!.quantization!.scale;
    expect(scales(await converted(quantized))).toHaveLength(1);
    expect(notes()).toEqual([expect.stringContaining('one scale for each weight matrix')]);
    const key = '_experimental_disable_per_channel_quantization_for_dense_layers';
    expect(scales(await converted({ ...quantized, [key]: false }))).toHaveLength(300);
    expect(scales(await converted({ ...integer }))).toHaveLength(300);
    expect(scales(await converted({ ...integer, [key]: true }))).toHaveLength(1);
    const none = { _experimental_disable_per_channel: true };
    expect(scales(await converted({ ...integer, ...none }))).toHaveLength(1);
  });

  it('notes are said once in a run, and that of the Dense layers once for good', async () => {
    const converter = await converterWith(quantized);
    await converter.convert();
    await converter.convert();
    expect(notes()).toEqual([expect.stringContaining('one scale for each weight matrix')]);
    const inNextRun = async () => {
      Object.assign(runtime, { signal: new AbortController().signal, outputs: [] });
      await converter.convert();
      await converter.convert();
      return notes();
    };
    expect(await inNextRun()).toEqual([]);
    Object.assign(converter, { optimizations: [], representative_dataset: samples });
    expect(await inNextRun()).toHaveLength(1);
    expect(await inNextRun()).toHaveLength(1);
  });

  it('a deprecated optimization is DEFAULT, with TensorFlow’s warning', async () => {
    const model = await converted({ optimizations: new Set([Optimize.OPTIMIZE_FOR_SIZE]) });
    expect(typesOf(model)[1]).toBe('INT8');
    expect(runtime.text('stderr')).toBe(
      'WARNING:absl:Optimization option OPTIMIZE_FOR_SIZE is deprecated, please use optimizations=[Optimize.DEFAULT] instead.\n',
    );
  });

  it('exclude_conversion_metadata leaves out how the file was made', async () => {
    const names = ({ metadata }: TfliteModel) => metadata.map(({ name }) => name);
    expect(names(await converted({}))).toContain('CONVERSION_METADATA');
    expect(names(await converted({ exclude_conversion_metadata: true }))).not.toContain(
      'CONVERSION_METADATA',
    );
  });
});

describe('what does not go together', () => {
  const noSamples = 'For full integer quantization, a `representative_dataset` must be specified.';
  const floatOnly = 'The inference_input_type and inference_output_type must be tf.float32.';
  const bias = '_experimental_full_integer_quantization_bias_type';
  const mistakes: [wishes: Wishes, message: string][] = [
    [{ ops: INT8 }, noSamples],
    [{ ...quantized, types: [tf.int8] }, noSamples],
    [{ ...quantized, ops: [OpsSet.TFLITE_BUILTINS, ...INT8] }, noSamples],
    [{ inference_input_type: tf.uint8 }, floatOnly],
    [{ ...quantized, inference_output_type: tf.int8 }, floatOnly],
    [{ representative_dataset: samples, inference_input_type: tf.uint8 }, floatOnly],
    [
      { ...integer, inference_input_type: tf.float16 },
      "The inference_input_type and inference_output_type must be in ['tf.float32', 'tf.int8', 'tf.uint8', 'tf.int16'].",
    ],
    [
      { ...integer, ops: INT16, inference_output_type: tf.uint8 },
      "The inference_input_type and inference_output_type must be in ['tf.float32', 'tf.int16'].",
    ],
    [
      { ...integer, inference_input_type: tf.int16 },
      "Unsupported `inference_input_type` value. Expected to be in ('tf.uint8', 'tf.int8'), instead got tf.int16.",
    ],
    [
      { ...integer, ops: INT8, types: [tf.float16] },
      'As full integer quantization has been enabled by setting `target_spec.supported_ops`={tf.lite.OpsSet.TFLITE_BUILTINS_INT8}, thus `target_spec.supported_types` should be left uninitizalized or set to {tf.int8}.',
    ],
    [
      { ...quantized, [bias]: tf.int64 },
      '`full_integer_quantization_bias_type` is only supported for full integer quantization.',
    ],
    [
      { ...integer, [bias]: tf.int64 },
      "Expected bias type to be `dtypes.int32` for Int8Quant. Current setting bias type: <dtype: 'int64'>",
    ],
    [
      { ...integer, ops: INT16, [bias]: tf.int8 },
      "Expected bias type to be `dtypes.int32` or `dtypes.int64` for Int16Quant. Current setting bias type: <dtype: 'int8'>",
    ],
  ];

  it.each(mistakes.map(([wishes, message]) => [message, wishes] as const))(
    '%s',
    async (message, wishes) => {
      const converter = await converterWith(wishes);
      await expect(converter.convert()).rejects.toThrow(
        expect.objectContaining({ name: 'ValueError', message }) as Error,
      );
    },
  );

  const refused: [wishes: Wishes, name: string, message: string][] = [
    [
      { optimizations: Optimize.DEFAULT as never },
      'TypeError',
      "'Optimize' object is not iterable",
    ],
    [{ ops: OpsSet.TFLITE_BUILTINS as never }, 'TypeError', "'OpsSet' object is not iterable"],
    [
      { optimizations: ['DEFAULT'] as never },
      'ValueError',
      "optimizations has 'DEFAULT', which is not one of tf.lite.Optimize.",
    ],
    [
      { ...quantized, representative_dataset: [] as never },
      'TypeError',
      "'list' object is not callable",
    ],
    [
      { target_spec: { supported_ops: INT8 } } as never,
      'AttributeError',
      "'dict' object has no attribute 'supported_ops'",
    ],
    [
      { ops: [OpsSet.SELECT_TF_OPS] },
      'NotImplementedError',
      'tf.lite.OpsSet.SELECT_TF_OPS is not there yet.',
    ],
    [
      { optimizations: [Optimize.EXPERIMENTAL_SPARSITY] },
      'NotImplementedError',
      'tf.lite.Optimize.EXPERIMENTAL_SPARSITY is not there yet.',
    ],
  ];

  it.each(refused.map(([wishes, name, message]) => [name, message, wishes] as const))(
    '%s: %s',
    async (name, message, wishes) => {
      const converter = await converterWith(wishes);
      await expect(converter.convert()).rejects.toThrow(
        expect.objectContaining({ name, message }) as Error,
      );
    },
  );
});

describe('hints', () => {
  it.each<[wishes: Wishes, hint: string]>([
    [
      { optimizations: 'DEFAULT' as never },
      'Give it a list: optimizations = [tf.lite.Optimize.DEFAULT].',
    ],
    [
      { optimizations: true as never },
      'Give it a list: optimizations = [tf.lite.Optimize.DEFAULT].',
    ],
    [
      { ops: OpsSet.TFLITE_BUILTINS_INT8 as never },
      'Give it a list: target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8].',
    ],
    [{ types: tf.float16 as never }, 'Give it a list: target_spec.supported_types = [tf.float16].'],
    [
      { ops: ['tf.lite.OpsSet.TFLITE_BUILTINS_INT8'] as never },
      'Write tf.lite.OpsSet.TFLITE_BUILTINS_INT8.',
    ],
    [
      { optimizations: INT8 as never },
      'There is: tf.lite.Optimize.DEFAULT, tf.lite.Optimize.OPTIMIZE_FOR_SIZE, tf.lite.Optimize.OPTIMIZE_FOR_LATENCY, tf.lite.Optimize.EXPERIMENTAL_SPARSITY.',
    ],
  ])('%o', async (wishes, hint) => {
    const converter = await converterWith(wishes);
    await expect(converter.convert()).rejects.toThrow(expect.objectContaining({ hint }) as Error);
  });

  it('lead from the names of TensorFlow 1, and from misspelt ones, to what is there', async () => {
    const converter = await converterWith({});
    const hintAt = (name: string, hint: string) =>
      expect(() => Object.assign(converter, { [name]: [] })).toThrow(
        expect.objectContaining({ hint: expect.stringContaining(hint) as string }) as Error,
      );
    hintAt('post_training_quantize', 'converter.optimizations = [tf.lite.Optimize.DEFAULT]');
    hintAt('supported_ops', 'converter.target_spec.supported_ops');
    hintAt('optimisations', "Did you mean 'optimizations'?");
  });
});

describe('attributes', () => {
  it('that do not exist cannot be set', async () => {
    const converter = await converterWith({});
    const set = (target: object, name: string, value: unknown) => () =>
      Object.assign(target, { [name]: value });
    const unknown = (type: string, name: string) =>
      expect.objectContaining({
        name: 'AttributeError',
        message: `'${type}' object has no attribute '${name}'`,
        hint: expect.stringMatching(/It has: .*(optimizations|supported_types)/) as string,
      }) as Error;
    expect(set(converter, 'optimisations', [])).toThrow(
      unknown('TFLiteConverterV2', 'optimisations'),
    );
    expect(set(converter.target_spec, 'supported_type', [])).toThrow(
      unknown('TargetSpec', 'supported_type'),
    );
  });

  it('that TensorFlow has and this converter has not keep their values', async () => {
    const converter = await converterWith({});
    const missing = (message: string) =>
      expect.objectContaining({ name: 'NotImplementedError', message }) as Error;
    expect(() => Object.assign(converter, { allow_custom_ops: true })).toThrow(
      missing('allow_custom_ops = True is not there yet.'),
    );
    expect(() =>
      Object.assign(converter.target_spec, { experimental_supported_backends: ['GPU'] }),
    ).toThrow(missing("experimental_supported_backends = ['GPU'] is not there yet."));
    Object.assign(converter, { experimental_new_converter: true, allow_custom_ops: false });
    expect(Reflect.get(converter, 'experimental_new_converter')).toBe(true);
  });

  it('of the target may be given at once', async () => {
    const spec = tf.lite.TargetSpec({ supported_types: [tf.float16] });
    const model = await converted({ ...quantized, ...({ target_spec: spec } as Wishes) });
    expect(typesOf(model)[1]).toBe('FLOAT16');
    expect([...spec.supported_ops].map(repr)).toEqual([
      "<OpsSet.TFLITE_BUILTINS: 'TFLITE_BUILTINS'>",
    ]);
  });
});
