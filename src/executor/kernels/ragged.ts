/** Ragged tensors, which flow as values and the lengths of their rows. */
import { elementCount, storageOf } from '../element-types';
import type { KernelCall } from '../kernel';
import type { RuntimeKernels } from '../runtime';
import { makeTensor, type Tensor } from '../tensor';
import { joinRows, rowsOf } from './rows';

export const RAGGED: RuntimeKernels = { RaggedTensorToTensor: toTensor };

/** For each value of a level: which row it is in, and where in it. */
interface Level {
  readonly rows: readonly number[];
  readonly positions: readonly number[];
}

function toTensor(call: KernelCall): readonly Tensor[] {
  const [asked, values, missing, ...partitions] = call.inputs as readonly [
    Tensor,
    Tensor,
    Tensor,
    ...Tensor[],
  ];
  const types = call.texts('row_partition_types');
  const first = firstSize(types, partitions);
  const isSized = types[0] === 'FIRST_DIM_SIZE';
  const levels = partitions.slice(isSized ? 1 : 0).map((tensor, i) => {
    const isSplits = types[i + (isSized ? 1 : 0)] === 'ROW_SPLITS';
    return isSplits ? levelOfSplits(numbers(tensor)) : levelOfRows(numbers(tensor));
  });
  const inner = values.shape.slice(1);
  const own = [first, ...levels.map(widest), ...inner];
  const shape =
    asked.shape.length === 0 ? own : own.map((size, i) => orElse(numbers(asked)[i], size));
  const places = placesOf(levels, first, shape);
  return [fill(shape, inner, values, missing, places)];
}

function numbers({ data }: Tensor): readonly number[] {
  return Array.from(data as ArrayLike<number | bigint>, Number);
}

function orElse(asked: number | undefined, size: number): number {
  return asked === undefined || asked < 0 ? size : asked;
}

function firstSize(types: readonly string[], partitions: readonly Tensor[]): number {
  const first = partitions[0]!;
  return types[0] === 'FIRST_DIM_SIZE' ? Number(first.data[0]) : first.data.length - 1;
}

function levelOfSplits(splits: readonly number[]): Level {
  const rows: number[] = [];
  const positions: number[] = [];
  for (let row = 0; row + 1 < splits.length; row++) {
    for (let i = splits[row]!; i < splits[row + 1]!; i++) {
      rows.push(row);
      positions.push(i - splits[row]!);
    }
  }
  return { rows, positions };
}

function levelOfRows(rows: readonly number[]): Level {
  let start = 0;
  const positions = rows.map((row, i) => {
    if (i > 0 && row !== rows[i - 1]) start = i;
    return i - start;
  });
  return { rows, positions };
}

function widest({ positions }: Level): number {
  return positions.reduce((most, position) => Math.max(most, position + 1), 0);
}

/** Where each value goes, counted in values; -1 for those that do not fit. */
function placesOf(
  levels: readonly Level[],
  first: number,
  shape: readonly number[],
): readonly number[] {
  const sizes = shape.slice(0, levels.length + 1);
  let places = Array.from({ length: first }, (_, i) => (i < sizes[0]! ? i : -1));
  levels.forEach(({ rows, positions }, i) => {
    const size = sizes[i + 1]!;
    const parents = places;
    places = rows.map((row, value) => {
      const [parent, position] = [parents[row] ?? -1, positions[value]!];
      return parent < 0 || position >= size ? -1 : parent * size + position;
    });
  });
  return places;
}

function fill(
  shape: readonly number[],
  inner: readonly number[],
  values: Tensor,
  missing: Tensor,
  places: readonly number[],
): Tensor {
  const rows = rowsOf(values);
  const filler = fillerOf(inner, missing);
  const count = elementCount(shape.slice(0, shape.length - inner.length));
  const cells = new Array<Tensor>(count).fill(filler);
  places.forEach((place, i) => {
    if (place >= 0) cells[place] = rows[i]!;
  });
  return joinRows(values.dtype, shape, cells);
}

/** The default value, repeated where it is one element for several. */
function fillerOf(inner: readonly number[], missing: Tensor): Tensor {
  const count = elementCount(inner);
  const own = elementCount(missing.shape);
  if (own === count || !storageOf(missing.dtype)) return missing;
  const element = makeTensor(missing.dtype, [], missing.data);
  return joinRows(missing.dtype, inner, new Array<Tensor>(count / own).fill(element));
}
