import { expect, it } from 'vitest';
import { DataType } from '#formats/saved-model/schema';
import { seeded, type Random } from '../../../tests/seeded';
import { EchoModel, FakeServer, HALF_PLUS_TWO } from './testing';

const TYPES = [DataType.DT_FLOAT, DataType.DT_INT64, DataType.DT_STRING, DataType.DT_BOOL];

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[random(items.length)]!;
}

const SCALARS = [
  '1',
  '-2.5',
  '1e400',
  'NaN',
  'true',
  'null',
  '"a"',
  '"\\ud800"',
  '{"b64": "aGk="}',
];
const KEYS = [
  'instances',
  'inputs',
  'signature_name',
  'examples',
  'context',
  'x',
  'b64',
  '__proto__',
];

function value(random: Random, depth: number): string {
  const kind = random(depth > 4 ? 4 : 8);
  const many = (make: () => string) => Array.from({ length: random(4) }, make).join();
  if (kind < 4) return pick(random, SCALARS);
  if (kind < 6) return `[${many(() => value(random, depth + 1))}]`;
  return `{${many(() => `"${pick(random, KEYS)}":${value(random, depth + 1)}`)}}`;
}

function body(random: Random): Uint8Array {
  const format = pick(random, ['instances', 'inputs', 'examples']);
  const members = Array.from(
    { length: 1 + random(2) },
    (_, i) => `"${i === 0 ? format : pick(random, KEYS)}": ${value(random, 0)}`,
  );
  const bytes = new TextEncoder().encode(`{${members.join()}}`);
  if (random(3) > 0) return bytes;
  for (let i = random(3); i > 0; i--) bytes[random(bytes.length)] = random(256);
  return bytes.slice(0, random(bytes.length + 1));
}

it('answers whatever comes, and gives back what it holds', async () => {
  const random = seeded(20);
  const seen = new Map<number, number>();
  for (let round = 0; round < 5000; round++) {
    const model = new EchoModel({ x: pick(random, TYPES) });
    const server = new FakeServer({ m: { ...model, run: model.run.bind(model) } });
    const verb = pick(random, ['predict', 'predict', 'classify', 'regress']);
    const { status, text } = await server.post(`m:${verb}`, body(random));
    seen.set(status, (seen.get(status) ?? 0) + 1);
    expect(server.held).toBe(0);
    const [key] = Object.keys(JSON.parse(text) as object);
    expect(status === 200 ? ['predictions', 'outputs'] : ['error']).toContain(key);
  }
  expect([...seen.keys()].sort()).toEqual([200, 400]);
  expect(seen.get(200)).toBeGreaterThan(50);
});

it('answers whatever is asked for', async () => {
  const random = seeded(21);
  const parts = ['/v1', '/models', '/m', '/versions', '/1', '/labels', '/metadata', ':predict'];
  const odd = ['%', '%2F', '?', '#', ' ', 'é', '//', '..', '%FF', '9999999999999999999999'];
  const server = new FakeServer({ m: HALF_PLUS_TWO });
  for (let round = 0; round < 5000; round++) {
    const target = Array.from({ length: 1 + random(6) }, () =>
      pick(random, random(4) === 0 ? odd : parts),
    ).join('');
    const method = pick(random, ['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'BREW']);
    const { status, headers } = await server.send({ method, target });
    expect([200, 400, 404, 501]).toContain(status);
    expect(headers['Date']).toBe('Thu, 01 Jan 1970 00:00:00 GMT');
  }
  expect(server.held).toBe(0);
});

it('answers targets of millions of characters', async () => {
  const server = new FakeServer({ m: HALF_PLUS_TWO });
  for (const [end, status] of [
    ['', 404],
    [' ', 400],
  ] as const) {
    const target = `/v1/models/${'%41a'.repeat(2_000_000)}${end}`;
    expect((await server.send({ target })).status).toBe(status);
  }
});

it('answers ten thousand requests at once, each with its own', async () => {
  const server = new FakeServer({ m: HALF_PLUS_TWO });
  const answers = await Promise.all(
    Array.from({ length: 10_000 }, (_, i) => server.post('m:predict', `{"instances": [${i}]}`)),
  );
  answers.forEach(({ text }, i) => {
    expect((JSON.parse(text) as { predictions: number[] }).predictions).toEqual([i / 2 + 2]);
  });
  expect(server.held).toBe(0);
});

it('reads a body of millions of numbers', async () => {
  const count = 4_000_000;
  const body = `{"instances": [${'7,'.repeat(count)}8]}`;
  const model = new EchoModel({ x: DataType.DT_FLOAT });
  const server = new FakeServer({ m: { ...model, run: model.run.bind(model) } });
  expect((await server.post('m:predict', body)).status).toBe(200);
  const { shape, data } = model.feeds['x']!;
  expect([shape, data[0], data[count]]).toEqual([[count + 1], 7, 8]);
});
