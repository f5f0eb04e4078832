/** What only this engine promises: how it uses its memory, and what becomes of the bytes of images. */
import { expect, test } from 'vitest';
import { GraphBuilder } from '#graph';
import { loadBinary, Simd, simdTier } from '#simd';
import { NDArray } from '#tensor';
import type { Program, SessionState } from '../backend';
import { DeviceLostError } from '../backend';
import { array, firstRows, freshState, inference, numbers, sgd, variable } from '../testing';
import { mlp, wave } from '../testing-models';
import { WasmBackend } from './backend';

const SMALL = { inputs: 6, hidden: 5, classes: 3, rate: 0.2 };

const binary = await loadBinary(simdTier()!, false);

function start() {
  const simd = new Simd(binary);
  const backend = new WasmBackend(simd, () => undefined);
  return {
    simd,
    backend,
    heap: simd.heap,
    open: (program: Program, state: SessionState) => backend.open(program, state, 1),
  };
}

function doubled() {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null, 3] });
  const twice = g.addNode('Mul', [x, g.constant(2, 'float32')]);
  return inference(g.build(), [x], [twice]);
}

test('steps take no memory once their batch size is known, and closing gives all of it back', async () => {
  const { heap, open } = start();
  const before = heap.used;
  const { program, state } = mlp(SMALL, sgd(0.1));
  const session = await open(program, state);
  session.bind([wave([8, 6], 5), array([0, 1, 2, 0, 1, 2, 0, 1], [8], 'int32')]);
  await session.step(firstRows(8));
  const { used } = heap;
  for (let i = 0; i < 20; i++) await session.step(firstRows(8));
  expect(heap.used).toBe(used);
  session.close();
  session.close();
  expect(heap.used).toBe(before);
});

test('a state that does not fit leaves no memory behind', async () => {
  const { heap, open } = start();
  const before = heap.used;
  await expect(open(mlp(SMALL).program, freshState())).rejects.toThrow('Expected 4 variables');
  expect(heap.used).toBe(before);
});

test('a batch that memory cannot hold is left to another backend, and smaller ones go on', async () => {
  const { heap, open, backend } = start();
  const program = doubled();
  const session = await open(program, freshState());
  session.bind([wave([4, 3], 1)]);
  const { used } = heap;
  const refused = session.fetch(new Uint32Array(100_000_000));
  await expect(refused).rejects.toBeInstanceOf(DeviceLostError);
  await expect(refused).rejects.toThrow('cannot get');
  expect(heap.used).toBe(used);
  expect(backend.uncovered(program)).toEqual(['batches that need over 1 GB of memory']);
  expect((await session.fetch(firstRows(2)))[0]!.shape).toEqual([2, 3]);
});

test('tapes for other batches make room for one that needs it', async () => {
  const { heap, open } = start();
  heap.allocate(2 ** 30 - 25e6);
  const session = await open(doubled(), freshState());
  session.bind([wave([4, 3], 1)]);
  await session.fetch(new Uint32Array(6e5));
  const { used } = heap;
  await session.fetch(new Uint32Array(5e5));
  expect(heap.used).toBeLessThan(used);
});

test('a kernel that fails loses the backend, for all of its sessions', async () => {
  const { simd, open, backend } = start();
  const session = await open(doubled(), freshState());
  session.bind([wave([4, 3], 1)]);
  simd.run = () => {
    throw new WebAssembly.RuntimeError('unreachable');
  };
  await expect(session.fetch(firstRows(2))).rejects.toBeInstanceOf(DeviceLostError);
  expect(await backend.lost).toMatchObject({ backend: 'wasm', detail: 'unreachable' });
});

test('many batch sizes do not pile up', async () => {
  const { heap, open } = start();
  const session = await open(doubled(), freshState());
  session.bind([wave([64, 3], 1)]);
  for (let rows = 32; rows < 48; rows++) await session.fetch(firstRows(rows));
  const { used } = heap;
  for (let rows = 32; rows < 48; rows++) await session.fetch(firstRows(rows));
  expect(heap.used).toBe(used);
});

test.each([
  ['bytes', (x: NDArray) => x],
  ['scaled bytes', (x: NDArray) => x.astype('float32').div(255)],
  ['bytes through a table', (x: NDArray) => x.astype('float32').sqrt()],
  ['halves of bytes', (x: NDArray) => x.astype('float16').div(3)],
  ['whether bytes are large', (x: NDArray) => x.greater(100)],
  ['floats', (x: NDArray) => x.astype('float32').copy()],
  ['doubles', (x: NDArray) => x.astype('float64').add(array([0.1]).astype('float64'))],
  ['whole numbers', (x: NDArray) => x.astype('int32').sub(array([500], [1], 'int32'))],
  ['long numbers', (x: NDArray) => x.astype('int64').sub(array([500], [1], 'int64'))],
])('rows of %s arrive as the values they stand for', async (_, make) => {
  const { open } = start();
  const bytes = Uint8Array.from({ length: 12 }, (_, i) => i * 23);
  const images = make(new NDArray(bytes, [4, 3], 'uint8'));
  const session = await open(doubled(), freshState());
  session.bind([images]);
  const [rows] = await session.fetch(Uint32Array.of(3, 0, 3));
  const wanted = numbers(images.takeRows(Uint32Array.of(3, 0, 3)).astype('float32'));
  expect(numbers(rows!)).toEqual(wanted.map((value) => 2 * value));
  const [all] = await session.run([images]);
  expect(numbers(all!)).toEqual(numbers(images.astype('float32')).map((value) => 2 * value));
});

test('a view of bytes stays one', async () => {
  const { open } = start();
  const images = new NDArray(Uint8Array.of(0, 128, 255), [1, 3], 'uint8')
    .astype('float32')
    .div(255);
  const session = await open(doubled(), freshState());
  session.bind([images]);
  await session.fetch(firstRows(1));
  expect(images.byteTable).toBeDefined();
});

test('whole numbers that floats do not hold are refused', async () => {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'int32', shape: [null] });
  const negative = g.addNode('Neg', [x]);
  const session = await start().open(inference(g.build(), [x], [negative]), freshState());
  session.bind([array([2 ** 24 + 1], [1], 'int32')]);
  await expect(session.fetch(firstRows(1))).rejects.toThrow('The int32 value 16777217 is beyond');
});

test('a variable that nothing changes comes back as it was, with numbers that floats do not hold', async () => {
  const g = new GraphBuilder();
  const x = g.placeholder('x', { dtype: 'float32', shape: [null] });
  const counter = variable('counter', [1], 'int64');
  const graph = { ...g.build(), variables: [counter] };
  const value = new NDArray(BigInt64Array.of(2n ** 40n + 1n), [1], 'int64');
  const session = await start().open(inference(graph, [x], [x]), freshState(value));
  expect((await session.readState()).variables).toEqual([value]);
});

test('inputs of differing lengths are not one batch', async () => {
  const g = new GraphBuilder();
  const [a, b] = ['a', 'b'].map((name) => g.placeholder(name, { dtype: 'float32', shape: [null] }));
  const sum = g.addNode('AddV2', [a!, b!]);
  const session = await start().open(inference(g.build(), [a!, b!], [sum]), freshState());
  await expect(session.run([array([1, 2]), array([1, 2, 3])])).rejects.toThrow(
    'The inputs have 2, 3 samples, but a batch has as many of each.',
  );
});
