/** Elementwise functions, their derivatives, dropout. */
import { countOf, type Binary, type Count } from '../plan';
import { dropoutFactor } from './epilogue';
import { BINARY, DERIVATIVES, UNARY } from './functions';
import { type At, generate, type KernelTable } from './kernel';

export const ELEMENTWISE = {
  unary: ({ fn, alpha = 0, x, out, count }, at) => {
    const values = at.read(x);
    at.write(
      out,
      generate(count, at, (i) => UNARY[fn](values[i]!, alpha)),
    );
  },
  unaryGradient: ({ fn, alpha = 0, out, count, ...op }, at) => {
    const [x, y, gradient] = [at.read(op.x), at.read(op.y), at.read(op.gradient)];
    const slope = DERIVATIVES[fn]!;
    at.write(
      out,
      generate(count, at, (i) => gradient[i]! * slope(x[i]!, y[i]!, alpha)),
    );
  },
  binary: ({ fn, out, dims, aStrides, bStrides, ...op }, at) => {
    const [a, b] = [at.read(op.a), at.read(op.b)];
    const [aPlaces, bPlaces] = [placesOf(dims, aStrides, at), placesOf(dims, bStrides, at)];
    at.write(
      out,
      Float32Array.from(aPlaces, (place, i) => BINARY[fn](a[place]!, b[bPlaces[i]!]!)),
    );
  },
  select: ({ out, dims, conditionStrides, aStrides, bStrides, ...op }, at) => {
    const [condition, a, b] = [at.read(op.condition), at.read(op.a), at.read(op.b)];
    const [aPlaces, bPlaces] = [placesOf(dims, aStrides, at), placesOf(dims, bStrides, at)];
    at.write(
      out,
      Float32Array.from(placesOf(dims, conditionStrides, at), (place, i) =>
        condition[place] === 0 ? b[bPlaces[i]!]! : a[aPlaces[i]!]!,
      ),
    );
  },
  dropout: ({ x, out, count, ...spec }, at) => {
    const values = at.read(x);
    const factor = dropoutFactor(spec, at);
    at.write(
      out,
      generate(count, at, (i) => values[i]! * factor(i)),
    );
  },
} satisfies KernelTable;

/** Where an operand is read, for every element of the result. */
export function placesOf(
  dims: Binary['dims'],
  strides: readonly number[],
  { batch }: Pick<At, 'batch'>,
): Int32Array {
  let places = Int32Array.of(0);
  dims.forEach((dim: Count, axis) => {
    const size = countOf(dim, batch);
    const longer = new Int32Array(places.length * size);
    for (let i = 0; i < longer.length; i++) {
      longer[i] = places[Math.floor(i / size)]! + (i % size) * strides[axis]!;
    }
    places = longer;
  });
  return places;
}
