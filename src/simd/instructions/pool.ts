import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import { forwardPhase, heightOf, widthOf, type Phase, type Window } from './window';

export interface PoolAt {
  readonly mode: 'max' | 'average';
  /** [samples, inHeight, inWidth, inChannels] */
  readonly x: number;
  /** [samples, outHeight, outWidth, inChannels] */
  readonly out: number;
  readonly samples: number;
  readonly window: Window;
}

/** The maximum or the mean of what lies inside of each window. */
export function pool(tape: TapeWriter, { mode, x, out, samples, window }: PoolAt): void {
  const head = [Number(mode === 'max'), x, out, samples];
  tape.add(ConvOpcode.Pool, [...head, ...poolWords(window), ...poolTables(window)]);
}

/** The words of a pooling window that both ways need. */
export function poolWords(window: Window): number[] {
  const row = 4 * window.inWidth * window.inChannels;
  return [
    window.inChannels,
    window.inHeight * row,
    4 * window.outHeight * window.outWidth * window.inChannels,
    window.outHeight,
    window.outWidth,
    window.dilationHeight * row,
    window.dilationWidth * 4 * window.inChannels,
  ];
}

/** For each output row, then for each column: where its first tap lies, in bytes, and how many lie inside. */
export function poolTables(window: Window): number[] {
  const pixel = 4 * window.inChannels;
  return [
    ...windowsOf(forwardPhase(heightOf(window)), pixel * window.inWidth),
    ...windowsOf(forwardPhase(widthOf(window)), pixel),
  ];
}

function windowsOf({ segments }: Phase, bytes: number): number[] {
  return segments.flatMap(({ count, source, sourceStep, taps }) =>
    Array.from({ length: count }, (_, i) => [(source + i * sourceStep) * bytes, taps]).flat(),
  );
}
