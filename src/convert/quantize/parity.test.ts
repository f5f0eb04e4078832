import { describe, expect, test } from 'vitest';
import { fixtureModel, fixtureNames } from '../testing';
import { liteFromModel } from '../testing-lite';
import { quantize } from './quantize';
import {
  fixtureRanges,
  floatFixture,
  graphDifferences,
  hasFixture,
  MODES,
  withInPlaceDefect,
} from './testing';

/** Models that TensorFlow writes in this mode and that are refused here, since they hold ops without integer kernels. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  float_only: ['int8', 'int8_io', 'uint8_io', 'int8_per_tensor'],
  reshapes: ['int16x8'],
  upsampled: ['int16x8'],
};

/** What differs on purpose, beside the ranges of overwritten inputs. */
const DIFFERENT: Readonly<Record<string, RegExp>> = {
  // The dead layer's scale is raised; what follows from that are the next layer's units.
  'dead_layer int8': /FULLY_CONNECTED (inputs|outputs)/,
  'dead_layer int8_io': /FULLY_CONNECTED (inputs|outputs)/,
  'dead_layer uint8_io': /FULLY_CONNECTED (inputs|outputs)/,
  'dead_layer int8_per_tensor': /FULLY_CONNECTED (inputs|outputs)/,
  'dead_layer int16x8': /FULLY_CONNECTED (inputs|outputs)/,
  // TensorFlow gives two layers that share an all-zero bias the units of one of them.
  'depthwise int16x8': /3 DEPTHWISE_CONV_2D inputs 2 \(arith.constant\)/,
};

const CASES = fixtureNames().flatMap((name) =>
  Object.keys(MODES)
    .filter((mode) => hasFixture(name, mode) && !REFUSED[name]?.includes(mode))
    .map((mode) => [name, mode] as const),
);

describe('beside TensorFlow with its own ranges', () => {
  test.each(CASES)('%s in %s has the same ops, codes, scales and zero points', (name, mode) => {
    const graph = floatFixture(name);
    const ranges = withInPlaceDefect(graph, fixtureRanges(name, graph));
    const ours = quantize(graph, MODES[mode]!, ranges).graph;
    const found = graphDifferences(ours, liteFromModel(fixtureModel(name, mode)));
    const listed = DIFFERENT[`${name} ${mode}`];
    expect(found.filter((line) => !listed?.test(line))).toEqual([]);
    if (listed) expect(found).not.toEqual([]);
  });
});

test.each(Object.entries(REFUSED).flatMap(([name, modes]) => modes.map((mode) => [name, mode])))(
  '%s in %s is refused, unless floats are allowed',
  (name, mode) => {
    const graph = floatFixture(name);
    const ranges = fixtureRanges(name, graph);
    const options = MODES[mode]!;
    expect(() => quantize(graph, options, ranges)).toThrow(/not (yet )?supported for op: '/);
    const { notes } = quantize(graph, { ...options, allowFloat: true }, ranges);
    expect(notes.join()).toMatch(/stay in float/);
  },
);

test('only inputs that TensorFlow overwrites while calibrating have other scales with true ranges', () => {
  const affected = fixtureNames().filter((name) => {
    if (REFUSED[name]?.includes('int8') || name === 'dead_layer') return false;
    const graph = floatFixture(name);
    const ours = quantize(graph, MODES['int8']!, fixtureRanges(name, graph)).graph;
    return graphDifferences(ours, liteFromModel(fixtureModel(name, 'int8'))).length > 0;
  });
  expect(affected).toEqual([
    'arithmetic',
    'inverted_residual',
    'norm_first',
    'rescaled',
    'residual',
  ]);
});
