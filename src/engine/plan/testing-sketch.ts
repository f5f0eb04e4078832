/** Routines written by hand, for the tests of passes. */
import { fixed } from './dims';
import { OpWriter } from './op-writer';
import type { Dense, DenseWeightGradient, PlanOp, PlanTensor, Routine } from './plan';
import { TensorTable } from './tensor-table';

/** A layer of 4 inputs and 3 units on a batch. */
export class Sketch {
  readonly table = new TensorTable();
  readonly writer = new OpWriter(this.table);
  readonly rows = { each: 1, isBatched: true };
  readonly x = this.table.add('x', { each: 4, isBatched: true }, 'feed');
  readonly kernel = this.table.add('kernel', fixed(12), 'variable');
  readonly bias = this.table.add('bias', fixed(3), 'variable');

  dense(x: PlanTensor = this.x): PlanTensor {
    const op = { kind: 'dense', x, weights: this.kernel, rows: this.rows, inputs: 4, units: 3 };
    return this.writer.write(op as Omit<Dense, 'out'>, { each: 3, isBatched: true });
  }

  plusBias(x: PlanTensor): PlanTensor {
    const dims = [this.rows, fixed(3)];
    return this.writer.binary(
      'add',
      dims,
      { tensor: x, dims },
      { tensor: this.bias, dims: [fixed(3)] },
    );
  }

  dropout(x: PlanTensor, stream = 0): PlanTensor {
    const spec = { rate: 0.5, scale: 2, stream };
    return this.writer.write({ kind: 'dropout', x, count: x.count, ...spec }, x.count);
  }

  /** The gradient for what `dense` read. */
  inputGradient(gradient: PlanTensor): PlanTensor {
    const sizes = { rows: this.rows, inputs: 4, units: 3 };
    const op = { kind: 'denseInputGradient', gradient, weights: this.kernel, ...sizes } as const;
    return this.writer.write(op, this.x.count);
  }

  weightGradient(gradient: PlanTensor): PlanTensor {
    const out = this.table.add('kernel/gradient', fixed(12), 'computed');
    const sizes = { rows: this.rows, inputs: 4, units: 3 };
    const op: DenseWeightGradient = {
      kind: 'denseWeightGradient',
      x: this.x,
      gradient,
      out,
      ...sizes,
    };
    this.writer.ops.push(op);
    return out;
  }

  rowSum(x: PlanTensor): PlanTensor {
    return this.writer.reduce('sum', x, [this.rows, fixed(3)], 0, 1);
  }

  update(variable: PlanTensor, gradient: PlanTensor): void {
    this.writer.ops.push({ kind: 'update', variable, slots: [], gradient });
  }

  routine(...results: readonly PlanTensor[]): Routine {
    const shape = [null];
    return {
      ops: this.writer.ops,
      results: results.map((tensor) => ({ tensor, dtype: 'float32', shape })),
    };
  }
}

export function kinds({ ops }: Routine): PlanOp['kind'][] {
  return ops.map(({ kind }) => kind);
}
