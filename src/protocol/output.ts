/** What a cell shows below itself. Everything here can be posted between threads as it is. */

/** Text as a terminal would take it: `\r` goes back to the start of the line, `\b` one character back. */
export interface StreamOutput {
  readonly kind: 'stream';
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** A bar that later outputs with the same `id` replace in place. */
export interface ProgressOutput {
  readonly kind: 'progress';
  readonly id: string;
  readonly label: string;
  readonly value: number;
  /** Undefined while not known. */
  readonly total: number | undefined;
  /** Shown after the numbers, for example `loss 0.41 · 3 s left`. */
  readonly detail: string;
  /** How to print `value` and `total`. */
  readonly unit: 'bytes' | 'count';
  readonly state: 'running' | 'done' | 'failed';
}

export interface ImageOutput {
  readonly kind: 'images';
  readonly images: readonly {
    readonly width: number;
    readonly height: number;
    /** RGBA, row-major. */
    readonly rgba: Uint8ClampedArray<ArrayBuffer>;
    readonly caption: string;
  }[];
}

export interface TableOutput {
  readonly kind: 'table';
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number | boolean | null)[])[];
}

/** Line charts that share the x axis, for example a `History`. */
export interface CurvesOutput {
  readonly kind: 'curves';
  readonly title: string;
  readonly xLabel: string;
  readonly x: readonly number[];
  readonly series: readonly {
    readonly name: string;
    readonly values: readonly (number | null)[];
  }[];
}

/** The value of a cell's last expression, or of `display`, as text. */
export interface ValueOutput {
  readonly kind: 'value';
  readonly text: string;
}

/** An SVG document as text; the page sanitises it. */
export interface SvgOutput {
  readonly kind: 'svg';
  readonly svg: string;
}

/** A standing remark about the results, for example that the data is a synthetic stand-in. */
export interface NoteOutput {
  readonly kind: 'note';
  readonly text: string;
}

export interface ErrorOutput {
  readonly kind: 'error';
  readonly error: WireError;
}

/** An error as data: over a worker boundary only this survives. */
export interface WireError {
  /** Python's class for the same mistake where there is one: `ValueError`. */
  readonly name: string;
  readonly message: string;
  /** One line that says what to do, if the thrower knew. */
  readonly hint: string | undefined;
  /** Where in the learner's code, innermost first; 1-based. */
  readonly frames: readonly {
    readonly cellId: string;
    readonly line: number;
    readonly column: number;
  }[];
  /** Full stack of our own code, folded away on the page. */
  readonly stack: string;
}

export type CellOutput =
  | StreamOutput
  | ProgressOutput
  | ImageOutput
  | TableOutput
  | CurvesOutput
  | ValueOutput
  | SvgOutput
  | NoteOutput
  | ErrorOutput;
