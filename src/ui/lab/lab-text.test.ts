import { expect, test } from 'vitest';
import { machineText, ratioText, spreadText, valueText } from './lab-text';

test.each([
  [0.4567, 's', '0.46 s'],
  [125, 's', '2 min 5 s'],
  [57.34, 'GF/s', '57.3 GF/s'],
  [1234.5, 'GF/s', '1235 GF/s'],
  [0.512, 'µs', '0.512 µs'],
] as const)('%d %s', (value, unit, expected) => {
  expect(valueText({ unit }, value)).toBe(expected);
});

test.each([
  [21.4, '21x faster'],
  [4.56, '4.6x faster'],
  [1.25, '1.25x faster'],
  [1.001, 'as fast'],
  [0.5, '2.0x slower'],
])('a ratio of %d', (ratio, expected) => {
  expect(ratioText(ratio)).toBe(expected);
});

test('a spread is there from the second round on', () => {
  const row = {
    section: 'mlp',
    what: 'a',
    unit: 's',
    kind: 'ours',
    least: 0.44,
    most: 0.51,
  } as const;
  expect(spreadText({ ...row, rounds: 3 })).toBe('0.44 s to 0.51 s');
  expect(spreadText({ ...row, rounds: 1 })).toBe('');
});

test('the line of a machine says whether threads share memory', () => {
  const machine = { browser: 'Chrome 156', cores: 1, isIsolated: false, simd: 'SIMD', adapter: '' };
  expect(machineText(machine)).toBe(
    'Chrome 156 · 1 core · SIMD · not isolated: one thread · no WebGPU',
  );
});
