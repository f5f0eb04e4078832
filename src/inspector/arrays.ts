/** Arrays by name, as a table whose rows can be opened for their values. */
import type { Draft } from './blocks';
import { table } from './blocks';
import { shapeText } from './text';
import { DTYPES, type NDArray } from '#tensor';

export interface NamedArray {
  readonly name: string;
  /** Where it is kept: a path in HDF5, a member of an archive. */
  readonly place: string;
  readonly array: NDArray;
}

export function bytesOf(array: NDArray): number {
  return array.size * DTYPES[array.dtype].bytes;
}

export function totalBytes(arrays: readonly NamedArray[]): number {
  return arrays.reduce((sum, { array }) => sum + bytesOf(array), 0);
}

export function totalCount(arrays: readonly NamedArray[]): number {
  return arrays.reduce((sum, { array }) => sum + array.size, 0);
}

interface ArrayTable {
  readonly title: string;
  readonly intro?: string;
  /** Heading of the first column. */
  readonly what: string;
  readonly arrays: readonly NamedArray[];
}

export function arrayTable({ title, intro = '', what, arrays }: ArrayTable): Draft {
  const all = totalBytes(arrays);
  const hasPlaces = arrays.some(({ name, place }) => name !== place);
  return table({
    title,
    intro,
    columns: [
      { title: what, as: 'code' },
      ...(hasPlaces ? [{ title: 'Place in the file', as: 'code' as const }] : []),
      { title: 'Shape', as: 'code' },
      { title: 'Type', as: 'code' },
      { title: 'Bytes', as: 'bytes' },
      { title: 'Share', as: 'share' },
    ],
    rows: arrays.map(({ name, place, array }) => [
      name,
      ...(hasPlaces ? [place] : []),
      shapeText(array.shape),
      array.dtype,
      bytesOf(array),
      all > 0 ? bytesOf(array) / all : 0,
    ]),
    array: async (row) => arrays[row]!.array,
  });
}
