/** Random ops: those with a generator of their own, and those that are given seed, or key and counter. */
import { elementCount } from '../element-types';
import type { KernelCall } from '../kernel';
import { joinWords, Philox, wordsOf } from '../random';
import { resourceIn, Variable } from '../resources';
import type { Runtime, RuntimeKernel, RuntimeKernels } from '../runtime';
import { shapeText } from '../shape';
import { makeTensor, type Tensor } from '../tensor';
import { ownGenerator } from './own-generator';
import { integers, normal, truncatedNormal, uniform, type Draw } from './random-values';
import { integerTensor } from './shared';

export const RANDOM: RuntimeKernels = {
  RandomUniform: stateful(uniform),
  RandomStandardNormal: stateful(normal),
  TruncatedNormal: stateful(truncatedNormal),
  RandomUniformInt: statefulIntegers,
  StatelessRandomUniform: seeded(uniform),
  StatelessRandomNormal: seeded(normal),
  StatelessTruncatedNormal: seeded(truncatedNormal),
  StatelessRandomUniformInt: (call) => integersBetween(call, seedGenerator(call), 2),
  StatelessRandomUniformFullInt: (call) => allIntegers(call, seedGenerator(call)),
  StatelessRandomUniformV2: keyed(uniform),
  StatelessRandomNormalV2: keyed(normal),
  StatelessTruncatedNormalV2: keyed(truncatedNormal),
  StatelessRandomUniformIntV2: (call) => integersBetween(call, keyGenerator(call), 4),
  StatelessRandomUniformFullIntV2: (call) => allIntegers(call, keyGenerator(call)),
  StatelessRandomGetAlg: () => [integerTensor('int32', [PHILOX], [])],
  StatelessRandomGetKeyCounter: keyCounter,
  StatelessRandomGetKeyCounterAlg: (call) => [
    ...keyCounter(call),
    integerTensor('int32', [PHILOX], []),
  ],
  RngReadAndSkip: readAndSkip,
};

const PHILOX = 1;
const AUTO_SELECT = 3;

/** What seeds are mixed with before they become key and counter. */
const MIXING_KEY: readonly [number, number] = [0x3ec8f720, 0x02461e29];

function stateful(draw: Draw): RuntimeKernel {
  return (call, runtime) => {
    const shape = shapeInput(call);
    return [
      draw(ownGenerator(call, runtime, elementCount(shape)), call.type('dtype', 'float32'), shape),
    ];
  };
}

function statefulIntegers(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  return integersBetween(call, ownGenerator(call, runtime, elementCount(shapeInput(call))), 1);
}

function seeded(draw: Draw): RuntimeKernel {
  return (call) => [draw(seedGenerator(call), call.type('dtype', 'float32'), shapeInput(call))];
}

function keyed(draw: Draw): RuntimeKernel {
  return (call) => [draw(keyGenerator(call), call.type('dtype', 'float32'), shapeInput(call))];
}

function integersBetween(call: KernelCall, generator: Philox, first: number): readonly Tensor[] {
  const [min, max] = [call.input(first), call.input(first + 1)];
  const limits = { min: bigintOf(min), max: bigintOf(max) };
  return [integers(generator, min.dtype, shapeInput(call), limits)];
}

function allIntegers(call: KernelCall, generator: Philox): readonly Tensor[] {
  return [integers(generator, call.type('dtype', 'uint64'), shapeInput(call))];
}

function bigintOf({ data }: Tensor): bigint {
  return BigInt(data[0] as number | bigint);
}

function shapeInput(call: KernelCall): readonly number[] {
  const { shape, data } = call.input(0);
  if (shape.length !== 1) {
    const message = `shape must be a vector of {int32,int64}, got shape ${shapeText(shape)}`;
    call.fail('INVALID_ARGUMENT', message);
  }
  return Array.from(data as ArrayLike<number | bigint>, (size) => {
    if (size >= 0) return Number(size);
    call.fail('INVALID_ARGUMENT', `Dimension ${size} must be >= 0`);
  });
}

function keyGenerator(call: KernelCall): Philox {
  const algorithm = Number(call.input(3).data[0]);
  if (algorithm !== PHILOX && algorithm !== AUTO_SELECT) {
    call.fail('INVALID_ARGUMENT', `Unsupported algorithm id: ${algorithm}`);
  }
  const key = call.input(1).data as BigUint64Array;
  const counter = call.input(2).data as BigUint64Array;
  const words = [...wordsOf(counter[0] ?? 0n), ...wordsOf(counter[1] ?? 0n)];
  return new Philox(wordsOf(key[0] ?? 0n), words);
}

function seedGenerator(call: KernelCall): Philox {
  const { key, counter } = mixedSeed(call, call.input(1));
  return new Philox(key, counter);
}

function keyCounter(call: KernelCall): readonly Tensor[] {
  const { key, counter } = mixedSeed(call, call.input(0));
  return [
    makeTensor('uint64', [1], BigUint64Array.of(joinWords(...key))),
    makeTensor('uint64', [2], BigUint64Array.of(0n, joinWords(counter[2], counter[3]))),
  ];
}

interface MixedSeed {
  readonly key: readonly [number, number];
  readonly counter: readonly [number, number, number, number];
}

function mixedSeed(call: KernelCall, seed: Tensor): MixedSeed {
  if (seed.shape.length !== 1 || seed.shape[0] !== 2) {
    call.fail('INVALID_ARGUMENT', `seed must have shape [2], not ${shapeText(seed.shape)}`);
  }
  const [first, second] = Array.from(seed.data as ArrayLike<number | bigint>, BigInt);
  const mixer = new Philox(MIXING_KEY, [...wordsOf(first!), ...wordsOf(second!)]);
  const [a, b, c, d] = mixer.next();
  return { key: [a, b], counter: [0, 0, c, d] };
}

/** The state of a `tf.random.Generator`, two words of counter and one of key, and moves it on. */
function readAndSkip(call: KernelCall): readonly Tensor[] {
  const variable = resourceIn(call.input(0), Variable);
  const state = variable.read();
  const [low = 0n, high = 0n, key = 0n] = state.data as BigInt64Array;
  const delta = BigInt.asUintN(64, bigintOf(call.input(2)));
  const counter = ((BigInt.asUintN(64, high) << 64n) | BigInt.asUintN(64, low)) + delta * 256n;
  const next = BigInt64Array.of(counter & (2n ** 64n - 1n), counter >> 64n, key);
  variable.value = makeTensor('int64', state.shape, next);
  return [makeTensor('int64', [3], BigInt64Array.of(low, high, key))];
}
