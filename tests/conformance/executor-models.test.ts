/** Every SavedModel that TensorFlow wrote loads in the executor and answers as TensorFlow does. */
import { describe, test } from 'vitest';
import { expectTensor, fromJson, loadFixture, runSignature } from './executor-fixtures';
import { readFixtures } from './saved-model-fixtures';

const cases = (await readFixtures()).flatMap(({ name, calls }) =>
  calls.flatMap((call) =>
    'signature' in call ? [{ name, call, title: `${name}, ${call.signature}` }] : [],
  ),
);

describe('a SavedModel of real TensorFlow answers the same', () => {
  test.each(cases)('$title', async ({ name, call }) => {
    const session = await loadFixture(`saved-model/${name}`);
    const inputs = Object.entries(call.inputs).map(([key, json]) => [key, fromJson(json)]);
    const outputs = runSignature(session, call.signature, Object.fromEntries(inputs));
    for (const [key, expected] of Object.entries(call.outputs)) {
      expectTensor(outputs[key], expected);
    }
  });
});
