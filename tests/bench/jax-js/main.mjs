/**
 * jax-js trains the Device lab's dense model, Adam written out here; the bench calls `trainWithJax`. Without dropout and
 * with one-hot labels: less work than the others have, not more.
 */
import { defaultDevice, init, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax';

/** @typedef {import('@jax-js/jax').numpy.Array} Tensor */
/** @typedef {[w1: Tensor, b1: Tensor, w2: Tensor, b2: Tensor]} Params */
/** @typedef {{ params: Params, first: Params, second: Params }} State parameters, and Adam's two moments of each */

const BATCH = 128;
/** Batches that lie ready and are taken in turn. */
const RESIDENT = 16;
const [RATE, BETA1, BETA2, EPSILON] = [0.001, 0.9, 0.999, 1e-7];

/** @param {Params} params @param {Tensor} x @param {Tensor} y */
function lossOf([w1, b1, w2, b2], x, y) {
  const hidden = nn.relu(np.matmul(x, w1).add(b1));
  const logs = nn.logSoftmax(np.matmul(hidden, w2).add(b2));
  return np.mean(np.sum(y.mul(logs), -1)).mul(-1);
}

/** @param {Tensor} param @param {Tensor} gradient @param {Tensor} m @param {Tensor} v @param {Tensor} rate @returns {[param: Tensor, m: Tensor, v: Tensor]} */
function adam(param, gradient, m, v, rate) {
  const first = m.mul(BETA1).add(gradient.ref.mul(1 - BETA1));
  const second = v.mul(BETA2).add(np.square(gradient).mul(1 - BETA2));
  const change = first.ref.mul(rate.ref).div(np.sqrt(second.ref).add(EPSILON));
  return [param.sub(change), first, second];
}

/** @param {State} state @param {Tensor} rate @param {Tensor} x @param {Tensor} y */
function takeStep({ params, first, second }, rate, x, y) {
  const kept = params.map((param) => param.ref);
  const [loss, gradients] = valueAndGrad(lossOf)(params, x, y);
  const updated = kept.map((param, i) =>
    adam(param, at(gradients, i), at(first, i), at(second, i), rate),
  );
  rate.dispose();
  /** @param {0 | 1 | 2} part */
  const all = (part) => /** @type {Params} */ (updated.map((triple) => triple[part]));
  return { params: all(0), first: all(1), second: all(2), loss };
}

const step = jit(takeStep);

/** @template T @param {readonly T[]} list @param {number} index @returns {T} */
function at(list, index) {
  return /** @type {T} */ (list[index]);
}

/** @param {number} seed @param {number[]} shape @param {number} scale @returns {Tensor} */
function noise(seed, shape, scale) {
  let state = seed;
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Float32Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * scale;
  });
  return np.array(values).reshape(shape);
}

/** @returns {State} */
function start() {
  /** @type {Params} */
  const params = [
    noise(1, [784, 256], 0.07),
    np.zeros([256]),
    noise(2, [256, 10], 0.15),
    np.zeros([10]),
  ];
  const zeros = () => /** @type {Params} */ (params.map((param) => np.zeros(param.shape)));
  return { params, first: zeros(), second: zeros() };
}

/** Half of the pixels are 0. @param {number} batch */
function makeBatch(batch) {
  const pixels = Float32Array.from({ length: BATCH * 784 }, (_, i) =>
    i % 2 ? 0 : ((i * 37 + batch * 11) % 256) / 255,
  );
  const labels = new Float32Array(BATCH * 10);
  for (let row = 0; row < BATCH; row++) labels[row * 10 + ((row * 7 + batch) % 10)] = 1;
  return {
    x: np.array(pixels).reshape([BATCH, 784]),
    y: np.array(labels).reshape([BATCH, 10]),
  };
}

class Trainer {
  #state = start();
  #batches = Array.from({ length: RESIDENT }, (_, batch) => makeBatch(batch));
  #taken = 0;

  /** @param {number} steps @returns {Promise<number>} seconds of one, the last loss having come */
  async train(steps) {
    const begin = performance.now();
    for (let i = 0; i < steps; i++) {
      const { x, y } = at(this.#batches, this.#taken % RESIDENT);
      this.#taken++;
      const factor = (RATE * Math.sqrt(1 - BETA2 ** this.#taken)) / (1 - BETA1 ** this.#taken);
      const { loss, ...next } = step(this.#state, np.array(factor), x.ref, y.ref);
      this.#state = next;
      if (i < steps - 1) loss.dispose();
      else if (!Number.isFinite((await loss.data())[0])) throw new Error('The loss is not finite.');
    }
    return (performance.now() - begin) / 1000 / steps;
  }
}

/** @type {Trainer | undefined} */
let trainer;

/** @param {number} patience seconds that it may take, about @returns {Promise<number>} seconds of one step on WASM */
async function trainWithJax(patience) {
  if (!trainer) {
    await init('wasm');
    defaultDevice('wasm');
    trainer = new Trainer();
    await trainer.train(2);
  }
  const trial = await trainer.train(4);
  return trainer.train(Math.max(4, Math.min(422, Math.floor(patience / trial))));
}

Object.assign(globalThis, { trainWithJax });
