/** Each fixture's SavedModel through the whole converter in each mode, calibrated by the real interpreter. */
import { expect, test } from 'vitest';
import type { TfliteModel } from '#formats/tflite';
import { emit } from '../emit';
import type { LiteGraph, LiteTensor } from '../lite/graph';
import { lower } from '../lower';
import type { Range, Ranges } from '../options';
import { optimiseAsTensorFlow } from '../passes';
import { fixtureModel, fixtureNames, fixtureSource } from '../testing';
import { liteFromModel } from '../testing-lite';
import { differences } from '../testing-parity';
import { quantize } from './quantize';
import {
  DIFFERENT,
  fixtureRanges,
  floatFixture,
  graphDifferences,
  hasFixture,
  MODES,
  REFUSED,
  withInPlaceDefect,
} from './testing';

/** Ends are converted in the order of the model's outputs; TensorFlow's has the two of them swapped. */
const SWAPPED_ENDS = { two_inputs: ['uint8_io', 'int16x8'] } as const;

test.each(fixtureNames())('%s becomes in each mode what TensorFlow makes of it', async (name) => {
  const source = await fixtureSource(name);
  const graph = optimiseAsTensorFlow(lower(source));
  const ranges = transferred(graph, name);
  const found = comparableModes(name).flatMap((mode) => {
    const quantized = quantize(graph, MODES[mode]!, ranges).graph;
    const model = emit(quantized, { source, options: MODES[mode]! });
    const listed = LISTED[`${name} ${mode}`] ?? DIFFERENT[`${name} ${mode}`];
    const lines = compare(model, fixtureModel(name, mode), mode);
    const others = lines.filter((line) => !listed?.test(line));
    if (listed && lines.length === others.length) others.push('listed, and no different');
    return others.map((line) => `${mode}: ${line}`);
  });
  expect(found).toEqual([]);
});

const LISTED: Readonly<Record<string, RegExp>> = {
  'depthwise int16x8': /3 DEPTHWISE_CONV_2D: input 2/,
  ...Object.fromEntries(
    ['int8', 'int8_io', 'uint8_io', 'int8_per_tensor', 'int16x8'].map((mode) => [
      `dead_layer ${mode}`,
      /FULLY_CONNECTED: (input|output)/,
    ]),
  ),
};

function comparableModes(name: string): string[] {
  const swapped: Readonly<Record<string, readonly string[]>> = SWAPPED_ENDS;
  return Object.keys(MODES).filter((mode) => {
    // float16 constants come in another order, which only the graphs' comparison overlooks; it knows no open batch.
    if (mode === 'float16' && name.endsWith('_open')) return false;
    if (REFUSED[name]?.includes(mode) || swapped[name]?.includes(mode)) return false;
    return hasFixture(name, mode);
  });
}

function compare(ours: TfliteModel, theirs: TfliteModel, mode: string): string[] {
  if (mode !== 'float16') return differences(ours, theirs);
  const [mine, other] = [ours, theirs].map((model) => withoutKeys(liteFromModel(model)));
  return graphDifferences(mine!, other!);
}

/** Signature names are compared where the float file is. */
function withoutKeys(graph: LiteGraph): LiteGraph {
  return { ...graph, inputs: [], outputs: [] };
}

/** TensorFlow's ranges on our graph, which has the same ops in the same order but for the computing of shapes. */
function transferred(graph: LiteGraph, name: string): Ranges {
  const real = floatFixture(name);
  const ranges = withInPlaceDefect(real, fixtureRanges(name, real));
  const found = new Map<LiteTensor, Range>();
  const pair = (tensor: LiteTensor, other: LiteTensor) => {
    const range = ranges.get(other);
    if (range) found.set(tensor, range);
  };
  graph.inputs.forEach(({ tensor }, i) => pair(tensor, real.inputs[i]!.tensor));
  const theirs = real.ops.filter(({ outputs }) => outputs[0]!.dtype !== 'int32');
  const ours = graph.ops.filter(({ outputs }) => outputs[0]!.dtype !== 'int32');
  ours.forEach((op, i) => op.outputs.forEach((tensor, j) => pair(tensor, theirs[i]!.outputs[j]!)));
  return found;
}
