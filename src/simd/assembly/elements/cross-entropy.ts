/** Softmax and cross-entropy in one, from logits, and the gradient. */
import { shareStart } from '../share';
import { exp4 } from './math/exp';
import { logOf, maxOfRow, sumOfExp } from './rows';
import { loadPart, place, storePart } from './vectors';

// @ts-ignore: decorator
@unmanaged
class CrossEntropyArgs {
  logits: usize;
  targets: usize;
  isSparse: i32;
  out: usize;
  rows: i32;
  classes: i32;
}

/** Class number of a row, or -1 if there is no such class. */
// @ts-ignore: decorator
@inline
function classAt(targets: usize, r: i32, classes: i32): i32 {
  const target = load<f32>(place(targets, r));
  return target > -1 && target < <f32>classes ? <i32>target : -1;
}

export function crossEntropy(args: usize, thread: i32, threads: i32): void {
  const at = changetype<CrossEntropyArgs>(args);
  const last = shareStart(at.rows, thread + 1, threads);
  for (let r = shareStart(at.rows, thread, threads); r < last; r++) {
    const x = place(at.logits, r * at.classes);
    const most = maxOfRow(x, at.classes);
    const log = logOf(sumOfExp(x, at.classes, most));
    let loss: f32 = 0;
    if (at.isSparse) {
      const target = classAt(at.targets, r, at.classes);
      if (target >= 0) loss = log - (load<f32>(place(x, target)) - most);
    } else {
      loss = lossOf(x, place(at.targets, r * at.classes), at.classes, most, log);
    }
    store<f32>(place(at.out, r), loss);
  }
}

/** A class whose target is 0 takes no part, even if its logit is infinite. */
function lossOf(x: usize, targets: usize, classes: i32, most: f32, log: f32): f32 {
  let loss: f32 = 0;
  for (let c = 0; c < classes; c++) {
    const target = load<f32>(place(targets, c));
    if (target != 0) loss += target * (log - (load<f32>(place(x, c)) - most));
  }
  return loss;
}

// @ts-ignore: decorator
@unmanaged
class CrossEntropyGradientArgs {
  logits: usize;
  targets: usize;
  isSparse: i32;
  gradient: usize;
  out: usize;
  rows: i32;
  classes: i32;
}

export function crossEntropyGradient(args: usize, thread: i32, threads: i32): void {
  const at = changetype<CrossEntropyGradientArgs>(args);
  const last = shareStart(at.rows, thread + 1, threads);
  for (let r = shareStart(at.rows, thread, threads); r < last; r++) {
    const x = place(at.logits, r * at.classes);
    const out = place(at.out, r * at.classes);
    const gradient = load<f32>(place(at.gradient, r));
    if (at.isSparse) sparseRow(x, classAt(at.targets, r, at.classes), gradient, out, at.classes);
    else denseRow(x, place(at.targets, r * at.classes), gradient, out, at.classes);
  }
}

function sparseRow(x: usize, target: i32, gradient: f32, out: usize, classes: i32): void {
  scaledSoftmax(x, out, classes, target < 0 ? 0 : gradient);
  if (target < 0) return;
  const hit = place(out, target);
  store<f32>(hit, load<f32>(hit) - gradient);
}

function denseRow(x: usize, targets: usize, gradient: f32, out: usize, classes: i32): void {
  let sum: f32 = 0;
  for (let c = 0; c < classes; c++) sum += load<f32>(place(targets, c));
  scaledSoftmax(x, out, classes, gradient * sum);
  for (let c = 0; c < classes; c++) {
    const to = place(out, c);
    store<f32>(to, load<f32>(to) - gradient * load<f32>(place(targets, c)));
  }
}

/** `softmax(x) * scale`; `out` may be `x`. */
function scaledSoftmax(x: usize, out: usize, size: i32, scale: f32): void {
  const most = maxOfRow(x, size);
  const sum = f32x4.splat(sumOfExp(x, size, most));
  const most4 = f32x4.splat(most);
  const scale4 = f32x4.splat(scale);
  for (; size >= 4; size -= 4, x += 16, out += 16) {
    const e = exp4(f32x4.sub(v128.load(x), most4));
    v128.store(out, f32x4.mul(f32x4.div(e, sum), scale4));
  }
  if (size == 0) return;
  const e = exp4(f32x4.sub(loadPart(x, size), most4));
  storePart(out, f32x4.mul(f32x4.div(e, sum), scale4), size);
}
