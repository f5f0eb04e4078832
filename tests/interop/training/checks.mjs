/** Training on each engine, batch by batch beside real Keras; and how good the lesson's model becomes. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { attempt, within } from '../check.mjs';
import { runScript } from '../python-env.mjs';
import { CELL, LESSON } from '../saved-model/workbench.mjs';
import { SAVE_PICTURES, trainOn, trainSeeds } from './cells.mjs';

/** @typedef {import('../app-driver.mjs').AppDriver} AppDriver */
/** @typedef {import('../check.mjs').Check} Check */
/**
 * @typedef {{
 *   losses: Record<string, number[]>,
 *   other_kernels: Record<string, number[]>,
 *   accuracies: number[],
 * }} Reference
 */

/** Of a loss, relative. */
const LOSSES = 1e-4;
/** How many times as far from Keras as Keras with other kernels is from itself, where that is more than the above. */
const ROUNDING = 4;
/** Between the means over the seeds. */
const ACCURACY = 0.005;
const SEEDS = [1, 2, 3, 4, 5];
const ARRAYS = ['x_train', 'y_train', 'x_test', 'y_test'];

/**
 * Batches that an engine is held to, of those that Keras trained, for each of its models; slow ones, on software for a
 * GPU, get few.
 * @type {Record<string, Record<string, number>>}
 */
const ENGINES = {
  wasm: { mlp: 422, cnn: 422, batch_norm: 100, rmsprop: 422, sgd: 422 },
  webgpu: { mlp: 20, cnn: 3, batch_norm: 3, rmsprop: 3 },
  'tfjs-wasm': { mlp: 60, cnn: 10, batch_norm: 20 },
};

/**
 * @param {(backend: string) => Promise<AppDriver>} start opens the app on a backend
 * @param {import('../python-env.mjs').Python} environment @param {string} folder to work in
 * @returns {Promise<Check[]>}
 */
export async function checkTraining(start, { keras, python }, folder) {
  mkdirSync(folder, { recursive: true });
  /** @type {Check[]} */
  const checks = [];
  /** @type {Reference | undefined} */
  let reference;
  for (const [backend, models] of Object.entries(ENGINES)) {
    const app = await start(backend);
    try {
      reference ??= await trainReference(app, python, folder);
      for (const [name, batches] of Object.entries(models)) {
        const title = `${backend}, ${name}: losses as in Keras ${keras}`;
        const theirs = (reference.losses[name] ?? []).slice(0, batches);
        const ours = await attempt(title, checks, () => train(app, folder, name, theirs.length));
        const others = reference.other_kernels[name] ?? [];
        if (ours) checks.push(...sameLosses(title, ours, theirs, others));
      }
      if (backend === 'wasm') checks.push(await sameAccuracy(app, reference));
    } finally {
      await app.stop();
    }
  }
  return checks;
}

/** @param {AppDriver} app @param {string} python @param {string} folder @returns {Promise<Reference>} */
async function trainReference(app, python, folder) {
  await app.openLesson(LESSON);
  await app.runCode(CELL, SAVE_PICTURES);
  for (const name of ARRAYS) {
    writeFileSync(`${folder}/${name}.npy`, await app.read(`${name}.npy`));
  }
  return JSON.parse(await runScript(python, 'training/train_reference.py', [folder]));
}

/** @param {AppDriver} app @param {string} folder @param {string} name @param {number} batches @returns {Promise<number[]>} */
async function train(app, folder, name, batches) {
  await app.openLesson(LESSON);
  await app.upload([`${folder}/order.npy`, `${folder}/${name}.keras`]);
  await app.runCode(CELL, trainOn(name, batches));
  return JSON.parse((await app.read('losses.json')).toString());
}

/**
 * The loss as it is printed, the mean since the epoch began, at every batch; and that of every batch alone, of which
 * rounding leaves less the longer the training lasts: Adam and ReLU enlarge it.
 * @param {string} title @param {readonly number[]} ours @param {readonly number[]} theirs
 * @param {readonly number[]} others Keras's with other kernels
 * @returns {Check[]}
 */
function sameLosses(title, ours, theirs, others) {
  const single = theirs.map((loss, i) => relative(ours[i], loss));
  let rounding = LOSSES / ROUNDING;
  const excess = single.map((difference, i) => {
    rounding = Math.max(rounding, relative(others[i], theirs[i] ?? 0));
    return difference / (ROUNDING * rounding);
  });
  const [sums, wanted] = [runningSums(ours), runningSums(theirs)];
  const means = wanted.map((sum, i) => relative(sums[i], sum));
  return [
    within(`${title}, ${theirs.length} batches: the mean so far`, Math.max(...means), LOSSES),
    {
      name: `${title}, ${theirs.length} batches: each alone`,
      passed: Math.max(...excess) <= 1,
      detail: `${Math.max(...single).toExponential(1)} ≤ ${(ROUNDING * rounding).toExponential(1)}`,
    },
  ];
}

/** @param {number | undefined} value @param {number} wanted */
function relative(value, wanted) {
  return Math.abs((value ?? NaN) - wanted) / wanted;
}

/** @param {readonly number[]} values */
function runningSums(values) {
  let sum = 0;
  return values.map((value) => (sum += value));
}

/** @param {AppDriver} app @param {Reference} reference @returns {Promise<Check>} */
async function sameAccuracy(app, { accuracies: theirs }) {
  await app.openLesson(LESSON);
  await app.runCode(CELL, trainSeeds(SEEDS));
  /** @type {number[]} */
  const ours = JSON.parse((await app.read('accuracies.json')).toString());
  const difference = Math.abs(mean(ours) - mean(theirs));
  return {
    name: "wasm: lesson 1's accuracy over five seeds, beside Keras's",
    passed: difference <= ACCURACY,
    detail: `${mean(ours).toFixed(4)} and ${mean(theirs).toFixed(4)}`,
  };
}

/** @param {readonly number[]} values */
function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
