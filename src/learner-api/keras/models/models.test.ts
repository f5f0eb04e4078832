import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { clearSession } from '../names';
import { collectWeights, deserializeModel, serializeModel } from '../serialization';
import type { KerasObject } from '#formats/keras';
import { summaryText, traceModel } from '.';
import { ARCHITECTURES } from './fixtures/architectures';

interface Recorded {
  readonly summary: string;
  readonly config: unknown;
  readonly weights: readonly unknown[];
  readonly groups: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const file = new URL('fixtures/models.json', import.meta.url);
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Recorded>;

const NEWER_KEYS = new Set([
  'ragged',
  'optional',
  'quantization_config',
  'input_axes',
  'output_axes',
  'renorm',
  'renorm_clipping',
  'renorm_momentum',
  'compile_config',
  'mask',
]);

/** A config of Keras 3.15 as Keras 3.3.3 would have it. */
function toOldDialect(value: unknown, key = ''): unknown {
  if (Array.isArray(value)) {
    const isBareTriple = typeof value[0] === 'string' && value.length === 3;
    const items = value.map((item) => toOldDialect(item));
    return isBareTriple && key.endsWith('put_layers') ? [items] : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const object = value as Record<string, unknown>;
  if (object['class_name'] === 'DTypePolicy') return (object['config'] as { name: string }).name;
  const entries = Object.entries(object).filter(([name]) => !NEWER_KEYS.has(name));
  return Object.fromEntries(entries.map(([name, item]) => [name, toOldDialect(item, name)]));
}

function keysOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) => [key, ...keysOf(item)]);
}

beforeEach(clearSession);

describe.each(Object.entries(ARCHITECTURES))('%s', (name, make) => {
  const real = recorded[name]!;

  it("prints real Keras's summary", () => {
    expect(summaryText(make())).toBe(real.summary);
  });

  it("has real Keras's weights in its order, under its paths", () => {
    const weights = make().weights.map(({ path, shape, trainable }) => [path, shape, trainable]);
    expect(weights).toEqual(real.weights);
  });

  it("writes real Keras's config in the old dialect", () => {
    const config = serializeModel(make());
    expect(config).toMatchObject(toOldDialect(real.config) as object);
    expect(keysOf(config).filter((key) => NEWER_KEYS.has(key))).toEqual([]);
  });

  it('places its weights where real Keras does', () => {
    const model = make();
    if (!model.built) return;
    const groups = [...collectWeights(model)].map(([group, arrays]) => [
      group,
      arrays.map((array) => array.shape),
    ]);
    expect(Object.fromEntries(groups)).toEqual(real.groups);
  });

  it("is the same model again from real Keras's newest config", () => {
    const config = serializeModel(make());
    clearSession();
    const model = deserializeModel(real.config as KerasObject);
    expect(summaryText(model)).toBe(real.summary);
    expect(serializeModel(model)).toEqual(config);
  });

  it('traces to a graph with the outputs that it says', () => {
    const model = make();
    if (!model.built) return;
    const { inputs, outputs } = traceModel(model, { training: true });
    expect(inputs.map((tensor) => tensor.shape)).toEqual(model.inputs.map(({ shape }) => shape));
    expect(outputs.map((tensor) => tensor.shape)).toEqual(model.outputs.map(({ shape }) => shape));
  });
});
