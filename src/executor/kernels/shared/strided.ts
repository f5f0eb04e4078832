/** Copies in steps: what transposing, slicing, repeating and reversing have in common. */
import type { Tensor } from '../../tensor';
import { ElementWriter } from './elements';

interface Dimension {
  readonly size: number;
  readonly step: number;
}

/**
 * The elements of `source` that one reaches from `offset` by `steps` along each axis of `shape`.
 * @param steps in elements; 0 repeats, less than 0 goes backwards
 */
export function strided(
  source: Tensor,
  shape: readonly number[],
  steps: readonly number[],
  offset = 0,
): Tensor {
  const writer = new ElementWriter(source.dtype, shape);
  if (!shape.includes(0)) {
    const dimensions = collapse(shape, steps);
    const inner = dimensions.pop() ?? { size: 1, step: 1 };
    copyRows(writer, source, dimensions, inner, offset);
  }
  return writer.tensor();
}

function collapse(shape: readonly number[], steps: readonly number[]): Dimension[] {
  const joined: Dimension[] = [];
  for (const [axis, size] of shape.entries()) {
    if (size === 1) continue;
    const step = steps[axis]!;
    const outer = joined.at(-1);
    if (outer?.step === step * size) joined[joined.length - 1] = { size: outer.size * size, step };
    else joined.push({ size, step });
  }
  return joined;
}

function copyRows(
  writer: ElementWriter,
  { data }: Tensor,
  outer: readonly Dimension[],
  inner: Dimension,
  offset: number,
): void {
  const rows = outer.reduce((all, { size }) => all * size, 1);
  const index = new Array<number>(outer.length).fill(0);
  let from = offset;
  for (let row = 0; row < rows; row++) {
    writer.gather(row * inner.size, data, from, inner.step, inner.size);
    for (let axis = outer.length - 1; axis >= 0; axis--) {
      const { size, step } = outer[axis]!;
      from += step;
      index[axis]! += 1;
      if (index[axis]! < size) break;
      index[axis] = 0;
      from -= step * size;
    }
  }
}
