/** Functions of one element or of two. */
import { instructions } from '#simd';
import { activationRange, typeRange, type LiteTensor, type Node } from '../../reference';
import type { Lower, Lowered } from './lowering';
import { isBytes, mapCodes, tabulate } from './tables';

/** Elements from which on filling a table of all pairs of codes pays. */
const WORTH_A_TABLE = 2048;

/** RELU and the like. */
export function clampTo(low: number, high: number): Lower {
  return (op) => {
    const { node, tape, arena } = op;
    const input = node.input(0);
    if (input.type !== 'FLOAT32') return mapCodes(op);
    const [x, y] = [arena.addressOf(input), arena.addressOf(node.output())];
    instructions.lite.clampFloats(tape, { x, y, count: input.data.length, low, high });
    return true;
  };
}

export const quantize: Lower = (op) => {
  const { node, tape, arena } = op;
  const input = node.input(0);
  const output = node.output();
  if (!isBytes(output)) return false;
  if (input.type !== 'FLOAT32') return mapCodes(op);
  const { scale, zeroPoint: zero } = node.scaleOf(output);
  instructions.lite.quantizeFloats(tape, {
    x: arena.addressOf(input),
    y: arena.addressOf(output),
    count: input.data.length,
    zero,
    scale,
    ...typeRange(node, output.type),
  });
  return true;
};

const KINDS = { ADD: 'add', SUB: 'subtract', MUL: 'multiply' } as const;

/** Two tensors, of which one may begin again and again along the other. */
export const combineTwo: Lower = (op) => {
  const { node } = op;
  const [a, b] = [node.input(0), node.input(1)];
  if (a === b || a.data.length === 0 || b.data.length === 0) return false;
  const { shape } = node.output();
  const isForward = isWhole(a, shape) && isRepeated(b, shape);
  const isBackward = !isForward && isWhole(b, shape) && isRepeated(a, shape);
  if (!isForward && !isBackward) return false;
  if (a.type === 'FLOAT32') return combineFloats(op, isBackward);
  return isBytes(a) && combineCodes(op, isBackward);
};

function isWhole(tensor: LiteTensor, shape: readonly number[]): boolean {
  return tensor.data.length === shape.reduce((size, length) => size * length, 1);
}

/** Whether a tensor's dimensions are the last ones of the shape. */
function isRepeated(tensor: LiteTensor, shape: readonly number[]): boolean {
  const first = tensor.shape.findIndex((length) => length !== 1);
  const own = first < 0 ? [] : tensor.shape.slice(first);
  return own.every((length, i) => length === shape[shape.length - own.length + i]);
}

/** Addresses of both, the whole one first. */
function pairOf({ node, arena }: Lowered, isBackward: boolean) {
  const [whole, repeated] = isBackward ? [1, 0] : [0, 1];
  return {
    a: arena.addressOf(node.input(whole)),
    b: arena.addressOf(node.input(repeated)),
    y: arena.addressOf(node.output()),
    count: node.output().data.length,
    period: node.input(repeated).data.length,
  };
}

function combineFloats(op: Lowered, isBackward: boolean): boolean {
  const { node, tape } = op;
  if (node.op !== 'ADD' && node.op !== 'MUL' && !(node.op === 'SUB' && !isBackward)) return false;
  const limits = activationRange(node, activationOf(node));
  const kind = KINDS[node.op];
  instructions.lite.combineFloats(tape, { ...pairOf(op, isBackward), kind, ...limits });
  return true;
}

function activationOf(node: Node) {
  if (node.op === 'ADD') return node.options('AddOptions').fusedActivationFunction;
  if (node.op === 'SUB') return node.options('SubOptions').fusedActivationFunction;
  return node.options('MulOptions').fusedActivationFunction;
}

function combineCodes(op: Lowered, isBackward: boolean): boolean {
  const { node, kernel, tape, arena } = op;
  if (node.output().data.length < WORTH_A_TABLE) return false;
  const [whole, repeated] = isBackward ? [1, 0] : [0, 1];
  const table = tabulate(node, kernel, [
    [node.input(whole), [256, 1]],
    [node.input(repeated), [256]],
  ]);
  instructions.lite.combine(tape, { ...pairOf(op, isBackward), table: arena.place(table) });
  return true;
}
