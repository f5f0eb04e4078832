/**
 * Keras's update rules (keras/src/optimizers), operation by operation. Each works on a stretch of a variable: first on
 * four elements at a time, then one by one. `ints` and `floats` are an update's words as in `update.ts`; `index` is the
 * first element of the stretch in the variable and its slots.
 */
import { madd } from '../fused';

/** Four floats, or one in the first lane. */
// @ts-ignore: decorator
@inline
function read(at: usize, isWhole: bool): v128 {
  return isWhole ? v128.load(at) : v128.load32_zero(at);
}

// @ts-ignore: decorator
@inline
function write(at: usize, value: v128, isWhole: bool): void {
  if (isWhole) v128.store(at, value);
  else v128.store32_lane(at, value, 0);
}

// @ts-ignore: decorator
@inline
function addressOf(ints: usize, word: usize, index: i32): usize {
  return <usize>load<i32>(ints + (word << 2)) + (<usize>index << 2);
}
// @ts-ignore: decorator
@inline
export function variableAt(ints: usize, index: i32): usize {
  return addressOf(ints, 2, index);
}
// @ts-ignore: decorator
@inline
function slotAt(ints: usize, slot: usize, index: i32): usize {
  return addressOf(ints, 3 + slot, index);
}
// @ts-ignore: decorator
@inline
function rate(ints: usize): v128 {
  return v128.load32_splat(<usize>load<i32>(ints, 24));
}
// @ts-ignore: decorator
@inline
function constant(floats: usize, word: usize): v128 {
  return v128.load32_splat(floats + (word << 2));
}

/** `value - value * decay * rate`, the decoupled weight decay. */
export function decay(ints: usize, floats: usize, index: i32, count: i32): void {
  const factor = f32x4.neg(constant(floats, 5));
  const speed = rate(ints);
  let variable = variableAt(ints, index);
  for (; count >= 4; count -= 4, variable += 16) decayOne(variable, factor, speed, true);
  for (; count > 0; count--, variable += 4) decayOne(variable, factor, speed, false);
}

// @ts-ignore: decorator
@inline
function decayOne(variable: usize, factor: v128, speed: v128, isWhole: bool): void {
  const value = read(variable, isWhole);
  write(variable, madd(f32x4.mul(value, factor), speed, value), isWhole);
}

export function sgd(ints: usize, gradient: usize, index: i32, count: i32): void {
  const back = f32x4.neg(rate(ints));
  let variable = variableAt(ints, index);
  for (; count >= 4; count -= 4, variable += 16, gradient += 16) {
    v128.store(variable, madd(v128.load(gradient), back, v128.load(variable)));
  }
  for (; count > 0; count--, variable += 4, gradient += 4) {
    write(variable, madd(read(gradient, false), back, read(variable, false)), false);
  }
}

/** Where a slot becomes 0: what it moves would be below any weight, even times a learning rate. */
// @ts-ignore: decorator
@inline const LEAST_MEAN: f32 = 7.888609052210118e-31;
/** Squares, which are divided by, only where a processor would flush them. */
// @ts-ignore: decorator
@inline const LEAST_NORMAL: f32 = 1.1754943508222875e-38;

/**
 * The value, or 0 where it is nearly that. Slots of weights without a gradient shrink step by step, and processors take
 * many times as long for numbers below the normal ones; TensorFlow has them flushed. What is not a number stays so.
 */
// @ts-ignore: decorator
@inline
function settled(value: v128, least: f32): v128 {
  return v128.andnot(value, f32x4.lt(f32x4.abs(value), f32x4.splat(least)));
}

export function momentum(
  ints: usize,
  floats: usize,
  gradient: usize,
  index: i32,
  count: i32,
): void {
  const isNesterov = load<i32>(ints, 4) != 0;
  const keep = constant(floats, 0);
  const speed = rate(ints);
  let variable = variableAt(ints, index);
  let slot = slotAt(ints, 0, index);
  for (; count >= 4; count -= 4, variable += 16, slot += 16, gradient += 16) {
    momentumOne(variable, slot, gradient, keep, speed, isNesterov, true);
  }
  for (; count > 0; count--, variable += 4, slot += 4, gradient += 4) {
    momentumOne(variable, slot, gradient, keep, speed, isNesterov, false);
  }
}

