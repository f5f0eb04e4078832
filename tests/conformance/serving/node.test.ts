import { expect, test } from 'vitest';
import gaps from './known-gaps.json';
import { ROWS } from './cases';
import { HostBench } from './host-bench';
import { openNodeTransport } from './node-transport';
import { runTable, surprises } from './table';

test('answers as TensorFlow Serving in every case of its own tests', async () => {
  const outcomes = await runTable(new HostBench(openNodeTransport()));
  expect(surprises(outcomes, gaps)).toEqual([]);
  expect(new Set(outcomes.map(({ row }) => row)).size).toBe(ROWS);
}, 120_000);
