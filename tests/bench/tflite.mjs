/** Converting, calibrating and running the lesson's model: the app beside TensorFlow, in turns. */
import { mkdirSync, rmSync } from 'node:fs';
import { runScript } from '../interop/python-env.mjs';
import { CELL, LESSON } from '../interop/saved-model/workbench.mjs';
import { medians, table } from './table.mjs';

/** @typedef {import('./table.mjs').Times} Times */

const ROUNDS = 3;

/** Layers of each model, the shape of its images, and how many there are: for calibration and for running it. */
const MODELS = {
  '784-256-10': {
    shape: [28, 28],
    images: 200,
    layers: `[
      layers.Flatten(),
      layers.Dense(256, { activation: "relu" }),
      layers.Dropout(0.2),
    ]`,
  },
  'as MobileNet': {
    shape: [96, 96, 3],
    images: 20,
    layers: `[
      layers.Conv2D(16, 3, { strides: 2, padding: "same", use_bias: false }),
      ...[[32, 1], [64, 2], [64, 1], [128, 2]].flatMap(([filters, strides]) => [
        layers.BatchNormalization(),
        layers.ReLU(6),
        layers.DepthwiseConv2D(3, { strides, padding: "same", use_bias: false }),
        layers.BatchNormalization(),
        layers.ReLU(6),
        layers.Conv2D(filters, 1, { use_bias: false }),
      ]),
      layers.BatchNormalization(),
      layers.ReLU(6),
      layers.GlobalAveragePooling2D(),
    ]`,
  },
};

/** @param {typeof MODELS[keyof typeof MODELS]} model code that exports it */
const setUp = ({ shape, images, layers }) => `
const rng = np.random.default_rng(3);
const model = keras.Sequential([
  layers.Input({ shape: [${shape.join(', ')}] }),
  ...${layers},
  layers.Dense(10, { activation: "softmax" }),
]);
for (const weight of model.trainable_variables)
  if (weight.shape.length > 1) weight.assign(rng.normal(0, 0.05, weight.shape).astype("float32"));
await model.export("bench/1", { verbose: false });
await np.save("bench/images.npy", rng.uniform(0, 1, [${images}, ${shape.join(', ')}]).astype("float32"));
`;

const MEASURE = `
const images = await np.load("bench/images.npy");
const count = images.shape[0];
const times = {};
const timed = async (name, action) => {
  const start = performance.now();
  const result = await action();
  times[name] = performance.now() - start;
  return result;
};
const converter = async (configure) => {
  const made = await tf.lite.TFLiteConverter.from_saved_model("bench/1");
  configure(made);
  return made;
};
const optimized = (c) => { c.optimizations = [tf.lite.Optimize.DEFAULT]; };
const integer = (c) => {
  optimized(c);
  c.representative_dataset = function* () {
    for (let i = 0; i < count; i++) yield [images.slice(i, i + 1)];
  };
  c.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8];
  c.inference_input_type = c.inference_output_type = tf.uint8;
};
const convert = async (name, configure) => {
  const made = await converter(configure);
  return timed("convert " + name, () => made.convert());
};
await convert("float32", () => {});
const contents = {
  float32: await convert("float32", () => {}),
  dynamic: await convert("dynamic", optimized),
  int8: await convert("int8", integer),
};
times["int8 less dynamic"] = times["convert int8"] - times["convert dynamic"];
const bytes = images.mul(255).astype("uint8");
for (const [kind, content] of Object.entries(contents)) {
  for (const runtime of ["slipway", "tflite", "litert", "reference"]) {
    const interpreter = await tf.lite.Interpreter({ model_content: content, runtime });
    interpreter.allocate_tensors();
    const [{ index }] = interpreter.get_input_details();
    const [{ index: result }] = interpreter.get_output_details();
    const source = kind === "int8" ? bytes : images;
    const ask = async (i) => {
      interpreter.set_tensor(index, source.slice(i, i + 1));
      await interpreter.invoke();
      interpreter.get_tensor(result);
    };
    await ask(0);
    await timed("invoke " + kind + ", " + runtime, async () => {
      for (let i = 0; i < count; i++) await ask(i);
    });
    times["invoke " + kind + ", " + runtime] /= count;
    interpreter.close();
  }
}
await files.write("bench/times.json", JSON.stringify(times));
`;

/**
 * @param {import('../interop/app-driver.mjs').AppDriver} app
 * @param {import('../interop/python-env.mjs').Python} environment
 * @param {string} folder to work in
 * @returns {Promise<string[]>} lines to print
 */
export async function benchTflite(app, environment, folder) {
  const lines = [
    `Milliseconds, medians of ${ROUNDS} rounds; then TensorFlow ${environment.tensorflow}, one thread; then the ratio.`,
  ];
  for (const [name, model] of Object.entries(MODELS)) {
    lines.push('', name, ...(await benchModel(app, environment, folder, model)));
  }
  return lines;
}

/**
 * @param {import('../interop/app-driver.mjs').AppDriver} app
 * @param {import('../interop/python-env.mjs').Python} environment
 * @param {string} folder
 * @param {typeof MODELS[keyof typeof MODELS]} model
 */
async function benchModel(app, { python }, folder, model) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await app.openLesson(LESSON);
  await app.runCode(CELL, setUp(model));
  await app.readDirectory('bench', folder);
  /** @type {Times[]} */
  const ours = [];
  /** @type {Times[]} */
  const theirs = [];
  for (let round = 0; round < ROUNDS; round++) {
    await app.openLesson(LESSON);
    await app.runCode(CELL, MEASURE);
    ours.push(JSON.parse((await app.read('bench/times.json')).toString()));
    theirs.push(JSON.parse(await runScript(python, '../bench/tflite_times.py', [folder])));
  }
  return table(medians(ours), medians(theirs));
}
