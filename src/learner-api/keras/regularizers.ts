/** `keras.regularizers`: penalties on weights or outputs that add to the loss. */
import { ValueError } from '#errors';
import { abs, mul, square, sum, addV2, type Operand, type SymbolicTensor } from '#graph';
import { checkOptions, isPlainObject } from '../python/options';
import { CallableObject } from '../python/callable';
import { deserializeKerasObject } from './serialization/deserialize';
import { registerBuiltins } from './serialization/registry';
import { pythonClass } from '../python/class';

// A regulariser is called like a function; TypeScript says so only by merging an interface into the class.
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export interface Regularizer {
  (x: Operand): SymbolicTensor;
}

/** Base of regularisers; a subclass says in `call` what it adds to the loss. */
// eslint-disable-next-line @typescript-eslint/no-unsafe-declaration-merging
export abstract class Regularizer extends CallableObject {
  /** The penalty, a scalar. */
  abstract call(x: Operand): SymbolicTensor;
  abstract get_config(): Record<string, number>;
  override invoke(x: unknown): SymbolicTensor {
    return this.call(x as Operand);
  }
  static from_config(config: Record<string, unknown>): Regularizer {
    return Reflect.construct(this, [config]) as Regularizer;
  }
}

class L1L2Regularizer extends Regularizer {
  static readonly class_name: string = 'L1L2';
  readonly l1: number;
  readonly l2: number;
  constructor(options: { readonly l1?: number; readonly l2?: number } = {}) {
    super();
    checkOptions('L1L2.__init__', options, ['l1', 'l2']);
    this.l1 = options.l1 ?? 0;
    this.l2 = options.l2 ?? 0;
  }
  override call(x: Operand): SymbolicTensor {
    const penalties = [
      ...(this.l1 ? [mul(sum(abs(x)), this.l1)] : []),
      ...(this.l2 ? [mul(sum(square(x)), this.l2)] : []),
    ];
    return penalties.length ? penalties.reduce((a, b) => addV2(a, b)) : mul(sum(x), 0);
  }
  override get_config(): Record<string, number> {
    return { l1: this.l1, l2: this.l2 };
  }
}

class L1Regularizer extends L1L2Regularizer {
  static override readonly class_name = 'L1';
  constructor(l1: number | { readonly l1?: number } = 0.01) {
    super({ l1: typeof l1 === 'number' ? l1 : (l1.l1 ?? 0.01) });
  }
  override get_config(): Record<string, number> {
    return { l1: this.l1 };
  }
}

class L2Regularizer extends L1L2Regularizer {
  static override readonly class_name = 'L2';
  constructor(l2: number | { readonly l2?: number } = 0.01) {
    super({ l2: typeof l2 === 'number' ? l2 : (l2.l2 ?? 0.01) });
  }
  override get_config(): Record<string, number> {
    return { l2: this.l2 };
  }
}

/** `keras.regularizers.L1(l1=0.01)`: adds `l1 * sum(|w|)`. */
export const L1 = pythonClass(L1Regularizer);
/** `keras.regularizers.L2(l2=0.01)`: adds `l2 * sum(w²)`. */
export const L2 = pythonClass(L2Regularizer);
/** `keras.regularizers.L1L2(l1=0.0, l2=0.0)`: both. */
export const L1L2 = pythonClass(L1L2Regularizer);
export { L1 as l1, L2 as l2, L1L2 as l1_l2 };

registerBuiltins('keras.regularizers', { L1, L2, L1L2 });

const BY_NAME: Readonly<Record<string, () => Regularizer>> = {
  L1: () => L1(),
  l1: () => L1(),
  L2: () => L2(),
  l2: () => L2(),
  L1L2: () => L1L2({ l1: 0.01, l2: 0.01 }),
  l1_l2: () => L1L2({ l1: 0.01, l2: 0.01 }),
};

export type RegularizerLike = Regularizer | 'l1' | 'l2' | 'l1_l2' | object | null | undefined;

/** @throws ValueError for an unknown name */
export function get(identifier: RegularizerLike): Regularizer | undefined {
  if (identifier === undefined || identifier === null) return undefined;
  if (identifier instanceof Regularizer) return identifier;
  if (isPlainObject(identifier)) return deserializeKerasObject(identifier) as Regularizer;
  const make = BY_NAME[identifier as string];
  if (make) return make();
  throw new ValueError(`Could not interpret regularizer identifier: ${String(identifier)}`);
}
