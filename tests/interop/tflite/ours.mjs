/** Models that the app exports itself, with a batch of one. Each is code that writes the directory `folder` and its samples. */

/** @param {string} model code that declares `model` @param {string} limits of the samples */
const exported = (model, limits = '-1, 1') => `
${model}
for (const weight of model.weights) {
  const [low, high] = /variance|gamma/.test(weight.path) ? [0.3, 1.4] : [-0.6, 0.7];
  weight.assign(rng.uniform(low, high, weight.shape).astype("float32"));
}
const archive = new keras.export.ExportArchive();
archive.track(model);
archive.add_endpoint({
  name: "serve",
  fn: (x) => model.call(x, { training: false }),
  input_signature: [tf.TensorSpec([1, ...model.inputs[0].shape.slice(1)], tf.float32, { name: "x" })],
});
await archive.write_out(folder, { verbose: false });
await np.save(\`\${folder}.samples/x.npy\`, rng.uniform(${limits}, [12, ...model.inputs[0].shape.slice(1)]).astype("float32"));`;

/** @param {string} code of a model below @param {string} folder to write to */
export function exportTo(code, folder) {
  return `
const rng = np.random.default_rng(11);
const folder = ${JSON.stringify(folder)};
${code}`;
}

/** @type {Readonly<Record<string, string>>} */
export const OURS = {
  'app-mlp': exported(
    `
const model = keras.Sequential([
  layers.Input({ shape: [8, 8] }),
  layers.Flatten(),
  layers.Dense(32, { activation: "relu" }),
  layers.Dropout(0.2),
  layers.Dense(10, { activation: "softmax" }),
], { name: "fashion" });`,
    '0, 1',
  ),
  'app-cnn': exported(`
const model = keras.Sequential([
  layers.Input({ shape: [12, 12, 2] }),
  layers.Conv2D(8, 3, { padding: "same", use_bias: false }),
  layers.BatchNormalization(),
  layers.ReLU({ max_value: 6 }),
  layers.MaxPooling2D(),
  layers.SeparableConv2D(12, 3, { activation: "relu" }),
  layers.AveragePooling2D(2, { strides: 1, padding: "same" }),
  layers.GlobalAveragePooling2D(),
  layers.Dense(5, { activation: "sigmoid" }),
]);`),
  'app-residual': exported(`
const x = layers.Input({ shape: [8, 8, 4] });
let y = layers.DepthwiseConv2D(3, { padding: "same" })(x);
y = layers.LeakyReLU()(layers.BatchNormalization()(y));
y = layers.Concatenate()([layers.Conv2D(4, 1)(y), layers.Multiply()([x, y])]);
y = layers.Conv2D(6, 3, { strides: 2, padding: "same", activation: "tanh" })(y);
const model = keras.Model(x, layers.Dense(3)(layers.Flatten()(y)));`),
  'app-layout': exported(`
const model = keras.Sequential([
  layers.Input({ shape: [8, 8, 3] }),
  layers.ZeroPadding2D([[0, 1], [0, 1]]),
  layers.Conv2D(6, 3, { strides: 2, activation: "relu" }),
  layers.Reshape([4, 24]),
  layers.Dense(5, { activation: "relu" }),
  layers.Softmax(),
  layers.Flatten(),
  layers.Dense(2),
]);`),
};
