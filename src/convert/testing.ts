/** For tests of this room: the fixtures, and options with defaults. */
import { readdirSync, readFileSync } from 'node:fs';
// eslint-disable-next-line no-restricted-imports -- fixtures are zipped, and only tests read them
import { readZip } from '#containers/zip';
import { readNpz, type NpzArchive } from '#formats/npy';
import { importSignature, readSavedModel } from '#formats/saved-model';
import { readTflite, type TfliteModel } from '#formats/tflite';
import type { ConversionOptions, ConversionSource } from './options';
import { sourceOfImport } from './source';

const FIXTURES = new URL('../../tests/fixtures/tflite/', import.meta.url);

/** Single ops and layers: `saved_model.zip` with `float32.tflite`, or with `refused.txt`. */
export const GRAPHS = new URL('../../tests/fixtures/tflite-graphs/', import.meta.url);

/** Names of the models in tests/fixtures/tflite. */
export function fixtureNames(): readonly string[] {
  return readdirSync(FIXTURES).sort();
}

/** The fixture's SavedModel. */
export async function fixtureSource(name: string, root = FIXTURES): Promise<ConversionSource> {
  const members = await readZip(fixtureFile(name, 'saved_model.zip', root), { name });
  const artifact = await readSavedModel({
    path: name,
    read: (file) => Promise.resolve(members.get(file)),
  });
  const about = { signatureKey: 'serving_default', modelType: 'TF_SAVED_MODEL' } as const;
  return sourceOfImport(await importSignature(artifact), about);
}

/** What TensorFlow made of it, in one of the fixtures' nine modes. */
export function fixtureModel(name: string, mode: string): TfliteModel {
  return readTflite(fixtureFile(name, `${mode}.tflite`), `${name}/${mode}.tflite`);
}

/** One array an input; the first dimension counts the samples. */
export function fixtureSamples(name: string): Promise<NpzArchive> {
  return readNpz(fixtureFile(name, 'samples.npz'), name);
}

export function fixtureFile(name: string, file: string, root = FIXTURES): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`${name}/${file}`, root)));
}

/** float32 with the defaults, and what the test changes. */
export function optionsWith(changes: Partial<ConversionOptions> = {}): ConversionOptions {
  return {
    mode: 'float32',
    inferenceInputType: 'float32',
    inferenceOutputType: 'float32',
    allowFloat: false,
    perChannelDense: { dynamic: false, integer: true },
    perChannel: true,
    int16BiasType: 'int64',
    excludeConversionMetadata: false,
    ...changes,
  };
}
