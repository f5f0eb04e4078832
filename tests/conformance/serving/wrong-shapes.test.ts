/** What the graph's own kernels say over REST to shapes that are not the signature's, as TensorFlow's runtime says it. */
import { expect, test } from 'vitest';
import cases from '../../fixtures/serving/wrong_shapes.json';
import { HostBench } from './host-bench';
import { openNodeTransport } from './node-transport';
import { serve } from './serve';

interface WrongShape {
  readonly model: string;
  readonly inputs: readonly string[];
  /** One per input, filled as the fixtures' script fills them; or the values of the only input. */
  readonly shapes?: readonly (readonly number[])[];
  readonly values?: readonly unknown[];
  readonly output?: unknown;
  readonly error?: string;
}

/**
 * The message as it is to be compared. Functions have other names in each process; what is said of images of the wrong
 * rank is the plain kernel's, whose nodes keep their function, where oneDNN's kernel ends the process.
 */
function messageOf(error: string): string {
  const text = error.replace(/__inference_\w+/, '__inference');
  return text.startsWith('convolution input must be') ? text.split('\n\t [[')[0]! : text;
}

function nested(shape: readonly number[]): unknown {
  let at = 0;
  const fill = ([size, ...rest]: readonly number[]): unknown =>
    size === undefined ? (at++ % 7) / 8 : Array.from({ length: size }, () => fill(rest));
  return fill(shape);
}

/** Relative to values above 1. */
function largestDifference(a: unknown, b: unknown): number {
  const [left, right] = [a, b].map((value) => [value].flat(Infinity) as number[]);
  if (left!.length !== right!.length) return Infinity;
  return Math.max(
    ...left!.map((value, i) => Math.abs(value - right![i]!) / Math.max(1, Math.abs(value))),
  );
}

test('fails, or does not fail, where TensorFlow does, with its words', async () => {
  const rows: readonly WrongShape[] = cases;
  const bench = new HostBench(openNodeTransport());
  const models = [...new Set(rows.map(({ model }) => model))];
  for (const model of models) await bench.put(model, `models/${model}/1`);
  await serve(
    bench,
    models.map((name) => ({ name })),
  );
  for (const row of rows) {
    const values = row.values ?? row.shapes!.map(nested);
    const inputs = Object.fromEntries(row.inputs.map((key, i) => [key, values[i]]));
    const answer = await bench.send({
      method: 'POST',
      target: `/v1/models/${row.model}:predict`,
      body: JSON.stringify({ inputs: row.values ? values : inputs }),
    });
    const place = `${row.model} ${JSON.stringify(row.shapes ?? row.values)}`;
    const { error, outputs } = JSON.parse(answer!.text) as { error?: string; outputs?: unknown };
    if (row.error === undefined) {
      expect({ place, error }).toEqual({ place, error: undefined });
      expect(largestDifference(outputs, row.output), place).toBeLessThan(1e-5);
    } else {
      expect({ place, message: messageOf(error ?? '') }).toEqual({
        place,
        message: messageOf(row.error),
      });
      expect(error, place).toMatch(/\n\t \[\[(\{\{function_node \S+\}\})?\{\{node \S+\}\}\]\]/);
    }
  }
});
