import type { LiteGraph, LiteOp, LiteTensor, Pass } from '../lite/graph';

/** Constants with more elements are the same only if they are one tensor. */
const LARGEST_COMPARED = 64;

const isRandom = ({ code }: LiteOp): boolean => code.startsWith('RANDOM') || code === 'MULTINOMIAL';

/** Texts that are equal for equal things. */
class Keys {
  readonly #numbers = new Map<LiteTensor, number>();

  tensor(tensor: LiteTensor | null): string {
    if (!tensor) return '-';
    const { data, dtype, shape } = tensor;
    if (data && data.size <= LARGEST_COMPARED) {
      const values = Array.from(data.data as ArrayLike<unknown>, (x) =>
        Object.is(x, -0) ? '-0' : x,
      );
      return `${dtype}[${shape.join()}]${values.join()}`;
    }
    const number = this.#numbers.get(tensor) ?? this.#numbers.size;
    this.#numbers.set(tensor, number);
    return `#${number}`;
  }

  op(op: LiteOp): string {
    const inputs = op.inputs.map((tensor) => this.tensor(tensor));
    const outputs = op.outputs.map(({ dtype, shape }) => `${dtype}[${shape.join()}]`);
    return [op.code, JSON.stringify(op.options), ...inputs, '->', ...outputs].join(' ');
  }
}

/** A later op that computes what an earlier one did goes; its readers read the earlier results. */
function mergeEqual(graph: LiteGraph): LiteGraph {
  const keys = new Keys();
  const first = new Map<string, LiteOp>();
  const instead = new Map<LiteTensor, LiteTensor>();
  const now = (tensor: LiteTensor): LiteTensor => instead.get(tensor) ?? tensor;
  const ops: LiteOp[] = [];
  for (const op of graph.ops) {
    const current = { ...op, inputs: op.inputs.map((tensor) => tensor && now(tensor)) };
    const key = keys.op(current);
    const twin = isRandom(op) ? undefined : first.get(key);
    if (twin) {
      op.outputs.forEach((tensor, i) => instead.set(tensor, twin.outputs[i]!));
    } else {
      first.set(key, current);
      ops.push(current);
    }
  }
  if (instead.size === 0) return graph;
  const outputs = graph.outputs.map((output) => ({ ...output, tensor: now(output.tensor) }));
  return { ...graph, ops, outputs };
}

export const shareEqual: Pass = {
  name: 'share equal results',
  about: 'What is computed twice from the same inputs is computed once.',
  run: mergeEqual,
};
