import { beforeEach, expect, it } from 'vitest';
import { writeNpz } from '#formats/npy';
import { startTestRuntime, type TestRuntime } from '../keras/training/testing';
import { np } from './index';

let runtime: TestRuntime;
beforeEach(() => (runtime = startTestRuntime()));

it('writes what NumPy writes, and reads it back', async () => {
  const x = np.array([[1, 2, 3]], 'uint8');
  await np.save('x', x);
  const bytes = await runtime.workspace.read('x.npy');
  expect(new TextDecoder('latin1').decode(bytes)).toMatch(
    /^\x93NUMPY\x01\x00v\x00\{'descr': '\|u1', 'fortran_order': False, 'shape': \(1, 3\), \} +\n\x01\x02\x03$/,
  );
  np.testing.assert_array_equal(await np.load('x.npy'), x);
  await np.save('list.npy', [0.5]);
  expect((await np.load('list.npy')).tolist()).toEqual([0.5]);
});

it('names the file that cannot be read', async () => {
  await expect(np.load('none.npy')).rejects.toThrow('none.npy');
  await runtime.workspace.write('bad.npy', Uint8Array.of(1, 2, 3));
  await expect(np.load('bad.npy')).rejects.toThrow('bad.npy');
  await runtime.workspace.write('all.npz', await writeNpz(new Map([['x', np.ones([1])]])));
  await expect(np.load('all.npz')).rejects.toThrow('archives of arrays (.npz) are not read here');
});
