/** Every SavedModel of the fixtures, served: each signature answers what TensorFlow computed. */
import { readFile, readdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { readFixtures, type JsonTensor, type SignatureCall } from '../saved-model-fixtures';
import { HostBench } from './host-bench';
import { openNodeTransport } from './node-transport';
import { serve } from './serve';

const ROOT = new URL('../../fixtures/saved-model/', import.meta.url);

function isSignatureCall(call: object): call is SignatureCall {
  return 'signature' in call && Object.keys((call as SignatureCall).outputs).length > 0;
}

function nested({ shape, data }: JsonTensor): unknown {
  let at = 0;
  const fill = ([size, ...rest]: readonly number[]): unknown =>
    size === undefined ? data[at++] : Array.from({ length: size }, () => fill(rest));
  return fill(shape);
}

function mapValues<T, R>(record: Readonly<Record<string, T>>, map: (value: T) => R) {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}

async function filesOf(name: string): Promise<Map<string, Uint8Array>> {
  const folder = new URL(`${name}/`, ROOT);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const read = files.map(async (entry): Promise<[string, Uint8Array]> => {
    const path = `${entry.parentPath}/${entry.name}`;
    return [path.slice(folder.pathname.length), new Uint8Array(await readFile(path))];
  });
  return new Map(
    (await Promise.all(read)).map(([path, bytes]) => [path.replace(/^\//, ''), bytes]),
  );
}

test('answers what TensorFlow computes, for each signature of each export', async () => {
  const transport = openNodeTransport();
  const bench = new HostBench(transport);
  const fixtures = await readFixtures();
  for (const { name } of fixtures) {
    await transport.files.writeDirectory(`models/${name}/1`, await filesOf(name));
  }
  await serve(
    bench,
    fixtures.map(({ name }) => ({ name })),
  );
  let calls = 0;
  for (const { name, calls: recorded } of fixtures) {
    for (const { signature, inputs, outputs } of recorded.filter(isSignatureCall)) {
      const answer = await bench.send({
        method: 'POST',
        target: `/v1/models/${name}:predict`,
        body: JSON.stringify({ signature_name: signature, inputs: mapValues(inputs, nested) }),
      });
      const place = `${name}, ${signature}`;
      expect(answer?.status, `${place}: ${answer?.text}`).toBe(200);
      const served = (JSON.parse(answer!.text) as { outputs: unknown }).outputs;
      const keys = Object.keys(outputs);
      for (const key of keys) {
        const got = keys.length === 1 ? served : (served as Record<string, unknown>)[key];
        const wanted = outputs[key]!.data.map(Number);
        const values = [got].flat(Infinity).map(Number);
        expect(values.length, place).toBe(wanted.length);
        const worst = Math.max(
          0,
          ...wanted.map((value, i) => Math.abs(value - values[i]!) / Math.max(1, Math.abs(value))),
        );
        expect(worst, `${place}, ${key}`).toBeLessThan(1e-5);
      }
      calls += 1;
    }
  }
  expect(calls).toBeGreaterThan(30);
}, 60_000);

test('perturbs each answer of a graph in which dropout is alive, and no other', async () => {
  const transport = openNodeTransport();
  const bench = new HostBench(transport);
  await transport.files.writeDirectory('models/m/1', await filesOf('dropout-alive'));
  await serve(bench, [{ name: 'm' }]);
  const ask = async (signature_name: string) => {
    const inputs = [Array.from({ length: 400 }, () => 1)];
    const body = JSON.stringify({ signature_name, inputs });
    const answer = await bench.send({ method: 'POST', target: '/v1/models/m:predict', body });
    return (JSON.parse(answer!.text) as { outputs: unknown }).outputs;
  };
  const [noisy, again] = [await ask('noisy'), await ask('noisy')];
  expect(noisy).toBeDefined();
  expect(noisy).not.toEqual(again);
  expect(await ask('serve')).toEqual(await ask('serve'));
});
