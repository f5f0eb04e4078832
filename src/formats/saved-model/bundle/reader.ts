/** Reads a TensorBundle: the index at once, a data file when the first tensor in it is asked for. */
import { crc32c, unmaskCrc32c } from '#bytes';
import { FileNotFoundError, PyRuntimeError } from '#errors';
import { DTYPES, NDArray, sizeOf, type DType } from '#tensor';
import type { ArtifactFiles, TensorBundle } from '../artifact';
import { DataType, dataTypeName, dtypeOf, type BundleEntryProto } from '../schema';
import { readIndex, type BundleIndex } from './index-file';
import { arrayShape, placeOf } from './places';
import { decodeStrings } from './strings';

/**
 * @param prefix of the bundle's files, relative to the directory: `variables/variables`
 * @throws FileNotFoundError when there is no `<prefix>.index`; PyRuntimeError naming it when it is damaged
 */
export async function openTensorBundle(
  files: ArtifactFiles,
  prefix: string,
): Promise<TensorBundle> {
  const bytes = await files.read(`${prefix}.index`);
  if (!bytes) {
    throw new FileNotFoundError(
      'Unsuccessful TensorSliceReader constructor: Failed to find any matching files for ' +
        `${files.path}/${prefix}`,
      { place: `${files.path}/${prefix}.index`, hint: 'The index of the variables is missing.' },
    );
  }
  return new Bundle(files, prefix, readIndex(bytes, `${files.path}/${prefix}.index`));
}

class Bundle implements TensorBundle {
  readonly entries: ReadonlyMap<string, BundleEntryProto>;
  readonly #files: ArtifactFiles;
  readonly #prefix: string;
  readonly #shards: number;
  readonly #opened = new Map<number, Promise<Uint8Array>>();

  constructor(files: ArtifactFiles, prefix: string, index: BundleIndex) {
    this.#files = files;
    this.#prefix = prefix;
    this.#shards = index.shards;
    this.entries = index.entries;
  }

  async read(key: string): Promise<NDArray> {
    const entry = this.#entry(key);
    const dtype = dtypeOf(entry.dtype);
    if (dtype === undefined) throw this.#wrongDtype(key, entry.dtype);
    const shape = arrayShape(key, entry, this.#indexPath);
    const count = sizeOf(shape);
    this.#checkSize(key, entry, count * DTYPES[dtype].bytes);
    const bytes = await this.#bytes(key, entry);
    this.#checkCrc(key, entry, crc32c(bytes));
    return new NDArray(elementsOf(bytes, dtype, count), shape, dtype);
  }

  async readStrings(key: string): Promise<readonly Uint8Array[]> {
    const entry = this.#entry(key);
    if (entry.dtype !== DataType.DT_STRING) throw this.#wrongDtype(key, entry.dtype);
    const count = sizeOf(arrayShape(key, entry, this.#indexPath));
    const name = `${this.#dataPath(entry.shardId)}: ${key}`;
    const { strings, crc } = decodeStrings(await this.#bytes(key, entry), count, name);
    this.#checkCrc(key, entry, crc);
    return strings;
  }

  get #indexPath(): string {
    return `${this.#files.path}/${this.#prefix}.index`;
  }

  #entry(key: string): BundleEntryProto {
    const entry = this.entries.get(key);
    if (!entry) {
      throw new PyRuntimeError(`Key ${key} not found in checkpoint (${this.#indexPath})`, {
        place: this.#indexPath,
        hint: 'The graph reads a variable that was not saved with it: the two files are not of one export.',
      });
    }
    if (entry.slices.length > 0) {
      throw new PyRuntimeError(
        `Key ${key} in ${this.#indexPath} is stored in ${entry.slices.length} slices, which is not supported.`,
        { place: this.#indexPath, hint: 'Save the model again without partitioned variables.' },
      );
    }
    return entry;
  }

  #wrongDtype(key: string, type: DataType): PyRuntimeError {
    const hint =
      type === DataType.DT_STRING
        ? 'Its elements are bytes, not numbers.'
        : `Arrays here are of ${Object.keys(DTYPES).join(', ')}. Cast the variable before you save it.`;
    return new PyRuntimeError(
      `Key ${key} in ${this.#indexPath} has dtype ${dataTypeName(type) ?? type}, which cannot be read here.`,
      { place: this.#indexPath, hint },
    );
  }

  #checkSize(key: string, entry: BundleEntryProto, expected: number): void {
    if (Number(entry.size) === expected) return;
    throw new PyRuntimeError(
      `Invalid size in bundle entry: key ${key}; stored size ${entry.size}; expected size ${expected} (${this.#indexPath})`,
      { place: this.#indexPath, hint: 'Make the SavedModel again, or take a fresh copy.' },
    );
  }

  #checkCrc(key: string, entry: BundleEntryProto, actual: number): void {
    const stored = unmaskCrc32c(entry.crc32c);
    if (stored === actual) return;
    throw new PyRuntimeError(
      `TensorBundle at ${this.#files.path}/${this.#prefix} shard ${entry.shardId} (${entry.size} bytes): ` +
        `Checksum does not match: stored ${stored} vs. calculated on the restored bytes ${actual} ` +
        `(key ${key} in ${this.#dataPath(entry.shardId)})`,
      {
        place: this.#dataPath(entry.shardId),
        hint: 'Bytes of the file have changed since it was written. Take a fresh copy.',
      },
    );
  }

  /** A view of the tensor's bytes in its data file. */
  async #bytes(key: string, entry: BundleEntryProto): Promise<Uint8Array> {
    const { shard, offset, size } = placeOf(entry);
    const data = await this.#shard(shard);
    if (offset + size <= data.length) return data.subarray(offset, offset + size);
    throw new PyRuntimeError(
      `Read less bytes than requested: ${this.#dataPath(shard)} has ${data.length} bytes, ` +
        `but key ${key} takes bytes ${offset} to ${offset + size}`,
      { place: this.#dataPath(shard), hint: 'The file is cut short. Take a fresh copy.' },
    );
  }

  #shard(id: number): Promise<Uint8Array> {
    let opened = this.#opened.get(id);
    if (!opened) this.#opened.set(id, (opened = this.#openShard(id)));
    return opened;
  }

  async #openShard(id: number): Promise<Uint8Array> {
    const data = await this.#files.read(this.#dataFile(id));
    if (data) return data;
    throw new PyRuntimeError(`${this.#dataPath(id)}; No such file or directory`, {
      place: this.#dataPath(id),
      hint: 'A file of variables/ is missing. Copy the whole directory.',
    });
  }

  #dataFile(id: number): string {
    const number = (n: number) => String(n).padStart(5, '0');
    return `${this.#prefix}.data-${number(id)}-of-${number(this.#shards)}`;
  }

  #dataPath(id: number): string {
    return `${this.#files.path}/${this.#dataFile(id)}`;
  }
}

/** A copy, since the bytes may lie anywhere. */
function elementsOf(bytes: Uint8Array, dtype: DType, count: number) {
  const elements = new DTYPES[dtype].array(count);
  new Uint8Array(elements.buffer).set(bytes);
  return elements;
}
