/** Passes leave what a graph computes as it was: every fixture before and after, on the reference interpreter. */
import { describe, expect, test } from 'vitest';
import type { NpzArchive } from '#formats/npy';
import { openReference } from '#interpreter/reference';
import type { NDArray } from '#tensor';
import type { LiteGraph } from './lite/graph';
import { lower } from './lower';
import { LAST_PASSES, optimise, OWN_PASSES, PASSES } from './passes';
import { codesOf, distance, fileOf } from './passes/testing';
import { fixtureNames, fixtureSamples, fixtureSource } from './testing';

const CLOSE = 1e-5;

function outputsOf(graph: LiteGraph, samples: NpzArchive): NDArray[] {
  const model = openReference(fileOf(graph));
  samples.names.forEach((name, i) => model.setInput(i, samples.array(name)!.slice(0, 1)));
  model.invoke();
  return graph.outputs.map((_, i) => model.output(i));
}

describe.each(fixtureNames())('%s', (name) => {
  test('computes after all passes what it did before', async () => {
    const lowered = lower(await fixtureSource(name));
    const samples = await fixtureSamples(name);
    const before = outputsOf(
      LAST_PASSES.reduce((graph, pass) => pass.run(graph), lowered),
      samples,
    );
    for (const mode of ['float32', 'int16x8'] as const) {
      expect(distance(outputsOf(optimise(lowered, mode), samples), before)).toBeLessThan(CLOSE);
    }
  });

  test('finds nothing more to do the second time', async () => {
    const once = optimise(lower(await fixtureSource(name)));
    for (const pass of PASSES) expect(pass.run(once), pass.name).toBe(once);
  });
});

test('an activation of a transposed convolution stays an op in every mode', async () => {
  const graph = optimise(lower(await fixtureSource('transposed')));
  expect(codesOf(graph)).toEqual(['TRANSPOSE_CONV', 'RELU', 'TRANSPOSE_CONV']);
});

test('repetitions are resizes where TILE has no kernel, and stay TILE elsewhere', async () => {
  const lowered = lower(await fixtureSource('upsampled'));
  const integer = codesOf(optimise(lowered, 'int16x8'));
  expect(integer).toEqual([
    'RESIZE_BILINEAR',
    'CONV_2D',
    'RESIZE_NEAREST_NEIGHBOR',
    'STRIDED_SLICE',
  ]);
  expect(codesOf(optimise(lowered))).toContain('TILE');
});

test('every pass has a name of its own and says in a line what it does', () => {
  const passes = [...PASSES, ...OWN_PASSES.map(({ pass }) => pass), ...LAST_PASSES];
  expect(new Set(passes.map(({ name }) => name)).size).toBe(passes.length);
  for (const { about } of passes) expect(about).toMatch(/^[^\n]{20,160}\.$/);
});
