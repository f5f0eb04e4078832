import { beforeEach, expect, it } from 'vitest';
import { createLearnerScope } from '../..';
import { clearSession } from '../names';
import { startTestRuntime, type TestRuntime } from '../training/testing';

const { keras, layers, np, tf } = createLearnerScope();
const rng = np.random.default_rng(3);
const [x, y] = [rng.random([16, 4]).astype('float32'), rng.random([16, 3]).astype('float32')];
let runtime: TestRuntime;

beforeEach(async () => {
  runtime = startTestRuntime();
  clearSession();
  await base().export('m', { verbose: false });
});

function base() {
  return keras.Sequential(
    [
      layers.Input({ shape: [4] }),
      layers.Dense(5, { activation: 'tanh' }),
      layers.BatchNormalization(),
      layers.Dense(2),
    ],
    { name: 'base' },
  );
}

async function withHead(options = {}) {
  const layer = await keras.layers.TFSMLayer('m', options);
  const model = keras.Sequential([layers.Input({ shape: [4] }), layer, layers.Dense(3)]);
  model.compile({ optimizer: 'sgd', loss: 'mse' });
  return { layer, model };
}

/** Which weights of the layer a few steps change. */
async function changedBy({ layer, model }: Awaited<ReturnType<typeof withHead>>) {
  const before = layer.get_weights();
  await model.fit(x, y, { epochs: 2, batch_size: 8, verbose: 0 });
  return layer.get_weights().map((w, i) => np.max(np.abs(w.sub(before[i]!))) > 0);
}

it('has the weights of the endpoint, the trainable ones first, and predicts the same', async () => {
  const { layer } = await withHead();
  expect(layer.weights.map(({ name, trainable }) => `${name} ${trainable}`)).toEqual([
    'base_dense_kernel:0 true',
    'base_dense_bias:0 true',
    'base_batch_normalization_gamma:0 true',
    'base_batch_normalization_beta:0 true',
    'base_dense_1_kernel:0 true',
    'base_dense_1_bias:0 true',
    'base_batch_normalization_moving_mean:0 false',
    'base_batch_normalization_moving_variance:0 false',
  ]);
  const loaded = await tf.saved_model.load('m');
  np.testing.assert_allclose(await layer(x), await loaded.serve(x), { atol: 1e-6 });
});

it('trains through the endpoint’s graph', async () => {
  expect(await changedBy(await withHead())).toEqual([
    true,
    true,
    true,
    true,
    true,
    true,
    false,
    false,
  ]);
});

it('stays as it is where it is frozen, at once or later', async () => {
  const frozen = await withHead({ trainable: false });
  expect(frozen.model.trainable_variables).toHaveLength(2);
  expect(await changedBy(frozen)).toEqual(Array(8).fill(false));
  const later = await withHead();
  later.layer.trainable = false;
  later.model.compile({ optimizer: 'sgd', loss: 'mse' });
  expect(await changedBy(later)).toEqual(Array(8).fill(false));
});

it('can be exported again with what is around it', async () => {
  const { model } = await withHead();
  await model.fit(x, y, { verbose: 0 });
  await model.export('again', { verbose: false });
  const loaded = await tf.saved_model.load('again');
  np.testing.assert_allclose(await loaded.serve(x), await model.predict(x, { verbose: 0 }), {
    atol: 1e-6,
  });
  expect(runtime.open_sessions()).toBe(0);
});

it('is saved as its path and weights, and loaded only where the file is trusted', async () => {
  const { model, layer } = await withHead({ name: 'base' });
  expect(layer.get_config()).toMatchObject({
    name: 'base',
    filepath: 'm',
    call_endpoint: 'serve',
    call_training_endpoint: null,
  });
  await model.fit(x, y, { verbose: 0 });
  await model.save('m.keras');
  await expect(keras.models.load_model('m.keras')).rejects.toThrow(
    expect.objectContaining({
      name: 'ValueError',
      message: expect.stringContaining(
        'Requested the deserialization of a `TFSMLayer`, which loads an external SavedModel.',
      ) as string,
    }),
  );
  const loaded = await keras.models.load_model('m.keras', { safe_mode: false });
  np.testing.assert_allclose(
    await loaded.predict(x, { verbose: 0 }),
    await model.predict(x, { verbose: 0 }),
    { atol: 1e-6 },
  );
});

it('calls another endpoint while training where it is told to', async () => {
  const model = keras.Sequential([layers.Input({ shape: [4] }), layers.Dropout(0.5)]);
  const archive = new keras.export.ExportArchive();
  archive.track(model);
  const row = tf.TensorSpec([null, 4]);
  archive.add_endpoint('serve', (inputs) => model(inputs, { training: false }), [row]);
  archive.add_endpoint('train', (inputs) => model(inputs, { training: true }), [row]);
  await archive.write_out('d', { verbose: false });
  const layer = await keras.layers.TFSMLayer('d', { call_training_endpoint: 'train' });
  const ones = np.ones([32, 4]);
  expect((await layer(ones)).tolist()).toEqual(ones.tolist());
  expect(np.unique(await layer(ones, { training: true })).tolist()).toEqual([0, 2]);
});

it('gives a dict where the endpoint is a signature', async () => {
  const layer = await keras.layers.TFSMLayer('m', { call_endpoint: 'serving_default' });
  const outputs = layer(layers.Input({ shape: [4] })) as unknown as Record<
    string,
    { shape: unknown }
  >;
  expect(outputs['output_0']!.shape).toEqual([null, 2]);
  expect(() => keras.Sequential([layers.Input({ shape: [4] }), layer, layers.Dense(2)])).toThrow(
    expect.objectContaining({ name: 'KeyError', message: '-1' }),
  );
});

it('refuses other endpoints, shapes and dtypes with the words of the original', async () => {
  await expect(keras.layers.TFSMLayer('m', { call_endpoint: 'nope' })).rejects.toThrow(
    "The endpoint 'nope' is neither an attribute of the reloaded SavedModel, nor an entry in the `signatures` field of the reloaded SavedModel. Select another endpoint via the `call_endpoint` argument. Available endpoints for this SavedModel: ['serve', 'serving_default']",
  );
  await expect(keras.layers.TFSMLayer('m', { call_training_endpoint: 'nope' })).rejects.toThrow(
    'the reloaded SavedModel. Available endpoints for this SavedModel:',
  );
  await expect(keras.layers.TFSMLayer('m', { endpoint: 'x' } as never)).rejects.toThrow(
    "TFSMLayer.__init__() got an unexpected keyword argument 'endpoint'",
  );
  await expect(keras.layers.TFSMLayer('nowhere')).rejects.toThrow(
    'SavedModel file does not exist at: nowhere/{saved_model.pbtxt|saved_model.pb}',
  );
  const { layer, model } = await withHead();
  expect(() => layer(layers.Input({ shape: [4], dtype: 'int32' }))).toThrow(
    "`Can not cast TensorSpec(shape=(None, 4), dtype=tf.int32, name='keras_tensor",
  );
  expect(() => layer(layers.Input({ shape: [5] }))).toThrow(
    '`Can not cast TensorSpec(shape=(None, 5)',
  );
  expect(() => keras.models.clone_model(model)).toThrow('Requested the deserialization of a');
});
