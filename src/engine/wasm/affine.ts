/** What bytes stand for, as few numbers instead of a table of 256 where that gives the same floats to the bit. */

/** `((byte - offset) / divisor) * factor + shift`, each step rounded to float32; absent ones change nothing. */
export interface Affine {
  readonly offset?: number;
  readonly divisor?: number;
  readonly factor?: number;
  readonly shift?: number;
}

const { fround } = Math;

/** @param table 256 values. @returns undefined when no form of those tried gives all of them exactly */
export function affineOf(table: Float32Array): Affine | undefined {
  return candidates(table).find((form) => isExact(form, table));
}

/** The usual ways to scale pixels: divided or multiplied, centred before or behind. */
function candidates(table: Float32Array): Affine[] {
  const low = table[0]!;
  const slope = (table[255]! - low) / 255;
  if (slope === 0 || !Number.isFinite(slope)) return [];
  const scales: Affine[] = [
    {},
    { divisor: neat(1 / slope) },
    { factor: fround(slope) },
    { factor: fround(table[1]! - low) },
    { divisor: 255, factor: neat(slope * 255) },
  ];
  const shift = low === 0 ? [{}] : [{ shift: low }, { offset: neat(-low / slope) }];
  return scales.flatMap((scale) => shift.map((by) => ({ ...scale, ...by })));
}

/** Without the digits that float32 arithmetic has left behind. */
function neat(value: number): number {
  return fround(Number(value.toPrecision(6)));
}

function isExact(form: Affine, table: Float32Array): boolean {
  return table.every((value, byte) => Object.is(expand(byte, form), value));
}

function expand(byte: number, { offset = 0, divisor = 1, factor = 1, shift = 0 }: Affine): number {
  const quotient = fround(fround(byte - offset) / divisor);
  return fround(fround(quotient * factor) + shift);
}
