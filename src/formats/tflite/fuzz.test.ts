/** Damaged .tflite files: an error of ours that names the file, or a result; never a crash, a hang or a flood of memory. */
import { expect, it } from 'vitest';
import { FlatBytes } from '#containers/flatbuffer';
import { PythonError } from '#errors';
import { seeded, type Random } from '../../../tests/seeded';
import { addition, fixture } from '../../../tests/tflite-files';
import { constantOf, readTflite, TENSOR_TYPES, withInputShapes, writeTflite } from './index';
import type { Operator, QuantizationParameters, SubGraph, Tensor, TfliteModel } from './model';

const CASES = 3000;
const MAX_GROWTH = 200 * 2 ** 20;
const FILE = 'm.tflite';
const SOURCES = [
  'mlp/float32.tflite',
  'mlp_open/dynamic.tflite',
  'conv/int8.tflite',
  'branches/uint8_io.tflite',
  'two_inputs/float16.tflite',
  'transposed/int16x8.tflite',
];
const WORDS = [
  0, 1, 2, 3, 4, 7, 8, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffc, 0xffffffff,
];
const INDICES = [-2, -1, 0, 1, 2, 5, 100, 2 ** 31 - 1];

type Damage = (bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>;

const DAMAGES: Damage[] = [
  function flipBits(bytes, random) {
    for (let i = random(4); i >= 0; i--) bytes[random(bytes.length)]! ^= 1 << random(8);
    return bytes;
  },
  function truncate(bytes, random) {
    return bytes.slice(0, random(bytes.length));
  },
  function cutOut(bytes, random) {
    const at = random(bytes.length);
    const end = Math.min(bytes.length, at + 1 + random(40));
    return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(end)]);
  },
  function copyOver(bytes, random) {
    const length = 1 + random(100);
    return bytes.copyWithin(
      random(bytes.length),
      random(bytes.length),
      random(bytes.length) + length,
    );
  },
  function hostileWord(bytes, random) {
    const at = 4 * random(Math.floor(bytes.length / 4));
    new DataView(bytes.buffer).setUint32(at, pick(WORDS, random), true);
    return bytes;
  },
  function nearWord(bytes, random) {
    const view = new DataView(bytes.buffer);
    const at = 4 * random(Math.floor(bytes.length / 4));
    view.setInt32(at, view.getInt32(at, true) + 4 * (random(65) - 32), true);
    return bytes;
  },
  function hostileHalf(bytes, random) {
    const at = 2 * random(Math.floor(bytes.length / 2));
    new DataView(bytes.buffer).setUint16(at, pick(WORDS, random), true);
    return bytes;
  },
];

function pick<Item>(list: readonly Item[], random: Random): Item {
  return list[random(list.length)]!;
}

/** The list with one of its items changed. */
function changeOne<Item>(
  list: readonly Item[],
  random: Random,
  change: (item: Item) => Item,
): Item[] {
  if (list.length === 0) return [];
  const at = random(list.length);
  return list.with(at, change(list[at]!));
}

function hostileTensor(tensor: Tensor, random: Random): Tensor {
  const numbers = (list: readonly number[]) => changeOne(list, random, () => pick(INDICES, random));
  const { quantization } = tensor;
  switch (random(6)) {
    case 0:
      return { ...tensor, shape: numbers(tensor.shape) };
    case 1:
      return { ...tensor, type: pick(TENSOR_TYPES, random) };
    case 2:
      return { ...tensor, buffer: Math.max(0, pick(INDICES, random)) };
    case 3:
      return { ...tensor, shapeSignature: numbers([...tensor.shape, 1]) };
    case 4:
      return { ...tensor, isVariable: true, shape: [...tensor.shape, random(5)] };
    default:
      return { ...tensor, quantization: quantization && hostileScales(quantization, random) };
  }
}

function hostileScales(old: QuantizationParameters, random: Random): QuantizationParameters {
  const scales = [NaN, -1, Infinity, 0, 1e-45];
  if (random(3) === 0) return { ...old, quantizedDimension: pick(INDICES, random) };
  if (random(2) === 0)
    return { ...old, zeroPoint: changeOne(old.zeroPoint, random, () => 2 ** 40) };
  return { ...old, scale: changeOne(old.scale, random, () => pick(scales, random)) };
}

