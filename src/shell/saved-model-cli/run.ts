/** `saved_model_cli run`: a signature on arrays, its results on the terminal and in files. */
import { NotImplementedError, PyRuntimeError } from '#errors';
import type { SavedModelArtifact } from '#formats/saved-model';
import { writeNpy } from '#formats/npy';
import type { NDArray } from '#tensor';
import type { CommandIO } from '../command';
import { checkKeys, feed } from './feed';
import { loadInputs, type InputFlags } from './inputs';
import { sortedTexts } from './python-text';
import { findMetaGraph, findSignature } from './show';

export interface RunOptions extends InputFlags {
  /** Of the meta graph. */
  readonly tags: readonly string[];
  readonly signature: string;
  /** Where results are written to, if anywhere. */
  readonly outdir: string | undefined;
  readonly overwrite: boolean;
}

/** Runs one signature; the results by the names of the outputs. */
export type Execute = (
  artifact: SavedModelArtifact,
  options: Pick<RunOptions, 'tags' | 'signature'>,
  inputs: ReadonlyMap<string, NDArray>,
) => Promise<ReadonlyMap<string, NDArray>>;

/**
 * @param open reads the SavedModel, after the inputs are known to be readable
 * @throws the errors of the real tool, in its order
 */
export async function run(
  options: RunOptions,
  io: CommandIO,
  open: () => Promise<SavedModelArtifact>,
  execute: Execute,
): Promise<void> {
  const values = await loadInputs(options, io);
  const artifact = await open();
  const metaGraph = findMetaGraph(artifact.proto, options.tags.join(','));
  const signature = findSignature(metaGraph, options.signature);
  checkKeys(signature, values);
  const results = await execute(artifact, options, feed(signature, values));
  for (const key of sortedTexts(results.keys())) {
    const array = results.get(key)!;
    io.stdout(`Result for output key ${key}:\n${array.toString()}\n`);
    if (options.outdir !== undefined) await save(key, array, options, io);
  }
}

async function save(
  key: string,
  array: NDArray,
  { outdir = '', overwrite }: RunOptions,
  { files, stdout }: CommandIO,
): Promise<void> {
  await files.makeDirectory(outdir);
  const path = `${outdir}${outdir.endsWith('/') ? '' : '/'}${key}.npy`;
  if (!overwrite && (await files.exists(path))) {
    throw new PyRuntimeError(
      `Output file ${path} already exists. Add "--overwrite" to overwrite the existing output files.`,
    );
  }
  await files.write(path, writeNpy(array));
  stdout(`Output ${key} is saved to ${path}\n`);
}

/** @throws NotImplementedError for what only a machine of one's own has */
export function refuseElsewhere(flags: ReadonlyMap<string, string | boolean>): void {
  const given = ['worker', 'init_tpu', 'use_tfrt', 'tf_debug'].find((name) => flags.get(name));
  if (given) throw new NotImplementedError(`--${given} is not available in the browser.`);
}
