/**
 * Random numbers: of TensorFlow's distributions, but not its bits. Every run draws anew from the session's stream for
 * the node, whatever seed, key or counter the graph computes.
 */
import * as tf from '@tensorflow/tfjs-core';
import { sizeOf } from '#tensor';
import { hostArray } from '../../dtypes';
import type { OpCall, OpTable, Value } from '../call';

/** Turns uniform numbers of [0, 1) into the wanted ones. */
type Draw = (call: OpCall, length: number) => Float32Array | Int32Array;

const drawing = (draw: Draw): OpTable[string] => ({
  run: (call) => {
    const dims = call.numbers(0);
    const length = sizeOf(dims);
    const values = draw(call, length);
    return tf.tensor(values, dims, values instanceof Float32Array ? 'float32' : 'int32');
  },
  kernels: [],
});

const uniform = drawing((call, length) => call.host.random.uniform(streamOf(call), length));
const normal = drawing((call, length) => call.host.random.normal(streamOf(call), length));
const truncated = drawing((call, length) => {
  return call.host.random.normal(streamOf(call), length, 2);
});
/** @param at where the lower bound stands among the inputs; the upper one follows */
const whole = (at: number) =>
  drawing((call, length) => {
    const [low, high] = [call.scalar(at), call.scalar(at + 1)];
    return Int32Array.from(
      call.host.random.uniform(streamOf(call), length),
      (value) => low + Math.floor(value * (high - low)),
    );
  });

export const RANDOM: OpTable = {
  RandomUniform: uniform,
  StatelessRandomUniform: uniform,
  StatelessRandomUniformV2: uniform,
  RandomStandardNormal: normal,
  StatelessRandomNormal: normal,
  StatelessRandomNormalV2: normal,
  TruncatedNormal: truncated,
  StatelessTruncatedNormal: truncated,
  StatelessTruncatedNormalV2: truncated,
  RandomUniformInt: whole(1),
  StatelessRandomUniformInt: whole(2),
  StatelessRandomUniformIntV2: whole(4),
  StatelessRandomUniformFullIntV2: drawing((call, length) =>
    call.host.random.bits(streamOf(call), length),
  ),
  StatelessRandomGetKeyCounter: { run: keyAndCounter, kernels: [] },
  StatelessRandomGetAlg: { run: algorithm, kernels: [] },
  StatelessRandomGetKeyCounterAlg: {
    run: () => [...keyAndCounter(), algorithm()],
    kernels: [],
  },
};

/** Zeros: what draws the numbers looks at the session's stream alone. */
function keyAndCounter(): Value[] {
  return [hostArray([0], [1], 'int64'), hostArray([0, 0], [2], 'int64')];
}

/** TensorFlow's number for Philox. */
function algorithm(): Value {
  return hostArray([1], [], 'int32');
}

function streamOf(call: OpCall): number {
  return call.host.streamOf(call.node);
}
