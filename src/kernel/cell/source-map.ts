/** The `mappings` field of a source map (https://tc39.es/ecma426/, section "Mappings Structure"). */

/** Generated column, then source, line and column there; all 0-based. */
export type SourceMapSegment =
  [number] | [number, number, number, number] | [number, number, number, number, number];

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function decodeNumbers(text: string): number[] {
  const numbers: number[] = [];
  let value = 0;
  let shift = 0;
  for (const char of text) {
    const digit = DIGITS.indexOf(char);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    numbers.push(value & 1 ? -(value >> 1) : value >> 1);
    value = shift = 0;
  }
  return numbers;
}

/** Segments of each generated line. */
export function decodeMappings(mappings: string): SourceMapSegment[][] {
  let source = 0;
  let line = 0;
  let column = 0;
  return mappings.split(';').map((text) => {
    let generated = 0;
    return text
      .split(',')
      .filter(Boolean)
      .map((segment): SourceMapSegment => {
        const [step = 0, ...rest] = decodeNumbers(segment);
        generated += step;
        if (rest.length < 3) return [generated];
        source += rest[0]!;
        line += rest[1]!;
        column += rest[2]!;
        return [generated, source, line, column];
      });
  });
}
