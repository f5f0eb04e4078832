import { expect, test } from 'vitest';
import { numericColumns } from './numeric-columns';

test('numbers stand at the right, written out or not, and words at the left', () => {
  const columns = ['name', 'bytes', 'accuracy', 'mixed', 'empty'];
  const rows = [
    ['float32', 815904, '0.8505', 1, null],
    ['2', null, '-1.2e-7', 'x', null],
  ];
  expect(numericColumns({ columns, rows })).toEqual([false, true, true, false, false]);
  expect(numericColumns({ columns: ['a'], rows: [['.'], ['1']] })).toEqual([false]);
});
