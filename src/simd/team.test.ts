import { Worker as NodeWorker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { instructions, joinTeam, loadBinary, Simd, simdTier, TapeWriter, type Team } from './index';
import type { TeamWorker } from './team';
import { noise } from './testing';

// More threads than cores take their time when others want the cores, too.
vi.setConfig({ testTimeout: 60_000 });

/** A member as `workers/simd.worker.ts` is one, for Node. */
const MEMBER = `
  const { parentPort } = require('node:worker_threads');
  parentPort.once('message', ({ binary, memory, thread, job }) => {
    const instance = new WebAssembly.Instance(binary.module, { env: { memory } });
    parentPort.postMessage('serving');
    try {
      instance.exports.serve(thread, job);
    } catch {
      instance.exports.giveUp();
    }
  });
`;

function spawn(source = MEMBER): TeamWorker {
  const worker = new NodeWorker(source, { eval: true });
  return {
    postMessage: (message: unknown) => worker.postMessage(message),
    addEventListener: (type: string, listener: unknown) =>
      worker.on(type, (value: Error) =>
        (listener as (event: unknown) => void)({
          message: value?.message,
          preventDefault: () => undefined,
        }),
      ),
    terminate: () => void worker.terminate(),
  } as TeamWorker;
}

const binary = await loadBinary(simdTier()!, true);
const open: Team[] = [];

async function teamOf(threads: number): Promise<Simd> {
  const simd = new Simd(binary);
  if (threads > 1) open.push(await joinTeam(simd, () => spawn(), threads));
  return simd;
}

afterEach(() => open.splice(0).forEach((team) => team.end()));

/** What instructions of several kinds make of the same numbers, each from the result of the one before. */
function chain(simd: Simd, rows: number, size: number): Float32Array {
  const count = rows * size;
  const x = simd.heap.allocate(4 * count);
  const [scaled, sums, out] = [count, size, count].map((n) => simd.heap.allocate(4 * n));
  simd.floats.set(noise(count), x / 4);
  const tape = new TapeWriter();
  for (let i = 0; i < 50; i++) {
    instructions.unary(tape, { fn: 'tanh', x: i ? out! : x, out: scaled!, count });
    instructions.reduce(tape, {
      fn: 'mean',
      x: scaled!,
      out: sums!,
      outer: 1,
      reduced: rows,
      inner: size,
    });
    instructions.binary(tape, {
      fn: 'sub',
      a: scaled!,
      b: sums!,
      out: out!,
      dims: [rows, size],
      aStrides: [size, 1],
      bStrides: [0, 1],
    });
  }
  const address = simd.placeTape(tape.finish());
  simd.run(address);
  simd.heap.free(address);
  return simd.floats.slice(out! / 4, out! / 4 + count);
}

/** Where two results are not the same. */
function differences(a: Float32Array, b: Float32Array): number[] {
  return [...a.keys()].filter((i) => !Object.is(a[i], b[i]));
}

test.each([2, 3, 5])('%i threads compute to the bit what one does', async (threads) => {
  const [alone, team] = [await teamOf(1), await teamOf(threads)];
  for (const [rows, size] of [
    [300, 10],
    [2000, 7],
    [3, 1000],
    [1, 1],
  ] as const) {
    expect(differences(chain(team, rows, size), chain(alone, rows, size))).toEqual([]);
  }
});

test('many short tapes, with pauses in which members fall asleep', async () => {
  const simd = await teamOf(3);
  const out = simd.heap.allocate(400);
  for (let i = 0; i < 500; i++) {
    const tape = new TapeWriter();
    instructions.fill(tape, { out, count: 100, value: i });
    instructions.fill(tape, { out, count: 50, value: -i });
    const address = simd.placeTape(tape.finish());
    simd.run(address);
    simd.heap.free(address);
    simd.ints.fill(-1, address / 4, address / 4 + 8);
    expect(simd.floats[out / 4 + 49]).toBe(-i);
    expect(simd.floats[out / 4 + 50]).toBe(i);
    if (i % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }
});

test('tapes without instructions are done at once, and members do not miss what comes next', async () => {
  const [team, alone] = [await teamOf(3), await teamOf(1)];
  const wanted = chain(alone, 4, 4);
  for (let i = 0; i < 50; i++) {
    for (let empty = 0; empty < 3; empty++) {
      const address = team.placeTape(new TapeWriter().finish());
      team.run(address);
      team.heap.free(address);
      team.ints.fill(-1, address / 4, address / 4 + 2);
    }
    expect(chain(team, 4, 4)).toEqual(wanted);
  }
});

test('memory may grow while members serve', async () => {
  const simd = await teamOf(2);
  simd.heap.allocate(8_000_000);
  expect(chain(simd, 100, 1000)).toEqual(chain(await teamOf(1), 100, 1000));
});

test('a short tape may run on one thread', async () => {
  const simd = await teamOf(2);
  const out = simd.heap.allocate(8);
  const tape = new TapeWriter();
  instructions.fill(tape, { out, count: 2, value: 3 });
  simd.run(simd.placeTape(tape.finish()), true);
  expect(simd.floats[out / 4]).toBe(3);
  expect(chain(simd, 10, 10)).toEqual(chain(await teamOf(1), 10, 10));
});

test('after its end a memory works on with one thread, and a new team may join', async () => {
  const simd = await teamOf(3);
  const before = chain(simd, 100, 10);
  open.splice(0).forEach((team) => team.end());
  expect(simd.threads).toBe(1);
  expect(chain(simd, 100, 10)).toEqual(before);
  open.push(await joinTeam(simd, () => spawn(), 2));
  expect(chain(simd, 100, 10)).toEqual(before);
});

test('a tape that no kernel understands fails instead of hanging', async () => {
  const simd = await teamOf(2);
  const tape = simd.placeTape(new TapeWriter().add(9999, []).finish());
  expect(() => simd.run(tape)).toThrow(WebAssembly.RuntimeError);
});

test('a worker that does not start is an error, and the others end', async () => {
  const simd = new Simd(binary);
  const bad = () => spawn('throw new Error("no such script")');
  await expect(joinTeam(simd, bad, 2)).rejects.toThrow('A thread does not start: no such script');
  expect(simd.threads).toBe(1);
});
