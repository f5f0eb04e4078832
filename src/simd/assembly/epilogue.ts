/**
 * What is done to results before they are used: an activation and dropout (epilogue), and the way back through both
 * (gate). Both work in place on a stretch that has just been computed. Their words are six of an instruction's arguments
 * (`instructions/epilogue.ts`): y, activation, key; alpha, rate, scale.
 */
import { expm1x4, sigmoid4, tanh4 } from './elements/math/exp';
import { dropout4 } from './elements/math/random';

const NONE: i32 = 0;
const RELU: i32 = 1;
const RELU6: i32 = 2;
const LEAKY_RELU: i32 = 3;
const ELU: i32 = 4;
const SELU: i32 = 5;
const SIGMOID: i32 = 6;
const TANH: i32 = 7;

const SELU_SCALE: f32 = 1.05070098735548;
const SELU_SCALE_ALPHA: f32 = 1.75809934084738;

// @ts-ignore: decorator
@inline
function activation(words: usize): i32 {
  return load<i32>(words, 4);
}
/** Address of dropout's key, 0 without dropout. */
// @ts-ignore: decorator
@inline
function dropoutKey(words: usize): usize {
  return <usize>load<i32>(words, 8);
}
// @ts-ignore: decorator
@inline
function alpha(words: usize): f32 {
  return load<f32>(words, 12);
}
// @ts-ignore: decorator
@inline
function rate(words: usize): v128 {
  return v128.load32_splat(words, 16);
}
// @ts-ignore: decorator
@inline
function scale(words: usize): v128 {
  return v128.load32_splat(words, 20);
}

/** An activation of four floats. */
function activate(fn: i32, x: v128, slope: f32): v128 {
  const zero = f32x4.splat(0);
  switch (fn) {
    case RELU:
      return f32x4.pmax(x, zero);
    case RELU6:
      return f32x4.pmin(f32x4.pmax(x, zero), f32x4.splat(6));
    case LEAKY_RELU:
      return v128.bitselect(x, f32x4.mul(x, f32x4.splat(slope)), f32x4.gt(x, zero));
    case ELU:
      return v128.bitselect(x, expm1x4(f32x4.pmin(x, zero)), f32x4.gt(x, zero));
    case SELU: {
      const below = f32x4.mul(expm1x4(f32x4.pmin(x, zero)), f32x4.splat(SELU_SCALE_ALPHA));
      return v128.bitselect(f32x4.mul(x, f32x4.splat(SELU_SCALE)), below, f32x4.gt(x, zero));
    }
    case SIGMOID:
      return sigmoid4(x);
    case TANH:
      return tanh4(x);
    default:
      return x;
  }
}

/** A gradient times the derivative of the activation whose result is y. */
function derive(fn: i32, y: v128, gradient: v128, slope: f32): v128 {
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  switch (fn) {
    case RELU:
      return v128.and(gradient, f32x4.gt(y, zero));
    case RELU6:
      return v128.and(gradient, v128.and(f32x4.gt(y, zero), f32x4.lt(y, f32x4.splat(6))));
    case LEAKY_RELU:
      return v128.bitselect(gradient, f32x4.mul(gradient, f32x4.splat(slope)), f32x4.gt(y, zero));
    case ELU:
      return v128.bitselect(f32x4.mul(gradient, f32x4.add(y, one)), gradient, f32x4.lt(y, zero));
    case SELU: {
      const below = f32x4.mul(gradient, f32x4.add(y, f32x4.splat(SELU_SCALE_ALPHA)));
      return v128.bitselect(below, f32x4.mul(gradient, f32x4.splat(SELU_SCALE)), f32x4.lt(y, zero));
    }
    case SIGMOID:
      return f32x4.mul(gradient, f32x4.mul(y, f32x4.sub(one, y)));
    case TANH:
      return f32x4.mul(gradient, f32x4.sub(one, f32x4.mul(y, y)));
    default:
      return gradient;
  }
}

/** @param count floats at `at`, which are elements `index` and following of the operation's result */
export function applyEpilogue(words: usize, at: usize, count: i32, index: i32): void {
  const fn = activation(words);
  if (fn == RELU) relu(at, count);
  else if (fn != NONE) activateAll(fn, at, count, alpha(words));
  const key = dropoutKey(words);
  if (key) dropout(at, count, index, load<i32>(key), rate(words), scale(words));
}

function relu(at: usize, count: i32): void {
  const end = at + (<usize>count << 2);
  const zero = f32x4.splat(0);
  for (; at + 16 <= end; at += 16) v128.store(at, f32x4.pmax(v128.load(at), zero));
  for (; at < end; at += 4) {
    const x = load<f32>(at);
    store<f32>(at, x < 0 ? 0 : x);
  }
}

function activateAll(fn: i32, at: usize, count: i32, slope: f32): void {
  const end = at + (<usize>count << 2);
  for (; at + 16 <= end; at += 16) v128.store(at, activate(fn, v128.load(at), slope));
  for (; at < end; at += 4) v128.store32_lane(at, activate(fn, v128.load32_zero(at), slope), 0);
}

function dropout(at: usize, count: i32, index: i32, key: i32, rate: v128, scale: v128): void {
  const end = at + (<usize>count << 2);
  for (; at + 16 <= end; at += 16) {
    v128.store(at, dropout4(v128.load(at), key, index, rate, scale));
    index += 4;
  }
  for (; at < end; at += 4) {
    v128.store32_lane(at, dropout4(v128.load32_zero(at), key, index, rate, scale), 0);
    index++;
  }
}

/** @param count gradients at `at`, which belong to elements `index` and following of y */
export function applyGate(words: usize, at: usize, count: i32, index: i32): void {
  const key = dropoutKey(words);
  if (key) dropout(at, count, index, load<i32>(key), rate(words), scale(words));
  const fn = activation(words);
  if (fn == NONE) return;
  const y = <usize>load<i32>(words) + (<usize>index << 2);
  // The sign is all that counts, and dropout leaves it.
  if (fn == RELU) reluGate(at, y, count);
  else gateAll(fn, at, y, count, key ? scale(words) : f32x4.splat(1), alpha(words));
}

function reluGate(at: usize, y: usize, count: i32): void {
  const end = at + (<usize>count << 2);
  const zero = f32x4.splat(0);
  for (; at + 16 <= end; at += 16, y += 16) {
    v128.store(at, v128.and(v128.load(at), f32x4.gt(v128.load(y), zero)));
  }
  for (; at < end; at += 4, y += 4) {
    if (!(load<f32>(y) > 0)) store<f32>(at, 0);
  }
}

/** @param kept what dropout has multiplied y with */
function gateAll(fn: i32, at: usize, y: usize, count: i32, kept: v128, slope: f32): void {
  const end = at + (<usize>count << 2);
  for (; at + 16 <= end; at += 16, y += 16) {
    const result = f32x4.div(v128.load(y), kept);
    v128.store(at, derive(fn, result, v128.load(at), slope));
  }
  for (; at < end; at += 4, y += 4) {
    const result = f32x4.div(v128.load32_zero(y), kept);
    v128.store32_lane(at, derive(fn, result, v128.load32_zero(at), slope), 0);
  }
}
