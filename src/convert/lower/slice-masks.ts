/** A StridedSlice without ellipsis, of a tensor that has the new axes already. */

export interface PlainSlice {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  readonly beginMask: number;
  readonly endMask: number;
  readonly shrinkAxisMask: number;
  /** Where dimensions of 1 are put into the tensor before, by their places afterwards. */
  readonly newAxes: readonly number[];
}

interface Entry {
  readonly bounds: readonly [number, number, number];
  readonly isOpen: readonly [boolean, boolean];
  readonly isShrunk: boolean;
}

const WHOLE: Entry = { bounds: [0, 0, 1], isOpen: [true, true], isShrunk: false };

/**
 * @param bounds begin, end and strides
 * @param mask of the attribute, without `_mask`
 * @param shape of what is sliced
 */
export function plainSlice(
  bounds: readonly (readonly number[])[],
  mask: (name: 'begin' | 'end' | 'ellipsis' | 'new_axis' | 'shrink_axis') => number,
  shape: readonly number[],
): PlainSlice {
  const [begin, end, strides] = bounds as [readonly number[], readonly number[], readonly number[]];
  const isSet = (name: Parameters<typeof mask>[0], i: number) => ((mask(name) >> i) & 1) === 1;
  const sources = begin.filter((_, i) => !isSet('ellipsis', i) && !isSet('new_axis', i)).length;
  const entries: Entry[] = [];
  const newAxes: number[] = [];
  begin.forEach((_, i) => {
    if (isSet('ellipsis', i)) {
      for (let rest = shape.length - sources; rest > 0; rest--) entries.push(WHOLE);
    } else if (isSet('new_axis', i)) {
      newAxes.push(entries.length);
      entries.push(WHOLE);
    } else {
      entries.push({
        bounds: [begin[i]!, end[i]!, strides[i]!],
        isOpen: [isSet('begin', i), isSet('end', i)],
        isShrunk: isSet('shrink_axis', i),
      });
    }
  });
  for (let axis = entries.length - newAxes.length; axis < shape.length; axis++)
    entries.push({ ...WHOLE, bounds: [0, shape[axis]!, 1] });
  const bits = (test: (entry: Entry) => boolean) =>
    entries.reduce((sum, entry, i) => sum | (test(entry) ? 1 << i : 0), 0);
  return {
    begin: entries.map((entry) => entry.bounds[0]),
    end: entries.map((entry) => entry.bounds[1]),
    strides: entries.map((entry) => entry.bounds[2]),
    beginMask: bits((entry) => entry.isOpen[0]),
    endMask: bits((entry) => entry.isOpen[1]),
    shrinkAxisMask: bits((entry) => entry.isShrunk),
    newAxes,
  };
}
