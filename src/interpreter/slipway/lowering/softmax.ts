import { instructions } from '#simd';
import { exponentials } from '../../reference';
import type { Lower } from './lowering';

/** Of codes of 8 bits: all exponentials that there can be are a table. */
export const softmax: Lower = ({ node, tape, arena }) => {
  const input = node.input(0);
  if (input.type !== 'INT8' && input.type !== 'UINT8') return false;
  const length = input.shape.at(-1)!;
  if (length === 0) return false;
  const { scale } = node.scaleOf(input);
  instructions.lite.softmax(tape, {
    x: arena.addressOf(input),
    y: arena.addressOf(node.output()),
    rows: input.data.length / length,
    length,
    table: arena.place(exponentials(scale, node.options('SoftmaxOptions').beta)),
    isSigned: input.type === 'INT8',
  });
  return true;
};
