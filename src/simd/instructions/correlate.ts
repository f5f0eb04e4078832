/** What convolutions and their input gradients have in common: weights in blocks, and sums over windows of a source. */
import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import { epilogueFloats, epilogueInts, type EpilogueAt, type GateAt } from './epilogue';
import type { Phase, Segment } from './window';

/** Columns in a block of packed weights, as `assembly/conv/correlate.ts` takes them. */
const BLOCK = 8;

export interface PackWeights {
  readonly weights: number;
  readonly out: number;
  /** For each tap. */
  readonly rows: number;
  readonly columns: number;
  /** Distances of neighbours, in floats. */
  readonly rowStride: number;
  readonly columnStride: number;
  /** Where each tap's rows start, in floats from `weights`. */
  readonly taps: readonly number[];
}

/** Bytes of `rows` rows, over all taps, in blocks of 8 columns, the last filled up with zeros. */
export function packedBytes(rows: number, columns: number): number {
  return 4 * rows * BLOCK * Math.ceil(columns / BLOCK);
}

/** Weights as `correlate` wants them: [block of 8 columns, tap, row, column of the block]. */
export function packWeights(tape: TapeWriter, at: PackWeights): void {
  const { weights, out, rows, columns, rowStride, columnStride, taps } = at;
  const head = [weights, out, rows, columns, rowStride, columnStride, taps.length];
  tape.add(ConvOpcode.PackWeights, [...head, ...taps]);
}

export interface Correlate {
  readonly source: number;
  /** Weights from `packWeights`; depthwise: as they are. */
  readonly packed: number;
  readonly bias?: number | undefined;
  readonly out: number;
  readonly samples: number;
  readonly sourceHeight: number;
  readonly sourceWidth: number;
  readonly sourceChannels: number;
  readonly resultHeight: number;
  readonly resultWidth: number;
  readonly resultChannels: number;
  readonly rows: Phase;
  readonly columns: Phase;
  readonly epilogue?: EpilogueAt | GateAt | undefined;
  /** Images whose source is sparse enough for `SparseInputGradient` are left alone. */
  readonly isDenseOnly?: boolean;
}

/** Each result is the sum over its taps that lie inside of the source, and over channels, plus bias. */
export function correlate(tape: TapeWriter, at: Correlate): void {
  const { rows, columns, sourceChannels } = at;
  const taps = [columns.kernel.length, rows.kernel.length * columns.kernel.length * sourceChannels];
  const ints = [
    ...correlateHead(at),
    ...taps,
    Number(at.isDenseOnly ?? false),
    ...correlateTables(at),
  ];
  tape.add(
    ConvOpcode.Correlate,
    [...ints, ...epilogueInts(at.epilogue)],
    epilogueFloats(at.epilogue),
  );
}

/** The words that both kernels that move windows start with. */
export function correlateHead(at: Correlate): number[] {
  const sourceRow = 4 * at.sourceWidth * at.sourceChannels;
  return [
    at.source,
    at.packed,
    at.bias ?? 0,
    at.out,
    at.samples,
    at.sourceHeight * sourceRow,
    4 * at.resultHeight * at.resultWidth * at.resultChannels,
    at.sourceChannels,
    at.resultChannels,
    at.rows.tapStep * sourceRow,
    at.columns.tapStep * 4 * at.sourceChannels,
    at.rows.segments.length,
    at.columns.segments.length,
  ];
}

/** The segments of both axes, in bytes of the source and of the result. */
export function correlateTables(at: Correlate): number[] {
  const sourcePixel = 4 * at.sourceChannels;
  const resultPixel = 4 * at.resultChannels;
  return [
    ...at.rows.segments.flatMap((segment) =>
      wordsOf(segment, sourcePixel * at.sourceWidth, resultPixel * at.resultWidth),
    ),
    ...at.columns.segments.flatMap((segment) => wordsOf(segment, sourcePixel, resultPixel)),
  ];
}

function wordsOf(segment: Segment, sourceBytes: number, resultBytes: number): number[] {
  return [
    segment.count,
    segment.result * resultBytes,
    segment.resultStep * resultBytes,
    segment.source * sourceBytes,
    segment.sourceStep * sourceBytes,
    segment.firstTap,
    segment.taps,
  ];
}
