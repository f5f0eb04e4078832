import { expect, test } from 'vitest';
import { fixed } from '../dims';
import { kinds, Sketch } from '../testing-sketch';
import { fuseBias } from './fuse-bias';

test('a bias behind the sums is added with them', () => {
  const s = new Sketch();
  const out = s.plusBias(s.dense());
  const { ops } = fuseBias.run(s.routine(out), s.table);
  expect(ops).toMatchObject([{ kind: 'dense', bias: s.bias, out }]);
});

test('sums that somebody else reads stay', () => {
  const s = new Sketch();
  const sums = s.dense();
  const routine = s.routine(s.plusBias(sums), s.writer.unary('neg', sums));
  expect(fuseBias.run(routine, s.table)).toBe(routine);
  const result = s.routine(sums);
  expect(fuseBias.run(result, s.table)).toBe(result);
});

test('what differs from row to row is no bias', () => {
  const s = new Sketch();
  const dims = [s.rows, fixed(3)];
  const column = s.table.add('column', s.rows, 'feed');
  const sums = s.dense();
  const out = s.writer.binary(
    'add',
    dims,
    { tensor: sums, dims },
    { tensor: column, dims: [s.rows, fixed(1)] },
  );
  expect(kinds(fuseBias.run(s.routine(out), s.table))).toEqual(['dense', 'binary']);
});

test('a bias that is computed later is not there yet', () => {
  const s = new Sketch();
  const sums = s.dense();
  const bias = s.writer.unary('neg', s.bias);
  const dims = [s.rows, fixed(3)];
  const added = { tensor: bias, dims: [fixed(3)] };
  const routine = s.routine(s.writer.binary('add', dims, { tensor: sums, dims }, added));
  expect(fuseBias.run(routine, s.table)).toBe(routine);
});
