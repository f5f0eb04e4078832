import { ConvOpcode } from '../opcodes/conv';
import type { TapeWriter } from '../tape';
import { epilogueFloats, epilogueInts, type GateAt } from './epilogue';
import { poolTables, poolWords } from './pool';
import type { Window } from './window';

export interface PoolGradientAt {
  readonly mode: 'max' | 'average';
  /** The pooling's input [samples, inHeight, inWidth, inChannels] and result; read for `max` only. */
  readonly x: number;
  readonly y: number;
  /** As the result. */
  readonly gradient: number;
  /** As the input. */
  readonly out: number;
  readonly samples: number;
  readonly window: Window;
  readonly gate?: GateAt | undefined;
}

/** `out = gate(gradient of a pooling)`; a maximum's gradient goes to the first place that has it. */
export function poolGradient(tape: TapeWriter, at: PoolGradientAt): void {
  const { mode, x, y, gradient, out, samples, window, gate } = at;
  const head = [Number(mode === 'max'), x, out, samples];
  const tables = [...poolTables(window), ...epilogueInts(gate)];
  tape.add(
    ConvOpcode.PoolGradient,
    [...head, ...poolWords(window), y, gradient, ...tables],
    epilogueFloats(gate),
  );
}
