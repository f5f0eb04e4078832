import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import { correlate, packWeights, packedBytes } from './correlate';
import { epilogueFloats, epilogueInts, type GateAt } from './epilogue';
import { fitsThread, runsOf, sparseWords, turnedBytes } from './sparse-window';
import { backwardPhases, heightOf, widthOf, type Phase, type Window } from './window';

export interface Conv2DInputGradientAt {
  /** [samples, outHeight, outWidth, outChannels] */
  readonly gradient: number;
  /** [kernelHeight, kernelWidth, inChannels, outChannels] */
  readonly weights: number;
  /** [samples, inHeight, inWidth, inChannels] */
  readonly out: number;
  readonly samples: number;
  readonly window: Window;
  readonly gate?: GateAt | undefined;
  /** `conv2dInputGradientScratchBytes(window)` bytes that nothing else uses meanwhile. */
  readonly scratch: number;
}

export function conv2dInputGradientScratchBytes(window: Window): number {
  const packed = phasesOf(window).reduce((sum, phase) => sum + phaseBytes(window, phase), 0);
  return packed + (canBeSparse(window) ? turnedBytes(window) : 0);
}

/**
 * `out = gate(gradient of a convolution by its input)`: a convolution of the gradient with the weights turned round.
 * Images for which most of the gradient is 0 go another way: see `sparse-window.ts`.
 */
export function conv2dInputGradient(tape: TapeWriter, at: Conv2DInputGradientAt): void {
  const { window } = at;
  let scratch = at.scratch;
  const isDenseOnly = canBeSparse(window);
  if (isDenseOnly) {
    sparse(tape, at);
    scratch += turnedBytes(window);
  }
  for (const phase of phasesOf(window)) {
    packPhase(tape, at, phase, scratch);
    correlatePhase(tape, at, phase, scratch, isDenseOnly);
    scratch += phaseBytes(window, phase);
  }
}

/** Lists are made for one pixel of the output at a time. */
function canBeSparse(window: Window): boolean {
  return fitsThread(window, 8 * (window.outChannels + 1));
}

function sparse(tape: TapeWriter, at: Conv2DInputGradientAt): void {
  const { gradient, weights, out, samples, window, gate, scratch } = at;
  const { runs, length, vectors } = runsOf(window);
  const turn = [weights, scratch, window.outChannels, runs, length, vectors];
  tape.add(ConvOpcode.TurnWeights, turn);
  const shared = sparseWords(out, gradient, samples, window);
  const ints = [...shared, scratch, ...epilogueInts(gate)];
  tape.add(ConvOpcode.SparseInputGradient, ints, epilogueFloats(gate));
}

interface PhasePair {
  readonly rows: Phase;
  readonly columns: Phase;
}

function phasesOf(window: Window): PhasePair[] {
  const columns = backwardPhases(widthOf(window));
  return backwardPhases(heightOf(window)).flatMap((rows) =>
    columns.map((phase) => ({ rows, columns: phase })),
  );
}

function phaseBytes({ inChannels, outChannels }: Window, { rows, columns }: PhasePair): number {
  return packedBytes(rows.kernel.length * columns.kernel.length * outChannels, inChannels);
}

function packPhase(
  tape: TapeWriter,
  { weights, window }: Conv2DInputGradientAt,
  { rows, columns }: PhasePair,
  out: number,
): void {
  const { inChannels, outChannels, kernelWidth } = window;
  packWeights(tape, {
    weights,
    out,
    rows: outChannels,
    columns: inChannels,
    rowStride: 1,
    columnStride: outChannels,
    taps: rows.kernel.flatMap((row) =>
      columns.kernel.map((column) => (row * kernelWidth + column) * inChannels * outChannels),
    ),
  });
}

function correlatePhase(
  tape: TapeWriter,
  at: Conv2DInputGradientAt,
  { rows, columns }: PhasePair,
  packed: number,
  isDenseOnly: boolean,
): void {
  const { window } = at;
  correlate(tape, {
    source: at.gradient,
    packed,
    out: at.out,
    samples: at.samples,
    sourceWidth: window.outWidth,
    sourceHeight: window.outHeight,
    sourceChannels: window.outChannels,
    resultWidth: window.inWidth,
    resultHeight: window.inHeight,
    resultChannels: window.inChannels,
    rows,
    columns,
    epilogue: at.gate,
    isDenseOnly,
  });
}
