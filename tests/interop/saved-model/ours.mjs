/** SavedModels as a learner exports them. Each case is code that writes the directory `folder` and `folder`.json. */
import { CASES } from '../cells.mjs';
import { TRAINED_HEADS } from './heads.mjs';

/** One epoch on noise, so that no weight is where it began. @param {string} targets one expression a line */
const train = (targets) => `
const one_or_all = (arrays) => (arrays.length === 1 ? arrays[0] : arrays);
const given = model.inputs.map((tensor) => noise(16, ...tensor.shape.slice(1)));
await model.fit(one_or_all(given), one_or_all([${targets}]), { epochs: 1, verbose: 0 });
const predicted = [await model.predict(one_or_all(given), { verbose: 0 })].flat();
`;

const LABELS = (/** @type {number} */ count) =>
  `np.array(Array.from({ length: 16 }, (_, i) => i % ${count}), "int32")`;

/**
 * Builds, trains and exports a model; every signature is `predict`.
 * @param {string} build @param {string} targets @param {string} save how it is written
 */
const exported = (build, targets, save = 'await model.export(folder, { verbose: false });') => `
${build}${train(targets)}
${save}
const loaded = await tf.saved_model.load(folder);
const describe = ([key, signature]) => {
  const names = Object.keys(signature.structured_input_signature[1]);
  const outputs = as_dict(predicted.map((_, i) => \`output_\${i}\`), predicted);
  const weights = [model.trainable_weights.length, model.non_trainable_weights.length];
  return [key, { inputs: as_dict(names, given), outputs, weights }];
};
const signatures = Object.fromEntries(Object.entries(loaded.signatures).map(describe));
await write_json(\`\${folder}.json\`, { signatures });`;

const PICTURES = `
const model = keras.Sequential([
  layers.Input({ shape: [8, 8] }),
  layers.Flatten(),
  layers.Dense(16, { activation: "relu" }),
  layers.Dropout(0.4),
  layers.Dense(4, { activation: "softmax" }),
], { name: "pictures" });
model.compile({ optimizer: "adam", loss: "sparse_categorical_crossentropy" });`;

/** An archive with endpoints of its own, one for raw pixels. @param {string} training how the model is called there */
const archived = (training) => `
${PICTURES}${train(LABELS(4))}
const pixels = np.array(Array.from({ length: 16 * 64 }, (_, i) => (i * 37) % 256), "uint8").reshape(16, 8, 8);
const archive = new keras.export.ExportArchive();
archive.track(model);
archive.add_endpoint({
  name: "serve_raw",
  fn: (images) => ({ probabilities: model.call(tf.cast(images, tf.float32).div(255)${training}) }),
  input_signature: [tf.TensorSpec([null, 8, 8], tf.uint8, { name: "images" })],
});
archive.add_endpoint({
  name: "serve",
  fn: (x) => model.call(x, { training: false }),
  input_signature: [tf.TensorSpec([null, 8, 8], tf.float32)],
});
archive.add_variable_collection("kernels", model.weights.filter((weight) => weight.name === "kernel"));
await archive.write_out(folder, { verbose: false });
const probabilities = to_json(await model.predict(pixels.astype("float32").div(255), { verbose: 0 }));
const raw = { inputs: { images: to_json(pixels) }, outputs: { probabilities } };
const serve = { inputs: { x: to_json(given[0]) }, outputs: { output_0: to_json(predicted[0]) } };
`;

/** Arguments and results of every form and several types. */
const FORMS = `
const model = keras.Sequential([layers.Input({ shape: [3] }), layers.Dense(4)]);
const archive = new keras.export.ExportArchive();
archive.track(model);
archive.add_endpoint({
  name: "pair",
  fn: (a, b) => [tf.add(a, b), tf.multiply(a, b)],
  input_signature: [tf.TensorSpec([null, 2], tf.float32, { name: "a" }), tf.TensorSpec([2], tf.float32, { name: "b" })],
});
archive.add_endpoint({
  name: "named",
  fn: ({ width, height }) => ({ area: tf.multiply(width, height), wider: tf.greater(width, height) }),
  input_signature: [{
    width: tf.TensorSpec([null], tf.float32, { name: "width" }),
    height: tf.TensorSpec([null], tf.float32, { name: "height" }),
  }],
});
archive.add_endpoint({
  name: "label",
  fn: (x) => tf.argmax(model.call(x, { training: false }), -1),
  input_signature: [tf.TensorSpec([null, 3], tf.float32, { name: "x" })],
});
archive.add_endpoint({
  name: "whole",
  fn: (codes) => tf.add(codes, 1),
  input_signature: [tf.TensorSpec([2, null], tf.int32, { name: "codes" })],
});
await archive.write_out(folder, { verbose: false });
const [a, b, x, width, height] = [noise(5, 2), noise(2), noise(6, 3), noise(7), noise(7)];
const codes = np.array([[1, -2, 3], [40000, 5, 6]], "int32");
const call = (inputs, outputs) => ({
  inputs: as_dict(Object.keys(inputs), Object.values(inputs)),
  outputs: as_dict(Object.keys(outputs), Object.values(outputs)),
});
const pair = call({ a, b }, { output_0: a.add(b), output_1: a.mul(b) });
const label = (await model.predict(x, { verbose: 0 })).argmax(-1).astype("int64");
await write_json(\`\${folder}.json\`, { signatures: {
  pair,
  named: call({ width, height }, { area: width.mul(height), wider: width.greater(height) }),
  label: call({ x }, { output_0: label }),
  whole: call({ codes }, { output_0: codes.add(1) }),
  serving_default: pair,
} });`;