// @ts-ignore: decorator
@inline
function momentumOne(
  variable: usize,
  slot: usize,
  gradient: usize,
  keep: v128,
  speed: v128,
  isNesterov: bool,
  isWhole: bool,
): void {
  const push = f32x4.neg(f32x4.mul(read(gradient, isWhole), speed));
  const next = madd(read(slot, isWhole), keep, push);
  write(slot, settled(next, LEAST_MEAN), isWhole);
  const move = isNesterov ? madd(next, keep, push) : next;
  write(variable, f32x4.add(read(variable, isWhole), move), isWhole);
}

export function rmsprop(
  ints: usize,
  floats: usize,
  gradient: usize,
  index: i32,
  count: i32,
): void {
  for (; count >= 4; count -= 4, index += 4, gradient += 16) {
    rmspropOne(ints, floats, gradient, index, true);
  }
  for (; count > 0; count--, index++, gradient += 4) {
    rmspropOne(ints, floats, gradient, index, false);
  }
}

// @ts-ignore: decorator
@inline
function rmspropOne(ints: usize, floats: usize, gradient: usize, index: i32, isWhole: bool): void {
  const rho = constant(floats, 0);
  const rest = constant(floats, 1);
  const g = read(gradient, isWhole);
  const slot = slotAt(ints, 0, index);
  const square = madd(rho, read(slot, isWhole), f32x4.mul(rest, f32x4.mul(g, g)));
  write(slot, settled(square, LEAST_NORMAL), isWhole);
  const hasMomentum = load<f32>(floats, 8) > 0;
  let spread = square;
  if (load<i32>(ints, 4)) {
    const meanSlot = slotAt(ints, hasMomentum ? 2 : 1, index);
    const mean = madd(rho, read(meanSlot, isWhole), f32x4.mul(rest, g));
    write(meanSlot, settled(mean, LEAST_MEAN), isWhole);
    spread = f32x4.sub(square, f32x4.mul(mean, mean));
  }
  const root = f32x4.sqrt(f32x4.add(spread, constant(floats, 4)));
  let move = f32x4.div(f32x4.mul(rate(ints), g), root);
  if (hasMomentum) {
    const moveSlot = slotAt(ints, 1, index);
    move = madd(constant(floats, 2), read(moveSlot, isWhole), move);
    write(moveSlot, settled(move, LEAST_MEAN), isWhole);
  }
  const variable = variableAt(ints, index);
  write(variable, f32x4.sub(read(variable, isWhole), move), isWhole);
}

export function adam(ints: usize, floats: usize, gradient: usize, index: i32, count: i32): void {
  const towards1 = constant(floats, 1);
  const towards2 = constant(floats, 3);
  const epsilon = constant(floats, 4);
  const factor = v128.load32_splat(<usize>load<i32>(ints, 24), 4);
  let variable = variableAt(ints, index);
  let first = slotAt(ints, 0, index);
  let second = slotAt(ints, 1, index);
  for (; count >= 4; count -= 4, variable += 16, first += 16, second += 16, gradient += 16) {
    adamOne(variable, first, second, gradient, towards1, towards2, epsilon, factor, true);
  }
  for (; count > 0; count--, variable += 4, first += 4, second += 4, gradient += 4) {
    adamOne(variable, first, second, gradient, towards1, towards2, epsilon, factor, false);
  }
}

// @ts-ignore: decorator
@inline
function adamOne(
  variable: usize,
  first: usize,
  second: usize,
  gradient: usize,
  towards1: v128,
  towards2: v128,
  epsilon: v128,
  factor: v128,
  isWhole: bool,
): void {
  const g = read(gradient, isWhole);
  const oldMean = read(first, isWhole);
  const mean = madd(f32x4.sub(g, oldMean), towards1, oldMean);
  write(first, settled(mean, LEAST_MEAN), isWhole);
  const oldSquare = read(second, isWhole);
  const square = madd(f32x4.sub(f32x4.mul(g, g), oldSquare), towards2, oldSquare);
  write(second, settled(square, LEAST_NORMAL), isWhole);
  const move = f32x4.div(f32x4.mul(mean, factor), f32x4.add(f32x4.sqrt(square), epsilon));
  write(variable, f32x4.sub(read(variable, isWhole), move), isWhole);
}
