/** A map operation as a WGSL function of the element's index. */
import type { MapOp } from '../lower/map-op';
import { countText } from './literals';
import type { Scope } from './scope';

/** @param name of the function `(i: u32) -> f32` */
export function foldText(scope: Scope, op: MapOp, name: string): string {
  if (!op.fold) return `fn ${name}(i: u32) -> f32 {\n${op.text(scope)}\n}`;
  const { length, start, combine } = op.fold;
  const term = termFunction(scope, op);
  const finish = finishFunction(scope, op);
  return `fn ${name}(i: u32) -> f32 {
  var v = ${start};
  for (var k = 0u; k < ${countText(length)}; k++) { v = ${combine('v', `${term}(i, k)`)}; }
  return ${finish}(i, v);
}`;
}

/** Name of the function `(i: u32, k: u32) -> f32`. */
export function termFunction(scope: Scope, { fold, out }: MapOp): string {
  return scope.define(
    `term${scope.number(out)}`,
    (name) => `fn ${name}(i: u32, k: u32) -> f32 {\n${fold!.term(scope)}\n}`,
  );
}

/** Name of the function `(i: u32, v: f32) -> f32`. */
export function finishFunction(scope: Scope, op: MapOp): string {
  return scope.define(
    `finish${scope.number(op.out)}`,
    (name) => `fn ${name}(i: u32, folded: f32) -> f32 {\nvar v = folded;\n${op.text(scope)}\n}`,
  );
}

/** Name of the function that computes element `i` anew, whatever becomes of it. */
export function valueFunction(scope: Scope, op: MapOp): string {
  return scope.define(`value${scope.number(op.out)}`, (name) => foldText(scope, op, name));
}
