/** The converter's attributes: what they mean together, and what TensorFlow 2.21 says of those that do not fit. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { createLearnerScope } from '../..';
import { clearSession } from '../../keras/names';
import { startTestRuntime, type TestRuntime } from '../../keras/training/testing';
import { repr } from '../../python/repr';
import type { TFLiteConverter } from './converter';

const { files, keras, layers, np, tf } = createLearnerScope();
const { OpsSet, Optimize, TFLiteConverter: Converter } = tf.lite;
const INT8 = [OpsSet.TFLITE_BUILTINS_INT8];
const INT16 = [OpsSet.EXPERIMENTAL_TFLITE_BUILTINS_ACTIVATIONS_INT16_WEIGHTS_INT8];
const x = np.random.default_rng(7).random([6, 4]).astype('float32');
let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
  clearSession();
});

/** Wide enough for its weights to be quantized. */
function makeModel(units = 300) {
  return keras.Sequential(
    [
      layers.Input({ shape: [4], name: 'features' }),
      layers.Dense(units, { activation: 'relu' }),
      layers.Dropout(0.5),
      layers.Dense(2, { activation: 'softmax' }),
    ],
    { name: 'fashion' },
  );
}

function* samples() {
  for (let i = 0; i < 6; i++) yield [x.slice(i, i + 1)];
}

interface Wishes extends Partial<Omit<TFLiteConverter, 'target_spec' | 'convert'>> {
  readonly ops?: TFLiteConverter['target_spec']['supported_ops'];
  readonly types?: TFLiteConverter['target_spec']['supported_types'];
}

const quantized: Wishes = { optimizations: [Optimize.DEFAULT] };
const integer: Wishes = { ...quantized, representative_dataset: samples };

