/** Converting, calibrating and running the lesson's model: the app beside TensorFlow, in turns. */
import { mkdirSync, rmSync } from 'node:fs';
import { runScript } from '../interop/python-env.mjs';
import { CELL, LESSON } from '../interop/saved-model/workbench.mjs';

/** @typedef {Record<string, number>} Times milliseconds */

const ROUNDS = 3;
const IMAGES = 200;

const SET_UP = `
const rng = np.random.default_rng(3);
const model = keras.Sequential([
  layers.Input({ shape: [28, 28] }),
  layers.Flatten(),
  layers.Dense(256, { activation: "relu" }),
  layers.Dropout(0.2),
  layers.Dense(10, { activation: "softmax" }),
]);
for (const weight of model.weights) weight.assign(rng.normal(0, 0.05, weight.shape).astype("float32"));
await model.export("bench/1", { verbose: false });
await np.save("bench/images.npy", rng.uniform(0, 1, [${IMAGES}, 28, 28]).astype("float32"));
`;

const MEASURE = `
const images = await np.load("bench/images.npy");
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
    for (let i = 0; i < ${IMAGES}; i++) yield [images.slice(i, i + 1)];
  };
  c.target_spec.supported_ops = [tf.lite.OpsSet.TFLITE_BUILTINS_INT8];
  c.inference_input_type = c.inference_output_type = tf.uint8;
};
const convert = async (name, configure) => {
  const made = await converter(configure);
  return timed("convert " + name, () => made.convert());
};
const contents = {
  float32: await convert("float32", () => {}),
  dynamic: await convert("dynamic", optimized),
  int8: await convert("int8, ${IMAGES} samples", integer),
};
const bytes = images.mul(255).astype("uint8");
for (const [kind, content] of Object.entries(contents)) {
  for (const runtime of ["tflite", "litert", "reference"]) {
    const interpreter = await tf.lite.Interpreter({ model_content: content, runtime });
    interpreter.allocate_tensors();
    const { index } = interpreter.get_input_details()[0];
    const source = kind === "int8" ? bytes : images;
    const ask = async (i) => {
      interpreter.set_tensor(index, source.slice(i, i + 1));
      await interpreter.invoke();
    };
    await ask(0);
    await timed("invoke " + kind + ", " + runtime, async () => {
      for (let i = 0; i < ${IMAGES}; i++) await ask(i);
    });
    times["invoke " + kind + ", " + runtime] /= ${IMAGES};
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
export async function benchTflite(app, { python, tensorflow }, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await app.openLesson(LESSON);
  await app.runCode(CELL, SET_UP);
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
  const title = `784-256-10, ms, medians of ${ROUNDS} rounds; beside TensorFlow ${tensorflow}`;
  return [title, ...table(medians(ours), medians(theirs))];
}

/** @param {readonly Times[]} rounds @returns {Times} */
function medians(rounds) {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const sorted = rounds.map((times) => times[name] ?? NaN).sort((a, b) => a - b);
      return [name, sorted[sorted.length >> 1] ?? NaN];
    }),
  );
}

/** @param {Times} ours @param {Times} theirs by the name up to the comma, where runtimes are told apart */
function table(ours, theirs) {
  return Object.entries(ours).map(([name, time]) => {
    const peer = theirs[name] ?? theirs[name.split(',')[0] ?? ''] ?? NaN;
    const cells = [time.toFixed(3), peer.toFixed(3), `${(time / peer).toFixed(2)} x`];
    return `${name.padEnd(28)}${cells.map((cell) => cell.padStart(12)).join('')}`;
  });
}
