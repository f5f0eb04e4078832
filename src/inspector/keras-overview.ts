/** What the first part of a `.keras` file's view says. */
import type { ZipListing } from '#containers/zip';
import type { Json } from '#formats/keras';
import type { Fact } from '#protocol';
import { totalBytes, totalCount, type NamedArray } from './arrays';
import { table, type Draft } from './blocks';
import type { KerasWeights } from './keras-weights';

type JsonObject = { readonly [key: string]: Json };

export function modelFacts(
  config: Json | undefined,
  metadata: Json | undefined,
  weights: readonly NamedArray[],
  optimizer: readonly NamedArray[],
): Fact[] {
  const inner = at(config, 'config');
  const layers = at(inner, 'layers');
  const compiled = at(config, 'compile_config');
  const list: (Fact | undefined)[] = [
    named('Model', text(at(inner, 'name'))),
    named('Written by', version(metadata)),
    named('Saved on', text(at(metadata, 'date_saved'))?.replace('@', ' at ')),
    Array.isArray(layers) ? { label: 'Layers', value: layers.length, as: 'count' } : undefined,
    { label: 'Weights', value: totalCount(weights), as: 'count', beside: 'numbers' },
    named('Optimizer', nameOf(at(compiled, 'optimizer')) ?? 'none: the model was not compiled'),
    named('Loss', nameOf(at(compiled, 'loss'))),
    optimizer.length > 0
      ? { label: 'Optimizer state', value: totalCount(optimizer), as: 'count', beside: 'numbers' }
      : undefined,
  ];
  return list.filter((fact) => fact !== undefined);
}

function named(label: string, value: string | undefined): Fact | undefined {
  return value === undefined ? undefined : { label, value, as: 'text' };
}

function version(metadata: Json | undefined): string | undefined {
  const found = text(at(metadata, 'keras_version'));
  return found && `Keras ${found}, or in its dialect`;
}

/** An optimizer or a loss is a name, or a serialised object. */
function nameOf(value: Json | undefined): string | undefined {
  return text(value) ?? text(at(value, 'class_name'));
}

function text(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function at(value: Json | undefined, key: string): Json | undefined {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, key) ? (value as JsonObject)[key] : undefined;
}

/** Bytes of config, weights and optimizer, so that one sees what the file is made of. */
export function sizeOfParts(members: readonly ZipListing[], read: KerasWeights): Draft[] {
  const sizes = new Map(members.map(({ name, storedBytes }) => [name, storedBytes]));
  const weights = totalBytes(read.weights);
  const optimizer = totalBytes(read.optimizer);
  const hdf5 = sizes.get('model.weights.h5') ?? 0;
  const others = members
    .filter(({ name }) => !['config.json', 'metadata.json', 'model.weights.h5'].includes(name))
    .reduce((sum, { storedBytes }) => sum + storedBytes, 0);
  const rows: [string, number][] = [
    ['config.json: how it is built', sizes.get('config.json') ?? 0],
    ['metadata.json', sizes.get('metadata.json') ?? 0],
    ['Weights', weights],
    ['Optimizer state', optimizer],
    ['HDF5 around them', Math.max(0, hdf5 - weights - optimizer)],
    ['Other members', others],
  ];
  const all = rows.reduce((sum, [, bytes]) => sum + bytes, 0);
  return [
    table({
      title: 'Bytes',
      columns: [
        { title: 'Part', as: 'text' },
        { title: 'Bytes', as: 'bytes' },
        { title: 'Share', as: 'share' },
      ],
      rows: rows
        .filter(([, bytes]) => bytes > 0)
        .map(([part, bytes]) => [part, bytes, all > 0 ? bytes / all : 0]),
    }),
  ];
}