function hostileOperator(operator: Operator, random: Random): Operator {
  const numbers = (list: readonly number[]) => changeOne(list, random, () => pick(INDICES, random));
  if (random(3) === 0) return { ...operator, inputs: numbers(operator.inputs) };
  if (random(2) === 0) return { ...operator, outputs: numbers(operator.outputs) };
  return { ...operator, opcodeIndex: Math.max(0, pick(INDICES, random)) };
}

/** A sound flatbuffer with senseless values in it. */
function hostileModel(model: TfliteModel, random: Random): TfliteModel {
  const [graph] = model.subgraphs as [SubGraph];
  const change = (changed: Partial<SubGraph>) => ({
    ...model,
    subgraphs: [{ ...graph, ...changed }],
  });
  const index = () => pick(INDICES, random);
  switch (random(6)) {
    case 0:
    case 1:
      return change({ tensors: changeOne(graph.tensors, random, (t) => hostileTensor(t, random)) });
    case 2:
      return change({
        operators: changeOne(graph.operators, random, (o) => hostileOperator(o, random)),
      });
    case 3:
      return change({ inputs: changeOne(graph.inputs, random, index) });
    case 4:
      return {
        ...model,
        buffers: changeOne(model.buffers, random, () => ({ data: new Uint8Array(random(9)) })),
      };
    default:
      return change({ operators: [...graph.operators].sort(() => random(3) - 1) });
  }
}

/** All that is done with a file before something runs it. */
function readAll(bytes: Uint8Array, random: Random): void {
  const model = readTflite(bytes, FILE);
  const [graph] = model.subgraphs as [SubGraph];
  for (const input of graph.inputs.slice(0, 1)) {
    const shape = graph.tensors[input]!.shape.map((dim) => Math.max(1, dim + random(3)));
    try {
      withInputShapes(bytes, model, new Map([[input, shape]]));
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
    }
  }
  for (const tensor of graph.tensors) {
    try {
      constantOf(model, tensor);
    } catch (error) {
      if (!(error instanceof PythonError)) throw error;
    }
  }
}

function fuzz(seed: number, make: (random: Random) => Uint8Array): void {
  const random = seeded(seed);
  const before = process.memoryUsage.rss();
  let peak = before;
  const outcomes = { read: 0, refused: 0 };
  for (let i = 0; i < CASES; i++) {
    try {
      readAll(make(random), random);
      outcomes.read++;
    } catch (error) {
      if (!(error instanceof PythonError)) throw new Error(`case ${i}`, { cause: error });
      expect(error.message, `case ${i}`).toContain(FILE);
      outcomes.refused++;
    }
    if (i % 50 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  }
  expect(peak - before).toBeLessThan(MAX_GROWTH);
  expect(outcomes.read).toBeGreaterThan(CASES / 100);
  expect(outcomes.refused).toBeGreaterThan(CASES / 4);
}

it(`takes ${CASES} files with damaged bytes`, { timeout: 60_000 }, () => {
  const sources = SOURCES.map(fixture);
  fuzz(20260301, (random) => pick(DAMAGES, random)(pick(sources, random).slice(), random));
});

it(`takes ${CASES} files with senseless values`, { timeout: 60_000 }, () => {
  const models = SOURCES.map((name) => readTflite(fixture(name)));
  fuzz(20260302, (random) => writeTflite(hostileModel(pick(models, random), random)));
});

it('refuses a file whose tensors are one table a million times, before the memory is taken', () => {
  const count = 1_000_000;
  const bytes = writeTflite(addition());
  const source = new FlatBytes(bytes);
  const subgraphs = source.follow(source.slot(source.root(), 2, 4));
  const graph = source.table(source.follow(source.vector(subgraphs, 4).start));
  const slot = source.slot(graph, 0, 4);
  const start = Math.ceil(bytes.length / 4) * 4;
  const table = start + 4 + 4 * count + 4;
  const bomb = new Uint8Array(table + 4);
  bomb.set(bytes);
  const view = new DataView(bomb.buffer);
  view.setUint32(slot, start - slot, true);
  view.setUint32(start, count, true);
  for (let at = start + 4; at < table - 4; at += 4) view.setUint32(at, table - at, true);
  view.setUint16(table - 4, 4, true);
  view.setUint16(table - 2, 4, true);
  view.setInt32(table, 4, true);
  expect(() => readTflite(bomb, FILE)).toThrow(
    /m\.tflite .*tensors\[\d+\].*more than 96 MB of memory/,
  );
});
