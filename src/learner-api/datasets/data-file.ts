/** The four files of Fashion-MNIST, in the order train images, train labels, test images, test labels. */
import table from './fashion-mnist-files.json?raw';

export interface DataFile {
  readonly name: string;
  /** Size and SHA-256 of the gzip file. */
  readonly bytes: number;
  readonly sha256: string;
  /** Size and SHA-256 of the IDX file in it. */
  readonly unpackedBytes: number;
  readonly unpackedSha256: string;
  /** Of the array in the IDX file. */
  readonly shape: readonly number[];
}

export const FILES = JSON.parse(table) as readonly DataFile[];
