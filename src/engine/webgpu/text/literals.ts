/** Numbers as WGSL writes them. */
import type { Count } from '../../plan';

const LARGEST = 3.4028234663852886e38;

/** A float32 literal; what is not finite, which WGSL has no literal for, becomes the largest there is. */
export function float(value: number): string {
  const rounded = Math.fround(Number.isNaN(value) ? 0 : value);
  const finite = Math.min(Math.max(rounded, -LARGEST), LARGEST);
  return finite < 0 ? `(${finite}f)` : `${finite}f`;
}

/** How many there are in the batch at hand. */
export function countText({ each, isBatched }: Count): string {
  if (!isBatched) return `${each}u`;
  return each === 1 ? 'P.batch' : `(${each}u * P.batch)`;
}

/** `a * b + c` in whole numbers, without the terms that vanish. */
export function scaled(index: string, factor: number): string {
  if (factor === 0) return '0u';
  return factor === 1 ? index : `${index} * ${factor}u`;
}

/** Statements that take a row-major index apart; the outermost place needs no remainder. */
export function unravel(index: string, dims: readonly Count[], names: readonly string[]): string {
  const lines = [`var rest = ${index};`];
  for (let d = dims.length - 1; d > 0; d--) {
    const size = countText(dims[d]!);
    lines.push(`let ${names[d]} = rest % ${size};`, `rest = rest / ${size};`);
  }
  lines.push(`let ${names[0]} = rest;`);
  return lines.join('\n');
}

/** A place from places in each dimension. */
export function ravel(names: readonly string[], strides: readonly number[]): string {
  const terms = names.flatMap((name, d) => (strides[d] === 0 ? [] : [scaled(name, strides[d]!)]));
  return terms.length === 0 ? '0u' : terms.join(' + ');
}

export function batched(each: number): Count {
  return { each, isBatched: true };
}

export function fixed(each: number): Count {
  return { each, isBatched: false };
}
