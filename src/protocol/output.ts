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

/**
 * Matrices of counts with names for rows and columns, for example a confusion matrix; the diagonal is what agrees. Several
 * have the same rows and columns and are to be compared.
 */
export interface MatrixOutput {
  readonly kind: 'matrix';
  readonly title: string;
  /** What rows and columns are: `label`, `prediction`. */
  readonly rowTitle: string;
  readonly columnTitle: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  /** At least one. */
  readonly matrices: readonly {
    /** What it is among the others, for example the model; '' for one alone. */
    readonly name: string;
    /** Row by row. */
    readonly values: readonly (readonly number[])[];
  }[];
}

/** What quantization did to each tensor of a model: a table, and a picture to play with for the row that is chosen. */
export interface QuantizationOutput {
  readonly kind: 'quantization';
  readonly title: string;
  readonly tensors: readonly QuantizedTensorReport[];
}

export interface QuantizedTensorReport {
  readonly name: string;
  /** `weights`, `bias`, or `activation` for what is computed or fed. */
  readonly role: 'weights' | 'bias' | 'activation';
  /** The op that makes or takes it: `FULLY_CONNECTED`. */
  readonly op: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** One, or one for each channel. */
  readonly scale: readonly number[];
  readonly zeroPoint: readonly number[];
  /** Largest and smallest float value. */
  readonly min: number;
  readonly max: number;
  /** Signal to quantization noise in dB; Infinity without error, undefined when nothing but zeros was seen. */
  readonly sqnr: number | undefined;
  readonly maxError: number;
  /** Float values to play with, a few thousand at most: all of them or an even choice. */
  readonly values: Float32Array<ArrayBuffer>;
  /** The channel of each of `values`, where the tensor has a scale for each channel. */
  readonly channels?: Uint16Array<ArrayBuffer>;
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
  | MatrixOutput
  | QuantizationOutput
  | SvgOutput
  | NoteOutput
  | ErrorOutput;
