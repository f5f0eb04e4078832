/** Operations on elements that lie beside each other. */
import type {
  Binary,
  Broadcast,
  Count,
  Dropout,
  OneHot,
  PlanTensor,
  Select,
  Unary,
  UnaryGradient,
} from '../../plan';
import { dropped } from '../text/epilogue';
import { binary as binaryText, slope, unary as unaryText } from '../text/functions';
import { countText, float, ravel, unravel } from '../text/literals';
import { isBatched, type MapOp, pointwise } from './map-op';

/** What takes a GPU many cycles, and should not be computed twice. */
const SLOW = new Set([
  'cos',
  'sin',
  'erf',
  'exp',
  'expm1',
  'log',
  'log1p',
  'softplus',
  'tanh',
  'elu',
  'selu',
  'sigmoid',
  'pow',
]);
const SLOW_COST = 4;

export function unary({ fn, alpha, x, out }: Unary): MapOp {
  return pointwise(
    out,
    [x],
    (scope) => `let x = ${scope.load(x)}(i);\nreturn ${unaryText(fn, 'x', alpha)};`,
    { cost: SLOW.has(fn) ? SLOW_COST : 1 },
  );
}

export function unaryGradient({ fn, alpha, x, y, gradient, out }: UnaryGradient): MapOp {
  return pointwise(
    out,
    [x, y, gradient],
    (scope) => `let x = ${scope.load(x)}(i);
let y = ${scope.load(y)}(i);
return ${scope.load(gradient)}(i) * ${slope(fn, 'x', 'y', alpha)};`,
    { cost: SLOW.has(fn) ? SLOW_COST : 3 },
  );
}

export function binary({ fn, a, b, out, dims, aStrides, bStrides }: Binary): MapOp {
  const names = dims.map((_, d) => `i${d}`);
  return pointwise(
    out,
    [a, b],
    (scope) => `${unravel('i', dims, names)}
let a = ${scope.load(a)}(${ravel(names, aStrides)});
let b = ${scope.load(b)}(${ravel(names, bStrides)});
return ${binaryText(fn, 'a', 'b')};`,
    {
      cost: SLOW.has(fn) ? SLOW_COST : 2,
      isSampleLocal: isAligned(dims, [a, aStrides], [b, bStrides]),
    },
  );
}

export function select(op: Select): MapOp {
  const { condition, a, b, out, dims, conditionStrides, aStrides, bStrides } = op;
  const names = dims.map((_, d) => `i${d}`);
  return pointwise(
    out,
    [condition, a, b],
    (scope) => `${unravel('i', dims, names)}
if (${scope.load(condition)}(${ravel(names, conditionStrides)}) != 0f) {
  return ${scope.load(a)}(${ravel(names, aStrides)});
}
return ${scope.load(b)}(${ravel(names, bStrides)});`,
    { isSampleLocal: isAligned(dims, [condition, conditionStrides], [a, aStrides], [b, bStrides]) },
  );
}

/** Whether a sample of the result reads the same sample of every batched operand. */
function isAligned(
  dims: readonly Count[],
  ...operands: readonly (readonly [PlanTensor, readonly number[]])[]
): boolean {
  const [first] = dims;
  if (!first?.isBatched) return false;
  return operands.every(
    ([tensor, strides]) => !isBatched(tensor) || first.each * strides[0]! === tensor.count.each,
  );
}

export function dropout({ x, out, ...spec }: Dropout): MapOp {
  return pointwise(
    out,
    [x],
    (scope) => `let x = ${scope.load(x)}(i);\nreturn ${dropped(scope, spec, 'x')};`,
    { cost: 3 },
  );
}

export function broadcast({ x, out, repeated, inner, isMean }: Broadcast): MapOp {
  const times = countText(repeated);
  return pointwise(
    out,
    [x],
    (scope) => {
      const value = `${scope.load(x)}(i / (${inner}u * ${times}) * ${inner}u + i % ${inner}u)`;
      return isMean ? `return ${value} / f32(${times});` : `return ${value};`;
    },
    { isSampleLocal: isBatched(out) && !(repeated.isBatched && isBatched(x)) },
  );
}

export function oneHot({ x, out, size, on, off }: OneHot): MapOp {
  return pointwise(
    out,
    [x],
    (scope) => `let chosen = trunc(${scope.load(x)}(i / ${size}u));
return select(${float(off)}, ${float(on)}, chosen == f32(i % ${size}u));`,
  );
}

export function batchSize(out: PlanTensor, factor: number): MapOp {
  return pointwise(out, [], () => `return f32(P.batch) * ${float(factor)};`);
}
