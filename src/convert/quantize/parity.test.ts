import { describe, expect, test } from 'vitest';
import { fixtureModel, fixtureNames } from '../testing';
import { liteFromModel } from '../testing-lite';
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
