/** SavedModels as a learner makes and reads them in a cell. */
import { CASES } from '../cells.mjs';

const TOOLS = `
const to_json = (a) => ({ shape: a.shape, dtype: a.dtype, data: [...a.data].map(Number) });
const to_array = ({ shape, dtype, data }) => np.array(data, dtype).reshape(...shape);
const rng = np.random.default_rng(7);
const noise = (...shape) => rng.normal(0, 1, shape).astype("float32");
const as_dict = (keys, values) => Object.fromEntries(keys.map((key, i) => [key, to_json(values[i])]));
const write_json = (path, value) => files.write(path, JSON.stringify(value));
`;

/** One epoch on noise, so that no weight is where it began. */
const TRAIN = `
await model.fit(given.length === 1 ? given[0] : given, wanted.length === 1 ? wanted[0] : wanted, { epochs: 1, verbose: 0 });
const predicted = [await model.predict(given.length === 1 ? given[0] : given, { verbose: 0 })].flat();
`;

/** @param {string} targets one expression a line */
const data = (targets) => `
const given = model.inputs.map((tensor) => noise(16, ...tensor.shape.slice(1)));
const wanted = [${targets}];
`;

const LABELS = (/** @type {number} */ count) =>
  `np.array(Array.from({ length: 16 }, (_, i) => i % ${count}), "int32")`;

/**
 * Builds, trains and exports a model with \`model.export\`; both its signatures are \`predict\`.
 * @param {string} build @param {string} targets @param {string} save how it is written
 */
const exported = (build, targets, save = 'await model.export(folder, { verbose: false });') => `
${build}${data(targets)}${TRAIN}
${save}
const loaded = await tf.saved_model.load(folder);
const names = (key) => Object.keys(loaded.signatures[key].structured_input_signature[1]);
const call = (key) => ({
  inputs: as_dict(names(key), given),
  outputs: as_dict(predicted.map((_, i) => \`output_\${i}\`), predicted),
});
const signatures = Object.fromEntries(Object.keys(loaded.signatures).map((key) => [key, call(key)]));
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

/** An archive with endpoints of its own for raw pixels. @param {string} training how the model is called */
const archived = (training) => `
${PICTURES}${data(LABELS(4))}${TRAIN}
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

/** @param {string} name */
const keras = (name) => CASES[name]?.setUp + (CASES[name]?.build ?? '');

/** @type {Readonly<Record<string, string>>} code that writes the directory \`folder\` and \`folder\`.json */
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
  served: `
${PICTURES}${data(LABELS(4))}${TRAIN}
await model.export("inner/1", { verbose: false });
const wrapped = keras.Sequential([
  layers.Input({ shape: [8, 8] }),
  await keras.layers.TFSMLayer("inner/1", { call_endpoint: "serve" }),
  layers.Dense(2, { activation: "tanh" }),
]);
await wrapped.export(folder, { verbose: false });
const outputs = { output_0: to_json(await wrapped.predict(given[0], { verbose: 0 })) };
const [key] = Object.keys((await tf.saved_model.load(folder)).signatures.serve.structured_input_signature[1]);
const serve = { inputs: { [key]: to_json(given[0]) }, outputs };
await write_json(\`\${folder}.json\`, { signatures: { serve, serving_default: serve } });`,
};

/** @param {string} name @param {string} folder to write to */
export function exportOurs(name, folder) {
  return `${TOOLS}
const folder = ${JSON.stringify(folder)};
${OURS[name]}`;
}

/**
 * Calls every signature of SavedModels with the inputs that \`<folder>.json\` gives, and writes what comes out.
 * @param {readonly string[]} folders @param {string} result path
 */
export function callTheirs(folders, result) {
  return `${TOOLS}
const results = {};
for (const folder of ${JSON.stringify(folders)}) {
  const { calls } = JSON.parse(await files.text(\`\${folder}.json\`));
  results[folder] = [];
  for (const { signature, inputs } of calls.filter((call) => call.signature)) {
    try {
      const loaded = await tf.saved_model.load(folder);
      const given = Object.fromEntries(Object.entries(inputs).map(([key, value]) => [key, to_array(value)]));
      const outputs = await loaded.signatures[signature](given);
      results[folder].push(Object.fromEntries(Object.entries(outputs).map(([key, value]) => [key, to_json(value)])));
    } catch (error) {
      results[folder].push(\`\${error.name}: \${error.message}\`);
    }
  }
}
await write_json(${JSON.stringify(result)}, results);`;
}