async function converterWith({ ops, types, ...attributes }: Wishes): Promise<TFLiteConverter> {
  await makeModel().export('m', { verbose: false });
  const converter = await Converter.from_saved_model('m');
  Object.assign(converter, attributes);
  if (ops) converter.target_spec.supported_ops = ops;
  if (types) converter.target_spec.supported_types = types;
  return converter;
}

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
  it.each<[wishes: Wishes, message: string]>([
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
  ])('%#: %o', async (wishes, message) => {
    const converter = await converterWith(wishes);
    await expect(converter.convert()).rejects.toThrow(
      expect.objectContaining({ name: 'ValueError', message }) as Error,
    );
  });

  it.each<[wishes: Wishes, name: string, message: string]>([
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
      { ops: [OpsSet.SELECT_TF_OPS] },
      'NotImplementedError',
      'tf.lite.OpsSet.SELECT_TF_OPS is not there yet.',
    ],
    [
      { optimizations: [Optimize.EXPERIMENTAL_SPARSITY] },
      'NotImplementedError',
      'tf.lite.Optimize.EXPERIMENTAL_SPARSITY is not there yet.',
    ],
  ])('%o', async (wishes, name, message) => {
    const converter = await converterWith(wishes);
    await expect(converter.convert()).rejects.toThrow(
      expect.objectContaining({ name, message }) as Error,
    );
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
        hint: expect.stringMatching(/^It has: .*(optimizations|supported_types)/) as string,
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

describe('from_saved_model', () => {
  it('writes bytes that files.write takes, named as the layers are', async () => {
    const converter = await converterWith(integer);
    await files.write('m.tflite', await converter.convert());
    const { signatureDefs } = readTflite((await files.read('m.tflite')) as Uint8Array, 'm.tflite');
    expect(signatureDefs).toHaveLength(1);
    const [signature] = signatureDefs;
    expect([signature!.signatureKey, signature!.inputs[0]!.name]).toEqual([
      'serving_default',
      'features',
    ]);
  });

  it('reads the files as they are at convert', async () => {
    const converter = await converterWith({});
    await makeModel(5).export('m', { verbose: false });
    const { subgraphs } = readTflite(await converter.convert(), 'm');
    expect(subgraphs[0]!.tensors.map(({ shape }) => shape.join())).toContain('5,4');
  });

  it('takes a signature by name', async () => {
    await makeModel().export('m', { verbose: false });
    const converter = await Converter.from_saved_model('m', { signature_keys: ['serve'] });
    const { signatureDefs } = readTflite(await converter.convert(), 'm');
    expect(signatureDefs[0]!.signatureKey).toBe('serve');
  });

  it('refuses what is not there with TensorFlow’s messages', async () => {
    await makeModel().export('m', { verbose: false });
    const refuses = async (path: unknown, options: object, name: string, message: string) =>
      expect(Converter.from_saved_model(path as string, options)).rejects.toThrow(
        expect.objectContaining({ name, message }) as Error,
      );
    await refuses(
      'nowhere',
      {},
      'OSError',
      'SavedModel file does not exist at: nowhere/{saved_model.pbtxt|saved_model.pb}',
    );
    await refuses(
      'm',
      { signature_keys: ['foo'] },
      'ValueError',
      "Invalid signature key 'foo' found. Valid keys are 'serve,serving_default'.",
    );
    await refuses(
      'm',
      { tags: ['gpu'] },
      'ValueError',
      "Got an incompatible argument to `tags`: ['gpu']. The SavedModel at m has one MetaGraph with tags ['serve']. You may omit the argument, pass 'None', or pass matching tags.",
    );
    await refuses(
      'm',
      { signature_keys: 'serve' },
      'TypeError',
      "signature_keys must be a list, got 'serve'.",
    );
    await refuses(
      'm',
      { signatures: ['serve'] },
      'TypeError',
      "TFLiteConverter.from_saved_model() got an unexpected keyword argument 'signatures'",
    );
  });

  it('asks for one of several signatures', async () => {
    const row = tf.TensorSpec([null, 4]);
    const archive = new keras.export.ExportArchive();
    archive.add_endpoint('double', (z) => z.mul(2), [row]);
    archive.add_endpoint('triple', (z) => z.mul(3), [row]);
    await archive.write_out('two', { verbose: false });
    await expect(Converter.from_saved_model('two')).rejects.toThrow(
      'A file with 3 signatures (double, triple, serving_default) cannot be made yet.',
    );
    const converter = await Converter.from_saved_model('two', { signature_keys: ['triple'] });
    expect((await converter.convert()).length).toBeGreaterThan(0);
  });
});

describe('from_keras_model', () => {
  it('gives the file that from_saved_model gives after export, and writes no files', async () => {
    const model = makeModel();
    const direct = await Converter.from_keras_model(model);
    direct.exclude_conversion_metadata = true;
    const bytes = await direct.convert();
    expect(await files.list()).toEqual([]);
    await model.export('m', { verbose: false });
    const detour = await Converter.from_saved_model('m');
    detour.exclude_conversion_metadata = true;
    expect(Buffer.compare(bytes, await detour.convert())).toBe(0);
  });

  it('takes the weights that the model has at convert', async () => {
    const model = makeModel(3);
    const converter = await Converter.from_keras_model(model);
    const before = await converter.convert();
    model.set_weights(model.get_weights().map((weights) => weights.add(1)));
    expect(Buffer.compare(before, await converter.convert())).not.toBe(0);
  });

  it('keeps a batch size that the model was given', async () => {
    const input = layers.Input({ shape: [4], batch_size: 3, name: 'features' });
    const model = keras.Model(input, layers.Dense(2)(input));
    const { subgraphs } = readTflite(
      await (await Converter.from_keras_model(model)).convert(),
      'm',
    );
    const { tensors, inputs } = subgraphs[0]!;
    expect(tensors[inputs[0]!]!.shape).toEqual([3, 4]);
  });

  it('refuses what is no model, or one without inputs', async () => {
    await expect(Converter.from_keras_model(3 as never)).rejects.toThrow(
      expect.objectContaining({
        name: 'AttributeError',
        message: "'int' object has no attribute 'call'",
      }) as Error,
    );
    const unbuilt = await Converter.from_keras_model(keras.Sequential([layers.Dense(2)]));
    await expect(unbuilt.convert()).rejects.toThrow(
      'Model <Sequential name=sequential, built=False> cannot be saved because the input shapes have not been set. Usually, input shapes are automatically determined from calling `.fit()` or `.predict()`. To manually set the shapes, call `model.build(input_shape)`.',
    );
  });
});

it('does not convert concrete functions', async () => {
  await expect(Converter.from_concrete_functions()).rejects.toThrow(
    'tf.lite.TFLiteConverter.from_concrete_functions is not there yet.',
  );
  expect(() => new Converter([] as never)).toThrow('from_concrete_functions is not there yet.');
});
