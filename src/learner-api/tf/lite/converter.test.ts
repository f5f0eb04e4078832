/** Files and models as what is converted, and what the samples do to them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { readTflite } from '#formats/tflite';
import { createLearnerScope } from '../..';
import { clearSession } from '../../keras/names';
import { startTestRuntime } from '../../keras/training/testing';
import { converterWith, integer, makeModel } from './testing';

const { files, keras, layers, np, tf } = createLearnerScope();
const { Optimize, TFLiteConverter: Converter } = tf.lite;

beforeEach(() => {
  startTestRuntime();
  clearSession();
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

  it('takes the directory by name', async () => {
    await makeModel().export('m', { verbose: false });
    const converter = await Converter.from_saved_model({ saved_model_dir: 'm', tags: ['serve'] });
    expect((await converter.convert()).length).toBeGreaterThan(0);
  });

  it('leads a model to from_keras_model', async () => {
    await expect(Converter.from_saved_model(makeModel() as never)).rejects.toThrow(
      expect.objectContaining({
        hint: expect.stringContaining('from_keras_model') as string,
      }) as Error,
    );
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

describe('a forgotten await', () => {
  const coroutine = (name: string) =>
    expect.objectContaining({
      name: 'AttributeError',
      message: `'coroutine' object has no attribute '${name}'`,
      hint: expect.stringContaining('write await in front of it') as string,
    }) as Error;

  it('is found where an attribute is set or a method called', async () => {
    await makeModel().export('m', { verbose: false });
    const converter = Converter.from_saved_model('m');
    expect(() => Object.assign(converter, { optimizations: [] })).toThrow(
      coroutine('optimizations'),
    );
    expect(() => Converter.from_keras_model(makeModel())['convert' as 'then']).toThrow(
      coroutine('convert'),
    );
    expect(() => Reflect.get(converter, 'target_spec') as unknown).toThrow(
      coroutine('target_spec'),
    );
  });

  it('is found where the bytes are measured or written', async () => {
    const bytes = (await converterWith({})).convert();
    expect(() => Reflect.get(bytes, 'length') as unknown).toThrow(coroutine('length'));
    await expect(files.write('m.tflite', bytes as never)).rejects.toThrow(
      expect.objectContaining({ hint: expect.stringContaining('await') as string }) as Error,
    );
    expect(await files.list()).not.toContainEqual(expect.objectContaining({ path: 'm.tflite' }));
  });

  it('is found in front of the model', async () => {
    const model = Promise.resolve(makeModel());
    await expect(Converter.from_keras_model(model as never)).rejects.toThrow(
      expect.objectContaining({
        message: "'Promise' object has no attribute 'call'",
        hint: expect.stringContaining('await') as string,
      }) as Error,
    );
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

describe('the samples', () => {
  const images = np.random.default_rng(5).random([64, 16]).astype('float32');

  /** How often the int8 model, calibrated with samples times `factor`, answers as the float model does. */
  async function agreement(factor: number): Promise<number> {
    keras.utils.set_random_seed(1);
    const model = keras.Sequential([
      layers.Input({ shape: [16] }),
      layers.Dense(24, { activation: 'relu' }),
      layers.Dense(8),
    ]);
    const wanted = np.argmax((await model.predict(images, { verbose: 0 })) as typeof images, 1);
    const converter = await Converter.from_keras_model(model);
    converter.optimizations = [Optimize.DEFAULT];
    converter.representative_dataset = function* () {
      for (let i = 0; i < 64; i++) yield [images.slice(i, i + 1).mul(factor)];
    };
    const model_content = await converter.convert();
    const interpreter = await tf.lite.Interpreter({ model_content, runtime: 'reference' });
    interpreter.allocate_tensors();
    const [input] = interpreter.get_input_details();
    const [output] = interpreter.get_output_details();
    let same = 0;
    for (let i = 0; i < 64; i++) {
      interpreter.set_tensor(input!.index, images.slice(i, i + 1));
      await interpreter.invoke();
      const answer = np.argmax(interpreter.get_tensor(output!.index), 1);
      same += Number(answer.item() === wanted.at(i));
    }
    return same / 64;
  }

  it('make a model that answers as the float model does, and ruin it when they are scaled otherwise', async () => {
    expect(await agreement(1)).toBeGreaterThan(0.95);
    expect(await agreement(255)).toBeLessThan(0.5);
  });
});

it('does not convert concrete functions', async () => {
  await expect(Converter.from_concrete_functions()).rejects.toThrow(
    'tf.lite.TFLiteConverter.from_concrete_functions is not there yet.',
  );
  expect(() => new Converter([] as never)).toThrow('from_concrete_functions is not there yet.');
});
