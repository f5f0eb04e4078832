import { beforeEach, describe, expect, it } from 'vitest';
import type { SymbolicTensor } from '#graph';
import { clearSession } from '../names';
import { startTestRuntime, type TestRuntime } from '../training/testing';
import { captures, makeModel, printed, row, scope } from './testing';

const { files, keras, layers, np, tf } = scope;
let runtime: TestRuntime;

beforeEach(() => {
  runtime = startTestRuntime();
  clearSession();
});

describe('ExportArchive', () => {
  it('prints every endpoint as Keras does', async () => {
    const model = makeModel();
    const archive = new keras.export.ExportArchive();
    archive.track(model);
    archive.add_endpoint({ name: 'serve', fn: model.call, input_signature: [row] });
    archive.add_endpoint({
      name: 'classify',
      fn: (images) => {
        const probabilities = model(tf.cast(images, tf.float32).div(255), { training: false });
        return { probabilities, classes: tf.argmax(probabilities, -1) };
      },
      input_signature: [tf.TensorSpec([null, 4], tf.uint8, 'img')],
    });
    archive.add_endpoint('first', (a, b) => [b, a], [row, tf.TensorSpec([3])]);
    archive.add_endpoint('nested', (xs) => xs[0].add(1), [[row, row]]);
    await archive.write_out('out');
    expect(printed(runtime)).toBe(
      `Saved artifact at 'out'. The following endpoints are available:

* Endpoint 'serve'
  inputs (POSITIONAL_OR_KEYWORD): TensorSpec(shape=(None, 4), dtype=tf.float32, name=None)
  training (POSITIONAL_OR_KEYWORD): Literal[None]
  mask (POSITIONAL_OR_KEYWORD): Literal[None]
Output Type:
  TensorSpec(shape=(None, 2), dtype=tf.float32, name=None)
Captures:
${captures(1, 2, 3, 4)}

* Endpoint 'classify'
  images (POSITIONAL_OR_KEYWORD): TensorSpec(shape=(None, 4), dtype=tf.uint8, name='img')
Output Type:
  Dict[['probabilities', TensorSpec(shape=(None, 2), dtype=tf.float32, name=None)], ['classes', TensorSpec(shape=(None,), dtype=tf.int64, name=None)]]
Captures:
${captures(1, 2, 3, 4)}

* Endpoint 'first'
  a (POSITIONAL_OR_KEYWORD): TensorSpec(shape=(None, 4), dtype=tf.float32, name=None)
  b (POSITIONAL_OR_KEYWORD): TensorSpec(shape=(3,), dtype=tf.float32, name=None)
Output Type:
  List[TensorSpec(shape=(3,), dtype=tf.float32, name=None), TensorSpec(shape=(None, 4), dtype=tf.float32, name=None)]
Captures:
  None

* Endpoint 'nested'
  xs (POSITIONAL_OR_KEYWORD): List[TensorSpec(shape=(None, 4), dtype=tf.float32, name=None), TensorSpec(shape=(None, 4), dtype=tf.float32, name=None)]
Output Type:
  TensorSpec(shape=(None, 4), dtype=tf.float32, name=None)
Captures:
  None
`,
    );
  });

  it('lists the variables of what was tracked', () => {
    const archive = keras.export.ExportArchive();
    const model = makeModel();
    model.layers[0]!.trainable = false;
    archive.track(model);
    expect(archive.variables.map(({ path }) => path)).toEqual([
      'fashion/d/kernel',
      'fashion/d/bias',
      'fashion/dense/kernel',
      'fashion/dense/bias',
    ]);
    expect([archive.trainable_variables.length, archive.non_trainable_variables.length]).toEqual([
      2, 2,
    ]);
  });

  it('gives back functions, which other endpoints and arrays can be put through', async () => {
    const model = makeModel();
    const archive = new keras.export.ExportArchive();
    const predict = archive.track_and_add_endpoint('predict', model, [row]);
    archive.add_endpoint('scaled', (x) => predict(x.mul(2)), [row]);
    archive.add_endpoint('again', predict);
    await archive.write_out('out', { verbose: false });
    const x = np.ones([2, 4]);
    const wanted = await model.predict(x.mul(2), { verbose: 0 });
    const loaded = await tf.saved_model.load('out');
    np.testing.assert_allclose(await loaded['scaled']!(x), wanted, { atol: 1e-6 });
    np.testing.assert_allclose(await predict(x.mul(2)), wanted, { atol: 1e-6 });
  });

  it('leaves dropout alive in a function that does not say training: false, and tells', async () => {
    const model = keras.Sequential([layers.Input({ shape: [4] }), layers.Dropout(0.5)]);
    const archive = new keras.export.ExportArchive();
    archive.track(model);
    archive.add_endpoint('careless', (x) => model.call(x), [row]);
    archive.add_endpoint('careful', (x) => model.call(x, { training: false }), [row]);
    archive.add_endpoint('plain', model, [row]);
    await archive.write_out('out', { verbose: false });
    const notes = runtime.outputs.filter(({ kind }) => kind === 'note');
    expect(notes).toMatchObject([{ text: expect.stringContaining("endpoint 'careless'") }]);
    const loaded = await tf.saved_model.load('out');
    const x = np.ones([1, 4]);
    const answers = new Set<string>();
    for (let i = 0; i < 20; i++) answers.add(String((await loaded['careless']!(x)).tolist()));
    expect(answers.size).toBeGreaterThan(1);
    expect((await loaded['careful']!(x)).tolist()).toEqual([[1, 1, 1, 1]]);
    expect((await loaded['plain']!(x)).tolist()).toEqual([[1, 1, 1, 1]]);
  });

  it('refuses variables that nothing tracks, and writes nothing', async () => {
    const model = makeModel();
    const archive = new keras.export.ExportArchive();
    archive.add_endpoint('serve', (x) => model.call(x, { training: false }), [row]);
    await expect(archive.write_out('out')).rejects.toThrow(
      "Tried to export a function which references an 'untracked' resource.",
    );
    expect(await runtime.workspace.exists('out')).toBe(false);
  });

  it('refuses what Keras refuses, with its words', async () => {
    const archive = new keras.export.ExportArchive();
    const model = makeModel();
    await expect(archive.write_out('out')).rejects.toThrow(
      'No endpoints have been set yet. Call add_endpoint().',
    );
    expect(() => archive.track(3 as never)).toThrow(
      "Invalid resource type. Expected a Keras `Layer` or `Model` or a TensorFlow `Trackable` object. Received object 3 of type '<class 'int'>'. ",
    );
    expect(() => archive.track(layers.Dense(3))).toThrow(
      'The layer provided has not yet been built. It must be built before export.',
    );
    expect(() => archive.add_endpoint('f', ((x: unknown) => x) as never)).toThrow(
      'If the `fn` argument provided is not a `tf.function`, you must provide an `input_signature` argument',
    );
    expect(() =>
      archive.add_endpoint(
        'f',
        tf.function((x: never) => x),
      ),
    ).toThrow('has never been called. To specify the expected shape and dtype');
    archive.add_endpoint('serve', model, [row]);
    expect(() => archive.add_endpoint('serve', model, [row])).toThrow(
      "Endpoint name 'serve' is already taken.",
    );
    expect(() => archive.add_variable_collection('v', model.weights[0] as never)).toThrow(
      "Expected `variables` to be a list/tuple/set. Received instead object of type '<class 'Variable'>'.",
    );
    expect(() => archive.add_variable_collection('v', [1, 'a'] as never)).toThrow(
      "Expected all elements in `variables` to be `tf.Variable` instances. Found instead the following types: [<class 'int'>, <class 'str'>]",
    );
    expect(() => keras.export.ExportArchive('x')).toThrow('Unsupported format: x');
    expect(() => archive.track_and_add_endpoint('m', model, undefined as never)).toThrow(
      "track_and_add_endpoint() missing 1 required positional argument: 'input_signature'",
    );
    await expect(archive.write_out('out', { verbos: false } as never)).rejects.toThrow(
      "SavedModelExportArchive.write_out() got an unexpected keyword argument 'verbos'",
    );
  });

  it('refuses names that the loaded object could not tell apart', async () => {
    const archive = new keras.export.ExportArchive();
    archive.add_endpoint('same', (x) => x, [row]);
    archive.add_variable_collection('same', makeModel().weights.slice(0, 1));
    await expect(archive.write_out('out')).rejects.toThrow(
      'Expected a TensorFlow function for which to generate a signature, but got ListWrapper([<Variable path=fashion/d/kernel',
    );
    const reserved = new keras.export.ExportArchive();
    reserved.add_endpoint('signatures', (x) => x, [row]);
    await expect(reserved.write_out('out')).rejects.toThrow(
      "which has an attribute named 'signatures'. This is a reserved attribute",
    );
  });

  it('replaces an artifact and nothing else: versions below it stay', async () => {
    const model = makeModel();
    await model.export('serving/fashion/1', { verbose: false });
    await files.write('serving/fashion/notes.txt', 'mine');
    await files.write('serving/fashion/assets/old.txt', 'of an artifact');
    await model.export('serving/fashion', { verbose: false });
    await tf.saved_model.save(model, 'serving/fashion');
    expect(await files.list('serving/fashion')).toEqual([
      'serving/fashion/1/fingerprint.pb',
      'serving/fashion/1/saved_model.pb',
      'serving/fashion/1/variables/variables.data-00000-of-00001',
      'serving/fashion/1/variables/variables.index',
      'serving/fashion/fingerprint.pb',
      'serving/fashion/notes.txt',
      'serving/fashion/saved_model.pb',
      'serving/fashion/variables/variables.data-00000-of-00001',
      'serving/fashion/variables/variables.index',
    ]);
    await expect(tf.saved_model.load('serving/fashion/1')).resolves.toBeDefined();
  });

  it('refuses options of a call that do not exist, and what is no tensor', async () => {
    const model = makeModel();
    const write = async (fn: (x: SymbolicTensor) => unknown) => {
      const archive = new keras.export.ExportArchive();
      archive.track(model);
      archive.add_endpoint('serve', fn as never, [row]);
      await archive.write_out('out');
    };
    await expect(write((x) => model.call(x, { trainig: false }))).rejects.toThrow(
      "Sequential.call() got an unexpected keyword argument 'trainig'",
    );
    await expect(write((x) => layers.Dropout(0.5)(x, { trainig: false }))).rejects.toThrow(
      "Dropout.call() got an unexpected keyword argument 'trainig'",
    );
    await expect(write((x) => model.call(((x as never) / 255) as never))).rejects.toThrow(
      'A tensor of a graph has no value that an operator could use.',
    );
    await expect(write((x) => [x, model.call(3 as never)])).rejects.toThrow(
      'Only input tensors may be passed as positional arguments.',
    );
  });

  it('leaves what is there alone when a function fails', async () => {
    const model = makeModel();
    await model.export('out', { verbose: false });
    const before = await files.read('out/saved_model.pb');
    const archive = new keras.export.ExportArchive();
    archive.track(model);
    archive.add_endpoint('good', model, [row]);
    archive.add_endpoint('bad', (x) => model(x), [tf.TensorSpec([null, 5])]);
    await expect(archive.write_out('out')).rejects.toThrow('is incompatible with the layer');
    expect(await files.read('out/saved_model.pb')).toEqual(before);
    expect(runtime.text()).toBe('');
  });
});
