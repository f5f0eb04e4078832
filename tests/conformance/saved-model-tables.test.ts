/** Look-ups in tables, written out as arithmetic, give what a table would. */
import { afterAll, expect, test } from 'vitest';
import { GraphBuilder, fromNumbers } from '#graph';
import { NDArray } from '#tensor';
import { lookUp } from '../../src/formats/saved-model/import/table-lookup';
import { createCpuEngine, numbers, runImported } from './saved-model-fixtures';

const engine = createCpuEngine();
afterAll(() => engine.dispose());

async function find(keys: readonly number[], values: readonly number[], wanted: readonly number[]) {
  const builder = new GraphBuilder();
  const x = builder.placeholder('x', { dtype: 'int64', shape: [null, 2] });
  const entries = {
    keys: fromNumbers(keys, [keys.length], 'int64'),
    values: fromNumbers(values, [values.length], 'float32'),
  };
  const fallback = new NDArray(Float32Array.of(-1), [], 'float32');
  const y = lookUp(builder, x, entries, fallback, 'node find');
  const imported = {
    graph: builder.build(),
    inputs: [{ key: 'x', tensor: x, spec: x }],
    outputs: [{ key: 'y', tensor: y, spec: y }],
    outputStructure: 0,
    variables: [],
  };
  const array = fromNumbers(wanted, [wanted.length / 2, 2], 'int64');
  const { outputs } = await runImported(engine, imported, [array]);
  expect(outputs[0]!.shape).toEqual(array.shape);
  return numbers(outputs[0]!);
}

test('keys that are close together', async () => {
  const found = await find([7, -3, 12], [0.5, 1.5, 2.5], [-3, 12, 7, 8, -4, 13]);
  expect(found).toEqual([1.5, 2.5, 0.5, -1, -1, -1]);
});

test('keys that are far apart', async () => {
  const found = await find([2_000_000_000, -5, 9], [0.5, 1.5, 2.5], [9, 10, 2_000_000_000, -5]);
  expect(found).toEqual([2.5, -1, 0.5, 1.5]);
});

test('a table without keys', async () => {
  expect(await find([], [], [0, 1])).toEqual([-1, -1]);
});

test('a key that stands twice, and one beyond 32 bits, is refused', async () => {
  await expect(find([1, 1], [1, 2], [1, 1])).rejects.toThrow(
    'The table of node find has the key 1 twice.',
  );
  await expect(find([2 ** 40], [1], [1, 1])).rejects.toThrow(
    'The table of node find has the key 1099511627776; in the browser keys are whole numbers of 32 bits.',
  );
});