/** A layer of an export of TensorFlow's, in a model that is exported anew. @param {string} model code that builds it @param {string} given */
const rewrapped = (model, given) => `
${model}
await wrapped.export(folder, { verbose: false });
const given = ${given};
const outputs = { output_0: to_json(await wrapped.predict(given, { verbose: 0 })) };
const [key] = Object.keys((await tf.saved_model.load(folder)).signatures.serve.structured_input_signature[1]);
const serve = { inputs: { [key]: to_json(given) }, outputs };
await write_json(\`\${folder}.json\`, { signatures: { serve, serving_default: serve } });`;

/** @param {string} name */
const keras = (name) => CASES[name]?.setUp + (CASES[name]?.build ?? '');

/** @type {Readonly<Record<string, string>>} */
export const OURS = {
  mlp: exported(keras('sequential'), LABELS(10)),
  convolutional: exported(keras('convolutional'), LABELS(4)),
  'two-heads': exported(keras('two_heads'), `${LABELS(3)}, noise(16, 1)`),
  custom: exported(keras('custom'), LABELS(3)),
  'general-api': exported(PICTURES, LABELS(4), 'await tf.saved_model.save(model, folder);'),
  'batch-norm': exported(
    `
const model = keras.Sequential([
  layers.Input({ shape: [10, 10, 1], name: "picture" }),
  layers.Conv2D(6, 3, { padding: "same", strides: 2, use_bias: false }),
  layers.BatchNormalization(),
  layers.Activation("relu6"),
  layers.AveragePooling2D(),
  layers.Flatten(),
  layers.Dense(5, { activation: "gelu" }),
  layers.Dense(3),
]);
model.compile({ optimizer: "sgd", loss: "mse" });`,
    'noise(16, 3)',
  ),
  layers: exported(
    `
const x = layers.Input({ shape: [6, 6, 2], name: "picture" });
let y = layers.Conv2D(4, 3, { padding: "same", dilation_rate: 2, activation: "elu" })(x);
let z = layers.DepthwiseConv2D(3, { padding: "same", depth_multiplier: 2, activation: "silu" })(x);
y = layers.Subtract()([layers.Multiply()([y, z]), layers.Average()([y, z])]);
z = layers.MaxPooling2D(3, { strides: 1, padding: "same" })(layers.LeakyReLU()(z));
y = layers.Maximum()([y, layers.Minimum()([y, layers.ELU()(z)])]);
z = layers.GlobalMaxPooling2D()(y);
y = layers.Reshape([12, 12])(layers.Softmax()(y));
y = layers.Dense(3, { activation: "softplus" })(layers.Flatten()(y));
z = layers.Concatenate()(["selu", "softsign", "hard_sigmoid", "hard_silu", "mish", "exponential", "log_softmax"]
  .map((activation) => layers.Dense(2, { activation })(z)));
const model = keras.Model(x, [y, z], { name: "many_layers" });
model.compile({ optimizer: "adam", loss: ["mse", "mse"] });`,
    'noise(16, 3), noise(16, 14)',
  ),
  archive: `${archived(', { training: false }')}
await write_json(\`\${folder}.json\`, {
  signatures: { serve_raw: raw, serve, serving_default: raw },
  variables: { variables: 4, trainable_variables: 4, non_trainable_variables: 0, kernels: 2 },
});`,
  'dropout-alive': `${archived('')}
await write_json(\`\${folder}.json\`, {
  signatures: { serve_raw: raw, serve, serving_default: raw },
  random: ["serve_raw", "serving_default"],
});`,
  forms: FORMS,
  served: rewrapped(
    `
${PICTURES}
await model.export("inner/1", { verbose: false });
const wrapped = keras.Sequential([
  layers.Input({ shape: [8, 8] }),
  await keras.layers.TFSMLayer("inner/1", { call_endpoint: "serve" }),
  layers.Dense(2, { activation: "tanh" }),
]);`,
    'noise(16, 8, 8)',
  ),
  'looked-up': rewrapped(
    `
const codes = layers.Input({ shape: [3], dtype: "int64" });
const inner = await keras.layers.TFSMLayer("theirs/integer-lookup");
const wrapped = keras.Model(codes, layers.Dense(2)(inner(codes)));`,
    'np.array([[42, 7, 1000], [-3, 12, 5], [70000, 42, 7], [0, 0, -3]], "int64")',
  ),
  ...TRAINED_HEADS,
};
