/** What is done to each sum before it is stored, and the way back: words that `assembly/epilogue.ts` reads. */

/** `alpha`: the slope of `leakyRelu` below zero. */
export interface Activation {
  readonly fn: 'relu' | 'relu6' | 'leakyRelu' | 'elu' | 'selu' | 'sigmoid' | 'tanh';
  readonly alpha?: number | undefined;
}

export interface DropoutAt {
  readonly rate: number;
  readonly scale: number;
  /** Address of the word that this step's numbers follow from: `RandomSource.keyOf` of the stream. */
  readonly key: number;
}

/** First the activation, then dropout, which counts by the place in `out`. */
export interface EpilogueAt {
  readonly activation?: Activation | undefined;
  readonly dropout?: DropoutAt | undefined;
}

/** A gradient goes through dropout first, then times the activation's derivative. */
export interface GateAt extends EpilogueAt {
  /** Address of the epilogue's result. */
  readonly y: number;
}

const ACTIVATIONS = ['relu', 'relu6', 'leakyRelu', 'elu', 'selu', 'sigmoid', 'tanh'] as const;

/** Comes last among an instruction's ints: y, activation, key. */
export function epilogueInts(epilogue: EpilogueAt | GateAt | undefined): number[] {
  const { activation, dropout } = epilogue ?? {};
  const y = epilogue && 'y' in epilogue ? epilogue.y : 0;
  return [y, activation ? 1 + ACTIVATIONS.indexOf(activation.fn) : 0, dropout?.key ?? 0];
}

/** Comes first among an instruction's floats: alpha, rate, scale. */
export function epilogueFloats(epilogue: EpilogueAt | undefined): number[] {
  const { activation, dropout } = epilogue ?? {};
  return [activation?.alpha ?? 0, dropout?.rate ?? 0, dropout?.scale ?? 1];
}
