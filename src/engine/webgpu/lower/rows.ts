/** Operations on rows: softmax, cross-entropy, the largest element. Rows of one tensor share their maximum and sum. */
import type {
  ArgMax,
  CrossEntropy,
  CrossEntropyGradient,
  PlanTensor,
  Softmax,
  SoftmaxGradient,
} from '../../plan';
import { fixed, float } from '../text/literals';
import type { Scope } from '../text/scope';
import type { FreshTensors } from './fresh-tensors';
import { type MapOp, pointwise, SUM } from './map-op';

interface RowStats {
  readonly max: PlanTensor;
  /** Sum of the exponentials of what lies below the maximum. */
  readonly sum: PlanTensor;
}

export class RowLowering {
  readonly #fresh: FreshTensors;
  readonly #emit: (op: MapOp) => void;
  readonly #stats = new Map<number, RowStats>();

  /** @param emit takes what has to be computed first */
  constructor(fresh: FreshTensors, emit: (op: MapOp) => void) {
    this.#fresh = fresh;
    this.#emit = emit;
  }

  softmax({ kind, x, out, size }: Softmax): MapOp {
    const stats = this.#statsOf(x, size);
    return rowwise(out, [x, stats.max, stats.sum], (scope) => {
      const value = `${scope.load(x)}(i) - ${scope.load(stats.max)}(i / ${size}u)`;
      const sum = `${scope.load(stats.sum)}(i / ${size}u)`;
      return kind === 'softmax'
        ? `return expOf(${value}) / ${sum};`
        : `return ${value} - logOf(${sum});`;
    });
  }

  softmaxGradient({ kind, y, gradient, out, size }: SoftmaxGradient): MapOp {
    const isLog = kind === 'logSoftmaxGradient';
    const rows = { each: out.count.each / size, isBatched: out.count.isBatched };
    const sum = this.#fresh.make(`${out.name}/sum`, rows);
    this.#emit({
      ...rowwise(sum, isLog ? [gradient] : [y, gradient], () => 'return v;'),
      fold: {
        ...SUM,
        length: fixed(size),
        term: (scope) => {
          const product = isLog ? '' : ` * ${scope.load(y)}(i * ${size}u + k)`;
          return `return ${scope.load(gradient)}(i * ${size}u + k)${product};`;
        },
      },
    });
    return rowwise(out, [y, gradient, sum], (scope) => {
      const [at, total] = [`${scope.load(y)}(i)`, `${scope.load(sum)}(i / ${size}u)`];
      const value = `${scope.load(gradient)}(i)`;
      return isLog
        ? `return ${value} - expOf(${at}) * ${total};`
        : `return ${at} * (${value} - ${total});`;
    });
  }

  crossEntropy({ logits, targets, isSparse, out, classes }: CrossEntropy): MapOp {
    const { max, sum } = this.#statsOf(logits, classes);
    const reads = [logits, targets, max, sum];
    const top = (scope: Scope) => `let top = ${scope.load(max)}(i) + logOf(${scope.load(sum)}(i));`;
    if (!isSparse) {
      return {
        ...rowwise(out, reads, () => 'return v;'),
        fold: {
          ...SUM,
          length: fixed(classes),
          term: (scope) => `${top(scope)}
let at = i * ${classes}u + k;
return ${scope.load(targets)}(at) * (top - ${scope.load(logits)}(at));`,
        },
      };
    }
    return rowwise(
      out,
      reads,
      (scope) => `${top(scope)}
let label = i32(${scope.load(targets)}(i));
if (label < 0 || label >= ${classes}) { return 0f; }
return top - ${scope.load(logits)}(i * ${classes}u + u32(label));`,
    );
  }

  crossEntropyGradient(op: CrossEntropyGradient): MapOp {
    const { logits, targets, isSparse, gradient, out, classes } = op;
    const { max, sum } = this.#statsOf(logits, classes);
    const weight = isSparse ? undefined : this.#rowSum(targets, classes);
    const reads = [logits, targets, gradient, max, sum, ...(weight ? [weight] : [])];
    return rowwise(out, reads, (scope) => {
      const head = `let row = i / ${classes}u;
let p = expOf(${scope.load(logits)}(i) - ${scope.load(max)}(row)) / ${scope.load(sum)}(row);
let g = ${scope.load(gradient)}(row);`;
      if (weight) {
        return `${head}\nreturn g * (p * ${scope.load(weight)}(row) - ${scope.load(targets)}(i));`;
      }
      return `${head}
let label = i32(${scope.load(targets)}(row));
if (label < 0 || label >= ${classes}) { return 0f; }
return g * (p - select(0f, 1f, u32(label) == i % ${classes}u));`;
    });
  }

  argMax({ x, out, size }: ArgMax): MapOp {
    return rowwise(
      out,
      [x],
      (scope) => `var best = 0u;
var largest = ${scope.load(x)}(i * ${size}u);
for (var k = 1u; k < ${size}u; k++) {
  let value = ${scope.load(x)}(i * ${size}u + k);
  if (value > largest) { best = k; largest = value; }
}
return f32(best);`,
    );
  }

  #statsOf(x: PlanTensor, size: number): RowStats {
    const known = this.#stats.get(x.id);
    if (known) return known;
    const rows = { each: x.count.each / size, isBatched: x.count.isBatched };
    const max = this.#fresh.make(`${x.name}/max`, rows);
    const sum = this.#fresh.make(`${x.name}/sum`, rows);
    const length = fixed(size);
    this.#emit({
      ...rowwise(max, [x], () => 'return v;'),
      fold: {
        length,
        start: float(-Infinity),
        combine: (a, b) => `max(${a}, ${b})`,
        term: (scope) => `return ${scope.load(x)}(i * ${size}u + k);`,
      },
    });
    this.#emit({
      ...rowwise(sum, [x, max], () => 'return v;'),
      fold: {
        ...SUM,
        length,
        term: (scope) =>
          `return expOf(${scope.load(x)}(i * ${size}u + k) - ${scope.load(max)}(i));`,
      },
    });
    const stats = { max, sum };
    this.#stats.set(x.id, stats);
    return stats;
  }

  #rowSum(x: PlanTensor, size: number): PlanTensor {
    const rows = { each: x.count.each / size, isBatched: x.count.isBatched };
    const sum = this.#fresh.make(`${x.name}/total`, rows);
    this.#emit({
      ...rowwise(sum, [x], () => 'return v;'),
      fold: {
        ...SUM,
        length: fixed(size),
        term: (scope) => `return ${scope.load(x)}(i * ${size}u + k);`,
      },
    });
    return sum;
  }
}

function rowwise(
  out: PlanTensor,
  reads: readonly PlanTensor[],
  text: (scope: Scope) => string,
): MapOp {
  return pointwise(out, reads, text, { isSpread: true, cost: 4 });
}
