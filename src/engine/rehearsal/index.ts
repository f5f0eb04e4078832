/**
 * A rehearsal: the lesson's classifier predicts and takes a step, so that the code which plans, writes and runs programs is
 * loaded, and what a GPU needs for that model is compiled, before a learner waits for it. Its weights are such that the
 * results are known: what computes something else is found out before it is trusted with a learner's model.
 */
import { PyRuntimeError } from '#errors';
import { NDArray, sizeOf } from '#tensor';
import type { Backend, SessionState } from '../backend';
import { CLASSES, classifier, HIDDEN, INPUTS, RATE } from './classifier';

const SAMPLES = 8;
const TOLERANCE = 1e-4;
/** By what share dropout may change a sum of all hidden units. */
const MOST_DROPPED = 0.2;

/** Predicts and trains one batch. @throws PyRuntimeError for wrong results; whatever the backend throws */
export async function rehearse(backend: Backend): Promise<void> {
  const session = await backend.open(classifier(), START, 0);
  try {
    const pixels = new NDArray(
      new Uint8Array(SAMPLES * INPUTS).fill(255),
      [SAMPLES, INPUTS],
      'uint8',
    );
    session.bind([pixels.astype('float32').div(255), filled([SAMPLES], () => 0)]);
    const rows = Uint32Array.from({ length: SAMPLES }, (_, row) => row);
    const [probabilities] = await session.fetch(rows);
    await session.step(rows);
    await session.readTotals();
    checkForward(probabilities!);
    checkBackward(await session.readState());
  } finally {
    session.close();
  }
}

/** Hidden units are 1 for a white image, and the logit of class c is c. */
const START: SessionState = {
  variables: [
    filled([INPUTS, HIDDEN], () => 1 / INPUTS),
    filled([HIDDEN], () => 0),
    filled([HIDDEN, CLASSES], (i) => (i % CLASSES) / HIDDEN),
    filled([CLASSES], () => 0),
  ],
  iterations: 0,
  slots: [],
};

/** Dropout moves the logits of a sample a little, but all by one factor. */
function checkForward({ data }: NDArray): void {
  for (let sample = 0; sample < SAMPLES; sample++) {
    const row = Array.from(data.subarray(sample * CLASSES, (sample + 1) * CLASSES), Number);
    const [first, last] = [row[0]!, row[CLASSES - 1]!];
    const factor = Math.log(last / first) / (CLASSES - 1);
    expectNear(factor, 1, MOST_DROPPED);
    const powers = row.map((_, c) => Math.exp(factor * c));
    const sum = powers.reduce((total, power) => total + power, 0);
    row.forEach((value, c) => expectNear(value, powers[c]! / sum));
  }
}

/** Adam's first step is the rate, whatever the gradient: weights go down, since classes above 0 are too likely. */
function checkBackward({ variables: [kernel, , , bias] }: SessionState): void {
  expectAll(kernel!.data, () => 1 / INPUTS - RATE);
  expectAll(bias!.data, (i) => (i === 0 ? RATE : -RATE));
}

function expectAll(data: NDArray['data'], expected: (i: number) => number): void {
  data.forEach((value, i) => expectNear(Number(value), expected(i)));
}

function expectNear(value: number, expected: number, tolerance = TOLERANCE): void {
  if (Math.abs(value - expected) <= tolerance) return;
  throw new PyRuntimeError(`it computes ${value} where ${expected} is right`);
}

function filled(size: readonly number[], valueAt: (i: number) => number): NDArray {
  const values = Float32Array.from({ length: sizeOf(size) }, (_, i) => valueAt(i));
  return new NDArray(values, size, 'float32');
}
