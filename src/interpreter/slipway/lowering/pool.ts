import { instructions } from '#simd';
import { poolingOf } from '../../reference';
import type { Lower, Lowered } from './lowering';
import { placeOf } from './place';

export const averagePool: Lower = (op) => lowerPool(op, 'average');
export const mostPool: Lower = (op) => lowerPool(op, 'most');

function lowerPool({ node, tape, arena }: Lowered, kind: 'average' | 'most'): boolean {
  const input = node.input(0);
  if (input.type !== 'FLOAT32' && input.type !== 'INT8') return false;
  const { batches, depth, window, range } = poolingOf(node);
  instructions.lite.pool(tape, {
    ...placeOf(window, depth, 0),
    x: arena.addressOf(input),
    y: arena.addressOf(node.output()),
    kind,
    isFloat: input.type === 'FLOAT32',
    count: batches,
    ...range,
  });
  return true;
}
