import { ByteReader } from '#bytes';
import { ValueError } from '#errors';

/** Thrown for HDF5 that is (as far as seen) sound but beyond our own reader. */
export class ForeignFeature extends Error {}

/**
 * An HDF5 file being read, with what keeps a hostile one from costing more than its own size: the structures of a
 * sound file never overlap, so all that is read may not exceed the file's length.
 */
export class Hdf5File {
  readonly name: string;
  readonly length: number;
  readonly #reader: ByteReader;
  #unread: number;

  constructor(bytes: Uint8Array, name: string) {
    this.name = name;
    this.length = bytes.length;
    this.#reader = new ByteReader(bytes, name);
    this.#unread = bytes.length;
  }

  /** A reader at this address. @throws ValueError outside the file */
  at(address: number): ByteReader {
    return this.#reader.at(address);
  }

  /** These bytes, as a view. @throws ValueError when they lie outside the file, or when all that was asked for exceeds it */
  take(address: number, length: number): Uint8Array {
    const bytes = this.at(address).take(length);
    this.claim(length);
    return bytes;
  }

  /** A reader of these bytes only. */
  slice(address: number, length: number): ByteReader {
    return new ByteReader(this.take(address, length), `${this.name} (at byte ${address})`);
  }

  claim(length: number): void {
    this.#unread -= length;
    if (this.#unread < 0) throw this.damaged('its parts overlap');
  }

  damaged(problem: string): ValueError {
    return new ValueError(`${this.name} is damaged: ${problem}.`, {
      place: this.name,
      hint: 'The file was changed after it was saved. Save it again, or take a fresh copy.',
    });
  }
}
