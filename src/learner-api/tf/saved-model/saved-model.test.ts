import { beforeEach, describe, expect, it } from 'vitest';
import type { SymbolicTensor } from '#graph';
import { createLearnerScope } from '../..';
import { clearSession } from '../../keras/names';
import { startTestRuntime, type TestRuntime } from '../../keras/training/testing';
import { repr } from '../../python/repr';

const { files, keras, layers, np, tf } = createLearnerScope();
const row = tf.TensorSpec([null, 4]);
const x = np.random.default_rng(7).random([3, 4]).astype('float32');
let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
  clearSession();
});

function makeModel() {
  return keras.Sequential(
    [
      layers.Input({ shape: [4], name: 'features' }),
      layers.Dense(5, { activation: 'relu' }),
      layers.Dropout(0.5),
      layers.BatchNormalization(),
      layers.Dense(2, { activation: 'softmax' }),
    ],
    { name: 'fashion' },
  );
}

describe('a loaded model', () => {
  it('predicts what the model predicted, by endpoint and by signature', async () => {
    const model = makeModel();
    const wanted = await model.predict(x, { verbose: 0 });
    await model.export('m');
    const loaded = await tf.saved_model.load('m');
    expect(loaded.signatures.keys()).toEqual(['serve', 'serving_default']);
    np.testing.assert_allclose(await loaded.serve(x), wanted, { atol: 1e-6 });
    np.testing.assert_allclose(await loaded.serve(x.tolist() as never), wanted, { atol: 1e-6 });
    const predict = loaded.signatures['serving_default']!;
    np.testing.assert_allclose((await predict(x))['output_0']!, wanted, { atol: 1e-6 });
    np.testing.assert_allclose((await predict({ features: x }))['output_0']!, wanted, {
      atol: 1e-6,
    });
    expect(runtime.open_sessions()).toBe(0);
  });

  it('has the variables with names and values', async () => {
    const model = makeModel();
    await model.export('m', { verbose: false });
    const loaded = await tf.saved_model.load('m');
    expect(loaded.variables.map(({ name }) => name)).toEqual(
      model.variables.map(({ path }) => `${path}:0`),
    );
    expect([loaded.trainable_variables.length, loaded.non_trainable_variables.length]).toEqual([
      6, 2,
    ]);
    expect(loaded.variables[0]!.numpy().tolist()).toEqual(model.variables[0]!.numpy().tolist());
    expect(String(loaded.variables[1])).toMatch(
      /^<tf.Variable 'fashion\/dense\/bias:0' shape=\(5,\) dtype=float32, numpy=array\(\[0\., 0\./,
    );
    loaded.variables.at(-1)!.assign([5, 0]);
    const biased = await loaded.serve(np.zeros([1, 4]));
    expect(biased.tolist()).not.toEqual(
      (await model.predict(np.zeros([1, 4]), { verbose: 0 })).tolist(),
    );
  });

  it('prints as TensorFlow’s does', async () => {
    await makeModel().export('m', { verbose: false });
    const loaded = await tf.saved_model.load('m');
    const text =
      "<ConcreteFunction (*, features: TensorSpec(shape=(None, 4), dtype=tf.float32, name='features')) -> Dict[['output_0', TensorSpec(shape=(None, 2), dtype=tf.float32, name='output_0')]]>";
    expect(repr(loaded.signatures['serve'])).toBe(text);
    expect(repr(loaded.signatures)).toBe(
      `_SignatureMap({'serve': ${text}, 'serving_default': ${text}})`,
    );
    expect(repr(loaded)).toContain('_UserObject object');
    expect((loaded as unknown as { count_params?: unknown }).count_params).toBeUndefined();
    expect(repr(loaded.signatures['serve']!.structured_input_signature)).toBe(
      "((), {'features': TensorSpec(shape=(None, 4), dtype=tf.float32, name='features')})",
    );
    expect(repr(loaded.signatures['serve']!.structured_outputs)).toBe(
      "{'output_0': TensorSpec(shape=(None, 2), dtype=tf.float32, name='output_0')}",
    );
  });

  it('shows the damage of dropout that was left on: another answer at every call', async () => {
    const model = makeModel();
    const archive = new keras.export.ExportArchive();
    archive.track(model);
    archive.add_endpoint('serve', (images) => model(images, { training: true }), [row]);
    await archive.write_out('m', { verbose: false });
    const loaded = await tf.saved_model.load('m');
    const many = np.random.default_rng(3).normal(0, 1, [64, 4]);
    const [once, twice] = [await loaded.serve(many), await loaded.serve(many)];
    expect(once.tolist()).not.toEqual(twice.tolist());
    const means = loaded.variables.find(({ name }) => name.includes('moving_mean'))!;
    expect(np.max(np.abs(means.numpy()))).toBeGreaterThan(0);
    expect(
      model.weights
        .find(({ name }) => name === 'moving_mean')!
        .numpy()
        .tolist(),
    ).toEqual([0, 0, 0, 0, 0]);
  });

  it('can be called inside a layer of your own', async () => {
    const model = makeModel();
    await model.export('m', { verbose: false });
    const loaded = await tf.saved_model.load('m');
    class Wrapper extends keras.Layer {
      override call(inputs: SymbolicTensor) {
        const { output_0 } = loaded.signatures['serve']!(inputs);
        return loaded.serve(inputs).add(output_0!);
      }
    }
    const twice = await new Wrapper()(x);
    np.testing.assert_allclose(twice, (await model.predict(x, { verbose: 0 })).mul(2), {
      atol: 1e-6,
    });
  });
});

describe('an archive that was loaded', () => {
  it('takes and gives what its functions take and give', async () => {
    const archive = new keras.export.ExportArchive();
    archive.add_endpoint('scale', (images) => tf.cast(images, tf.float32).div(255), [
      tf.TensorSpec([null, 2], tf.uint8),
    ]);
    archive.add_endpoint('pair', (a, b) => [a, { sum: a.add(b) }.sum], [row, row]);
    archive.add_endpoint('named', ({ u, v }) => ({ difference: u.sub(v) }), [{ u: row, v: row }]);
    archive.add_endpoint('listed', (xs) => xs[0].mul(xs[1]), [[row, row]]);
    await archive.write_out('m', { verbose: false });
    const loaded = await tf.saved_model.load('m');
    const [one, two] = [np.ones([1, 4]), np.ones([1, 4]).mul(2)];
    const scaled = await loaded['scale']!(np.array([[0, 255]]));
    expect([scaled.dtype, scaled.tolist()]).toEqual(['float32', [[0, 1]]]);
    const pair = await loaded['pair']!<[typeof one, typeof one]>(one, { b: two });
    expect(pair.map((array) => array.tolist())).toEqual([[[1, 1, 1, 1]], [[3, 3, 3, 3]]]);
    const { difference } = await loaded['named']!<{ difference: typeof one }>({ u: two, v: one });
    expect(difference.tolist()).toEqual([[1, 1, 1, 1]]);
    expect((await loaded['listed']!([two, two])).tolist()).toEqual([[4, 4, 4, 4]]);
    const signature = loaded.signatures['pair']!;
    expect(Object.keys(await signature({ a: one, b: two }))).toEqual(['output_0', 'output_1']);
  });

  it('has the collections that were added', async () => {
    const model = makeModel();
    const archive = new keras.export.ExportArchive();
    archive.track(model);
    archive.add_endpoint('serve', model, [row]);
    archive.add_variable_collection('heads', model.weights.slice(-2));
    await archive.write_out('m', { verbose: false });
    const loaded = await tf.saved_model.load('m');
    expect([loaded.variables.length, loaded['_all_variables']!.length]).toEqual([8, 8]);
    expect(loaded['heads']!.map(({ shape }) => shape)).toEqual([[5, 2], [2]]);
  });
});

it('loads a file whose endpoints have names that JavaScript uses itself', async () => {
  const archive = new keras.export.ExportArchive();
  for (const name of ['then', 'constructor', 'toJSON'])
    archive.add_endpoint(name, (images) => (images as SymbolicTensor).mul(2), [row]);
  await archive.write_out('m', { verbose: false });
  const { signatures } = await tf.saved_model.load('m');
  for (const name of ['then', 'constructor', 'toJSON'])
    expect((await signatures[name]!(x))['output_0']!.tolist()).toEqual(x.mul(2).tolist());
});

describe('wrong calls', () => {
  const load = async () => {
    const archive = new keras.export.ExportArchive();
    archive.add_endpoint('two', (a, b) => a.add(b), [row, row]);
    archive.add_endpoint('serve', (inputs) => inputs, [row]);
    await archive.write_out('m', { verbose: false });
    return tf.saved_model.load('m');
  };

  it('of a function are refused with TensorFlow’s words', async () => {
    const { two, serve, signatures } = await load();
    const one = np.ones([1, 4]);
    const signature =
      "(a: TensorSpec(shape=(None, 4), dtype=tf.float32, name='a'), b: TensorSpec(shape=(None, 4), dtype=tf.float32, name='b'))";
    expect(() => two!(one)).toThrow(
      `Binding inputs to tf.function failed due to \`missing a required argument: 'b'\`. Received args: (array([[1., 1., 1., 1.]], dtype=float32),) and kwargs: {} for signature: ${signature}.`,
    );
    expect(() => two!(one, one, one)).toThrow('`too many positional arguments`');
    expect(() => two!(one, { c: one })).toThrow("`missing a required argument: 'b'`");
    expect(() => two!(one, { b: one, c: one })).toThrow("`got an unexpected keyword argument 'c'`");
    expect(() => serve(np.ones([1, 5]))).toThrow(
      "`Can not cast TensorSpec(shape=(1, 5), dtype=tf.float32, name='inputs') to TensorSpec(shape=(None, 4), dtype=tf.float32, name='inputs')`",
    );
    expect(() => serve(layers.Input({ shape: [4] }) as never)).toThrow(
      'A KerasTensor cannot be used as input to a TensorFlow function.',
    );
    expect(() => signatures['two']!({ a: one })).toThrow(
      "`missing a required argument: 'b'`. Received args: () and kwargs: {'a': array([[1., 1., 1., 1.]], dtype=float32)} for signature: (*, a: TensorSpec(",
    );
    expect(() => signatures['two']!(one)).toThrow('takes 0 positional arguments, got 1.');
    expect(() => signatures['serve']!([1, 2] as never)).toThrow(
      'expected argument #0(zero-based) to be a Tensor; got list ([1, 2]).',
    );
    expect(() => signatures['serve']!(one.astype('int32'))).toThrow(
      expect.objectContaining({
        name: 'InvalidArgumentError',
        message: expect.stringContaining(
          'as input #0(zero-based) was expected to be a float tensor but is a int32 tensor',
        ) as string,
      }),
    );
    expect(() => signatures['serve']!(np.ones([1, 5]))).toThrow(
      "Cannot feed value of shape (1, 5) for Tensor 'inputs:0', which has shape '(None, 4)'",
    );
  });

  it('of a call say how to call', async () => {
    const { signatures } = await load();
    const hint = (text: string) => expect.objectContaining({ hint: text }) as Error;
    const serve = signatures['serve']!;
    expect(() => serve(np.ones([1, 5]))).toThrow(
      hint('Bring it to the shape [null, 4], where null is any number.'),
    );
    expect(() => serve(np.ones([4]))).toThrow(
      hint('One example needs a batch around it: x.reshape([1, 4]).'),
    );
    expect(() => serve({ input: x })).toThrow(hint('Write f({ inputs: … }).'));
    const archive = new keras.export.ExportArchive();
    archive.add_endpoint('serve', (z) => z, [tf.TensorSpec([1, 4], tf.float32)]);
    await archive.write_out('single', { verbose: false });
    const single = await tf.saved_model.load('single');
    const batch = hint(
      'It was traced for a batch of exactly 1. Give it 1 at a time, or export it with null in that place.',
    );
    expect(() => single.serve(x)).toThrow(batch);
    expect(() => single.signatures['serve']!(x)).toThrow(batch);
  });

  it('of names that are not there are KeyError and AttributeError', async () => {
    const loaded = await load();
    expect(() => loaded.signatures['nope']).toThrow(
      expect.objectContaining({ name: 'KeyError', message: "'nope'" }),
    );
    expect(() => loaded['nope']).toThrow("'_UserObject' object has no attribute 'nope'");
  });

  it('of load name the directory and the tags', async () => {
    await load();
    await makeModel().export('serving/fashion/1', { verbose: false });
    await expect(tf.saved_model.load('serving/fashion')).rejects.toThrow(
      expect.objectContaining({
        name: 'OSError',
        hint: 'Give the directory that holds saved_model.pb: serving/fashion/1.',
      }),
    );
    await expect(tf.saved_model.load('nowhere')).rejects.toThrow(
      'SavedModel file does not exist at: nowhere/{saved_model.pbtxt|saved_model.pb}',
    );
    await expect(tf.saved_model.load('m', { tags: ['gpu'] })).rejects.toThrow(
      "Got an incompatible argument to `tags`: ['gpu']. The SavedModel at m has one MetaGraph with tags ['serve']. You may omit the argument, pass 'None', or pass matching tags.",
    );
    await expect(tf.saved_model.load('m', 'serve')).resolves.toBeDefined();
    await expect(keras.models.load_model('m')).rejects.toThrow(
      'use `keras.layers.TFSMLayer(m, call_endpoint=',
    );
  });
});

describe('tf.saved_model.save', () => {
  it('writes a model with the signature serving_default, its input called inputs', async () => {
    const model = makeModel();
    await tf.saved_model.save(model, 'm');
    const { signatures } = await tf.saved_model.load('m');
    expect(signatures.keys()).toEqual(['serving_default']);
    const { output_0 } = await signatures['serving_default']!({ inputs: x });
    np.testing.assert_allclose(output_0!, await model.predict(x, { verbose: 0 }), { atol: 1e-6 });
  });

  it('writes the signatures that it is given', async () => {
    const model = makeModel();
    const double = tf.function((z: SymbolicTensor) => model(z).mul(2), { input_signature: [row] });
    await tf.saved_model.save(model, 'm', { signatures: { double } });
    const { signatures } = await tf.saved_model.load('m');
    expect(signatures.keys()).toEqual(['double']);
    np.testing.assert_allclose((await signatures['double']!(x))['output_0']!, await double(x), {
      atol: 1e-6,
    });
  });

  it('refuses other objects, plain functions and variables that are not the model’s', async () => {
    const model = makeModel();
    await expect(tf.saved_model.save(3 as never, 'm')).rejects.toThrow(
      "Expected an object of type `Trackable`, such as `tf.Module` or a subclass of the `Trackable` class, for export. Got 3 with type <class 'int'>.",
    );
    await expect(
      tf.saved_model.save(model, 'm', { signatures: { a: (z: never) => z } as never }),
    ).rejects.toThrow(
      'Only `tf.functions` with an input signature or concrete functions can be used as a signature.',
    );
    const other = makeModel();
    const foreign = tf.function((z: SymbolicTensor) => other(z), { input_signature: [row] });
    await expect(tf.saved_model.save(model, 'm', { signatures: foreign })).rejects.toThrow(
      "Tried to export a function which references an 'untracked' resource.",
    );
    expect(await files.exists('m')).toBe(false);
  });
});
