import type { LabReport, LabRow } from '#protocol';
import { expect, test } from 'vitest';
import { linesOf, toCsv } from './lab-table';

function row(what: string, value: number | undefined, more: Partial<LabRow> = {}): LabRow {
  return { section: 'mlp', what, unit: 's', kind: 'ours', value, rounds: 3, ...more };
}

const here = [
  row('ours', 0.5),
  row('tfjs a', 8, { kind: 'tfjs' }),
  row('tfjs b', 40, { kind: 'tfjs' }),
  row('peak', 60, { section: 'calibration', unit: 'GF/s', kind: 'machine' }),
];
const there = [
  row('Keras', 0.6, { kind: 'peer' }),
  row('ours', 0.25),
  row('tfjs a', undefined, { kind: 'tfjs' }),
];

test('a section shows what was measured here, then what only the other machine has', () => {
  const lines = linesOf('mlp', here, there);
  expect(lines.map(({ what }) => what)).toEqual(['ours', 'tfjs a', 'tfjs b', 'Keras']);
  expect(lines[0]).toMatchObject({ here: here[0], there: there[1] });
  expect(lines[3]).toMatchObject({ here: undefined, there: there[0] });
});

test('the ratio is against the fastest of TensorFlow.js on the same machine', () => {
  const [ours, fastest, slower] = linesOf('mlp', here, there);
  expect(ours).toMatchObject({ ratioHere: 16, ratioThere: undefined });
  expect(fastest!.ratioHere).toBe(1);
  expect(slower!.ratioHere).toBe(0.2);
});

test('a rate has no ratio', () => {
  expect(linesOf('calibration', here, [])[0]!.ratioHere).toBeUndefined();
});

test('CSV quotes what would break it', () => {
  const report: LabReport = {
    name: 'a machine',
    machine: { browser: 'Chrome 156', cores: 2, isIsolated: true, simd: 'SIMD', adapter: '' },
    date: '2026-01-01T00:00:00.000Z',
    rows: [row('all, "threads"', 0.5, { least: 0.4, most: 0.6 }), row('none', undefined)],
  };
  expect(toCsv(report).split('\r\n')).toEqual([
    'machine,2026-01-01T00:00:00.000Z; Chrome 156; 2 cores; isolated; SIMD; no WebGPU',
    'section,what,value,unit,least,most,rounds,note',
    'mlp,"all, ""threads""",0.5,s,0.4,0.6,3,',
    'mlp,none,,s,,,3,',
    '',
  ]);
});
