/** Random ops that choose: classes by their logits, rows in another order. */
import { newData } from '../element-types';
import type { KernelCall } from '../kernel';
import { unit64, type Philox } from '../random';
import type { Runtime, RuntimeKernels } from '../runtime';
import { shapeText } from '../shape';
import { makeTensor, type Tensor } from '../tensor';
import { ownGenerator } from './own-generator';
import { joinRows, rowsOf } from './rows';
import { widen } from './shared';

export const SAMPLING: RuntimeKernels = { Multinomial: multinomial, RandomShuffle: shuffle };

/** Draws classes for each row of logits, by looking a random number up in the sums of their exponentials. */
function multinomial(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  const logits = call.input(0);
  const [rows = 0, classes = 0] = logits.shape;
  const samples = Number(call.input(1).data[0]);
  if (logits.shape.length !== 2) {
    call.fail(
      'INVALID_ARGUMENT',
      `logits should be a matrix, got shape ${shapeText(logits.shape)}`,
    );
  }
  const words = wordsOf(ownGenerator(call, runtime, rows * Math.ceil(samples / 4) * 8));
  const values = Array.from(widen(logits).data as ArrayLike<number>);
  const dtype = call.type('output_dtype', 'int64');
  const data = newData(dtype, rows * samples) as unknown as (number | bigint)[];
  for (let row = 0; row < rows; row++) {
    const sums = cumulated(values.slice(row * classes, (row + 1) * classes));
    for (let i = 0; i < samples; i++) {
      const wanted = nextDouble(words) * (sums.at(-1) ?? 0);
      const found = sums.findIndex((sum) => sum > wanted);
      const index = found < 0 ? classes : found;
      data[row * samples + i] = dtype === 'int64' ? BigInt(index) : index;
    }
  }
  return [makeTensor(dtype, [rows, samples], data as unknown as Int32Array)];
}

function cumulated(logits: readonly number[]): readonly number[] {
  const finite = logits.filter(Number.isFinite);
  const largest = finite.reduce((most, value) => Math.max(most, value), -Infinity);
  let sum = 0;
  return logits.map((value) => (sum += Number.isFinite(value) ? Math.exp(value - largest) : 0));
}

function* wordsOf(generator: Philox): Generator<number, never> {
  for (;;) yield* generator.next();
}

function nextDouble(words: Generator<number, never>): number {
  return unit64(words.next().value, words.next().value);
}

/** Swaps each row with one behind it (R. Durstenfeld, 1964). */
function shuffle(call: KernelCall, runtime: Runtime): readonly Tensor[] {
  const value = call.input(0);
  const count = value.shape[0] ?? 0;
  if (count < 2) return [value];
  const words = wordsOf(ownGenerator(call, runtime, Math.ceil(count / 4), 1));
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = 0; i + 1 < count; i++) {
    const other = i + (words.next().value % (count - i));
    [order[i], order[other]] = [order[other]!, order[i]!];
  }
  const rows = rowsOf(value);
  const chosen = order.map((index) => rows[index]!);
  return [joinRows(value.dtype, value.shape, chosen)];
}
