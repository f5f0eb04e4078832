/** Requests to the app's server from a cell, beside the same work in Python, in turns. */
import { mkdirSync, rmSync } from 'node:fs';
import { runScript } from '../interop/python-env.mjs';
import { LESSON, SHELL_CELL, startServer } from '../interop/serving/lesson.mjs';
import { medians, table } from './table.mjs';

/** @typedef {import('./table.mjs').Times} Times */

const ROUNDS = 3;
const CELL = 'Call it from a program';

const SET_UP = `
const rng = np.random.default_rng(3);
const model = keras.Sequential([
  layers.Input({ shape: [28, 28], name: "image" }),
  layers.Flatten(),
  layers.Dense(256, { activation: "relu" }),
  layers.Dropout(0.2),
  layers.Dense(10, { activation: "softmax" }),
]);
for (const weight of model.trainable_variables)
  if (weight.shape.length > 1) weight.assign(rng.normal(0, 0.05, weight.shape).astype("float32"));
await model.export("bench/fashion/1", { verbose: false });
await np.save("bench/images.npy", rng.uniform(0, 1, [100, 28, 28]).astype("float32"));
`;

const MEASURE = `
const images = await np.load("bench/images.npy");
const url = "http://localhost:8501/v1/models/fashion";
const times = {};
async function timed(name, repeats, work) {
  for (let i = 0; i < 5; i++) await work();
  const all = [];
  for (let i = 0; i < repeats; i++) {
    const start = performance.now();
    await work();
    all.push(performance.now() - start);
  }
  times[name] = all.sort((a, b) => a - b)[Math.floor(repeats / 2)];
}
const predict = (count) => {
  const body = JSON.stringify({ instances: images.slice(0, count).tolist() });
  return async () => (await fetch(url + ":predict", { method: "POST", body })).json();
};
await timed("status", 50, async () => (await fetch(url)).json());
await timed("predict 1, JSON", 50, predict(1));
await timed("predict 3, JSON", 50, predict(3));
await timed("predict 100, JSON", 25, predict(100));
const stub = prediction_service_pb2_grpc.PredictionServiceStub(
  grpc.insecure_channel("localhost:8500"),
);
const request = predict_pb2.PredictRequest();
request.model_spec.name = "fashion";
request.inputs["image"].CopyFrom(tf.make_tensor_proto(images));
await timed("predict 100, gRPC", 25, () => stub.Predict(request));
const body = predict(3);
const start = performance.now();
await Promise.all(Array.from({ length: 300 }, body));
times["predict 3, 300 at once, each"] = (performance.now() - start) / 300;
await files.write("bench/times.json", JSON.stringify(times));
`;

/**
 * @param {import('../interop/app-driver.mjs').AppDriver} app
 * @param {import('../interop/python-env.mjs').Python} environment
 * @param {string} folder to work in
 * @returns {Promise<string[]>} lines to print
 */
export async function benchServing(app, { python, tensorflow }, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await app.openLesson(LESSON);
  await app.runCode(CELL, SET_UP);
  await app.readDirectory('bench', folder);
  await startServer(app, [
    '-v "$PWD/bench/fashion:/models/fashion" -e MODEL_NAME=fashion tensorflow/serving',
  ]);
  /** @type {Times[]} */
  const ours = [];
  /** @type {Times[]} */
  const theirs = [];
  for (let round = 0; round < ROUNDS; round++) {
    await app.openLesson(LESSON);
    await app.runCode(CELL, MEASURE);
    ours.push(JSON.parse((await app.read('bench/times.json')).toString()));
    theirs.push(JSON.parse(await runScript(python, '../bench/serving_times.py', [folder])));
  }
  await app.runCode(SHELL_CELL, 'docker stop interop');
  return [
    `Milliseconds, medians of ${ROUNDS} rounds; then JSON and model in Python with TensorFlow ${tensorflow}, without HTTP; then the ratio.`,
    '',
    ...table(medians(ours), medians(theirs)),
  ];
}
