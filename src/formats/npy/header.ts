/** The header of a `.npy` file: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
import { ByteWriter, type ByteReader } from '#bytes';
import { ValueError } from '#errors';
import { formatTuple } from '#tensor';

export const MAGIC = '\x93NUMPY';

/** The data begin at a multiple of this. */
const ALIGNMENT = 64;
/** NumPy leaves room for the first dimension to grow to so many digits. */
const GROWTH_DIGITS = 21;
/** NumPy itself refuses longer headers of files that nobody vouches for. */
const MAX_HEADER = 10_000;

export interface NpyHeader {
  readonly descr: string;
  readonly isFortranOrder: boolean;
  readonly shape: readonly number[];
}

/** @throws ValueError naming the file, for what is no header or cut short */
export function readHeader(reader: ByteReader): NpyHeader {
  reader.expect(MAGIC, 'NumPy signature');
  const major = reader.uint8();
  const minor = reader.uint8();
  if (major < 1 || major > 3) {
    throw damaged(reader.name, `has the format version ${major}.${minor}`);
  }
  const length = major === 1 ? reader.uint16LE() : reader.uint32LE();
  if (length > MAX_HEADER) throw damaged(reader.name, `has a header of ${length} bytes`);
  const text = new TextDecoder(major === 3 ? 'utf-8' : 'latin1').decode(reader.take(length));
  return parseHeader(text, reader.name);
}

function parseHeader(text: string, name: string): NpyHeader {
  const descr = /'descr'\s*:\s*(?:'([^']*)'|(\[.*?\]\s*,\s*'))/.exec(text);
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text);
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text);
  if (!descr || !order || !shape) throw damaged(name, `has a header that says ${text.trim()}`);
  return {
    descr: descr[1] ?? 'structured',
    isFortranOrder: order[1] === 'True',
    shape: shape[1]!.split(',').flatMap((part) => (part.trim() ? [Number(part)] : [])),
  };
}

/** As NumPy 2 writes it, spaces included. */
export function writeHeader({ descr, isFortranOrder, shape }: NpyHeader): Uint8Array<ArrayBuffer> {
  const order = isFortranOrder ? 'True' : 'False';
  const dict = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${formatTuple(shape)}, }`;
  const growth = shape.length > 0 ? GROWTH_DIGITS - String(shape[0]).length : 0;
  const text = dict + ' '.repeat(growth);
  const fixed = MAGIC.length + 4;
  const padding = ALIGNMENT - ((fixed + text.length + 1) % ALIGNMENT);
  const length = text.length + padding + 1;
  return new ByteWriter(fixed + length)
    .ascii(MAGIC)
    .uint8(1, 0)
    .uint16LE(length)
    .ascii(`${text}${' '.repeat(padding)}\n`)
    .finish();
}

export function damaged(name: string, problem: string): ValueError {
  return new ValueError(`${name} is no readable .npy file: it ${problem}.`, {
    place: name,
    hint: 'Save the array again with np.save, or take a fresh copy of the file.',
  });
}
