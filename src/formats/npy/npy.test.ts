import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ValueError } from '#errors';
import { NDArray } from '#tensor';
import { readNpy, readNpz, writeNpy, writeNpz } from '.';

const read = (name: string) => {
  const bytes = readFileSync(`tests/fixtures/saved-model-cli/run/${name}`);
  return new Uint8Array(bytes);
};

describe('readNpy reads what NumPy wrote', () => {
  it('floats, whole numbers and bools', () => {
    const f8 = readNpy(read('f8.npy'), 'f8.npy');
    expect([f8.dtype, f8.shape]).toEqual(['float64', [3, 2]]);
    expect([...f8.data]).toEqual([0, 1, 2, 3, 4, 5].map((i) => i / 7));
    expect(readNpy(read('u1.npy'), 'u1.npy').tolist()).toEqual([
      [0, 20, 40, 60],
      [80, 100, 120, 140],
      [160, 180, 200, 220],
    ]);
    expect([...readNpy(read('i8.npy'), 'i8.npy').data]).toEqual([-(2n ** 53n), 2n ** 53n, 7n]);
    expect(readNpy(read('b1.npy'), 'b1.npy').tolist()).toEqual([[true], [false]]);
    expect(readNpy(read('f2.npy'), 'f2.npy').toString()).toBe('[1.00e-01 6.55e+04]');
  });

  it('arrays without dimensions and without elements', () => {
    const scalar = readNpy(read('scalar.npy'), 'scalar.npy');
    expect([scalar.shape, scalar.dtype, scalar.item()]).toEqual([[], 'float32', 2.5]);
    expect(readNpy(read('empty.npy'), 'empty.npy').shape).toEqual([0, 3]);
  });

  it('the other order in memory and the other byte order', () => {
    expect(readNpy(read('fortran.npy'), 'fortran.npy').tolist()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ]);
    expect(readNpy(read('big_endian.npy'), 'big_endian.npy').tolist()).toEqual([0, 1, 2]);
  });

  it('bytes that begin within a buffer, without writing into them', () => {
    const file = read('big_endian.npy');
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(readNpy(shifted.subarray(3), 'x.npy').tolist()).toEqual([0, 1, 2]);
    expect(shifted.subarray(3)).toEqual(file);
  });

  it.each([
    ['objects.npy', 'objects.npy holds pickled Python objects, which cannot be read here.'],
    ['texts.npy', 'texts.npy holds elements of type <U4, which cannot be read here.'],
    ['complex.npy', 'complex.npy holds elements of type <c16, which cannot be read here.'],
    ['fields.npy', 'fields.npy holds elements of type structured, which cannot be read here.'],
  ])('but refuses %s by name', (name, message) => {
    expect(() => readNpy(read(name), name)).toThrow(message);
  });
});

describe('readNpy on damaged bytes', () => {
  it('ends with one error that names the file, wherever they are cut', () => {
    const file = read('u1.npy');
    for (let length = 0; length < file.length; length++) {
      expect(() => readNpy(file.subarray(0, length), 'u1.npy')).toThrow(/^u1\.npy is/);
    }
  });

  it('ends with an error of ours, or an array, whatever is changed', () => {
    let seed = 1;
    const random = (limit: number) => (seed = (seed * 16807) % 2147483647) % limit;
    const files = ['f8.npy', 'fortran.npy', 'scalar.npy', 'u1.npy'].map(read);
    for (let i = 0; i < 2000; i++) {
      const bytes = files[i % files.length]!.slice();
      for (let n = random(4); n >= 0; n--) bytes[random(Math.min(bytes.length, 130))] = random(256);
      try {
        expect(readNpy(bytes, 'x.npy')).toBeInstanceOf(NDArray);
      } catch (error) {
        expect(error).toBeInstanceOf(ValueError);
      }
    }
  });

  it('does not believe a size that the file cannot hold', () => {
    const text = new TextDecoder('latin1')
      .decode(read('u1.npy'))
      .replace('(3, 4), }', '(9999999999,), }');
    const bytes = Uint8Array.from(text, (char) => char.charCodeAt(0));
    expect(() => readNpy(bytes, 'u1.npy')).toThrow('says 9999999999 elements, but has only');
  });
});

describe('writeNpy', () => {
  it.each(['f8', 'u1', 'i8', 'b1', 'f2', 'scalar', 'empty', 'cube'])(
    'writes the bytes that NumPy wrote: %s',
    (name) => {
      const file = read(`${name}.npy`);
      expect(writeNpy(readNpy(file, name))).toEqual(file);
    },
  );
});

describe('archives', () => {
  it('of np.savez and np.savez_compressed are read', async () => {
    const small = await readNpz(read('small.npz'), 'small.npz');
    expect(small.names).toEqual(['arr_0']);
    expect(small.array('arr_0')!.tolist()).toEqual([[1e-9, 1e-9]]);
    const named = await readNpz(read('named.npz'), 'named.npz');
    expect(named.names).toEqual(['a', 'b']);
    expect(named.array('b')!.shape).toEqual([2, 2]);
    expect(named.array('c')).toBeUndefined();
  });

  it('come back as they were written', async () => {
    const array = readNpy(read('f8.npy'), 'f8.npy');
    const archive = await readNpz(await writeNpz(new Map([['left', array]])), 'x.npz');
    expect(archive.array('left')!.tolist()).toEqual(array.tolist());
  });
});
