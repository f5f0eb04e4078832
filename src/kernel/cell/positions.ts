/** From places in the code that runs back to places in the code that the learner wrote. */
import type { MovedCall } from './calls';
import { decodeMappings, type SourceMapSegment } from './source-map';

/** Both 1-based. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

type Lines = readonly (readonly SourceMapSegment[])[];

/** The last segment at or before the column; both 0-based. */
function segmentAt(lines: Lines, line: number, column: number): SourceMapSegment | undefined {
  const segments = lines[line];
  return segments?.findLast(([start]) => start <= column) ?? segments?.[0];
}

/** Places in the TypeScript that the learner wrote, from places in the JavaScript that was made of it. */
export class Positions {
  readonly #lines: readonly string[];
  readonly #stripped: Lines;

  /**
   * @param code as the learner wrote it
   * @param mappings of the JavaScript to `code`, encoded as in a source map
   */
  constructor(code: string, mappings: string) {
    this.#lines = code.split('\n');
    this.#stripped = decodeMappings(mappings);
  }

  /** @param line 1-based @param column 0-based, in the JavaScript, as acorn gives them */
  fromJavaScript(line: number, column: number): Position {
    const segment = segmentAt(this.#stripped, line - 1, column);
    const [start, , toLine = line - 1, toColumn = 0] = segment ?? [0];
    const length = this.#lines[toLine]?.length ?? 0;
    const beyond = Math.max(0, column - start);
    return { line: toLine + 1, column: Math.min(toColumn + beyond, length) + 1 };
  }

  /**
   * @param rewritten segments of the rewritten code to the JavaScript, one for each character that both have
   * @param moved calls whose place engines see elsewhere than the learner does
   * @returns from a line and column (1-based) of the rewritten code; undefined outside of the learner's lines
   */
  through(
    rewritten: Lines,
    moved: readonly MovedCall[] = [],
  ): (line: number, column: number) => Position | undefined {
    const meant = new Map(
      moved.map((call) => [`${call.seen.line}:${call.seen.column}`, call.meant]),
    );
    return (line, column) => {
      const segment = segmentAt(rewritten, line - 1, column - 1);
      if (!segment || segment.length === 1) return undefined;
      const [toLine, toColumn] = [segment[2] + 1, segment[3]];
      const place = meant.get(`${toLine}:${toColumn}`) ?? { line: toLine, column: toColumn };
      return this.fromJavaScript(place.line, place.column);
    };
  }
}
