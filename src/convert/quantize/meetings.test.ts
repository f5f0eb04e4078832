import { expect, test } from 'vitest';
import { quantize } from './quantize';
import {
  graphDifferences,
  meetingGraph,
  meetingNames,
  meetingRanges,
  MODES,
  withInPlaceDefect,
} from './testing';

/** Not as TensorFlow does it, with the reason. */
const DIFFERENT: Readonly<Record<string, RegExp>> = {
  // TensorFlow gives up on ops whose operand got its scale from a later PACK, and leaves them in float.
  'views int8': /^ops: /,
  // SUM would keep its input's scale and overflow; it stays in float.
  'clipped int16x8': /^ops: /,
  // TILE has no int16 kernel; it stays in float.
  'large int16x8': /^ops: /,
  // TensorFlow leaves the value of PADV2 in float beside an int16 operand, for which there is no kernel.
  'constants int16x8': /^ops: /,
  // Weights and results of almost nothing have a smallest scale.
  'channels int16x8': /FULLY_CONNECTED inputs/,
  'nothing int16x8': /(FULLY_CONNECTED|DEQUANTIZE|outputs) /,
};

const CASES = meetingNames().flatMap((name) =>
  ['dynamic', 'int8', 'int16x8']
    .filter((mode) => meetingGraph(name, mode))
    .map((mode) => [name, mode] as const),
);

test.each(CASES)('%s in %s is settled as TensorFlow settles it', (name, mode) => {
  const found = differences(name, mode, withInPlaceDefect);
  // TensorFlow does not always overwrite where it could.
  const others = found.length === 0 ? found : differences(name, mode, (_, ranges) => ranges);
  const listed = DIFFERENT[`${name} ${mode}`];
  expect(others.filter((line) => !listed?.test(line))).toEqual([]);
  if (listed) expect(others).not.toEqual([]);
});

function differences(name: string, mode: string, measure: typeof withInPlaceDefect): string[] {
  const graph = meetingGraph(name, 'float32')!;
  const ranges = measure(graph, meetingRanges(name, graph));
  const ours = quantize(graph, { ...MODES[mode]!, allowFloat: true }, ranges).graph;
  return graphDifferences(ours, meetingGraph(name, mode)!);
}

test('an op whose operand got its scale from a later one is an integer op too', () => {
  const graph = meetingGraph('views', 'float32')!;
  const { graph: ours } = quantize(graph, MODES['int8']!, meetingRanges('views', graph));
  const codes = ours.ops.map(({ code }) => code);
  expect(codes.filter((code) => code === 'QUANTIZE')).toHaveLength(1);
  const floats = ours.ops.flatMap(({ inputs, outputs }) =>
    [...inputs, ...outputs].filter((tensor) => tensor?.dtype === 'float32'),
  );
  expect(new Set(floats).size).toBe(ours.inputs.length + ours.outputs.length);
});
