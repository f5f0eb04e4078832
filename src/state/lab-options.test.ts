import { expect, test } from 'vitest';
import { labSettings } from './lab-options';

test.each([
  ['', { rounds: 3, patience: 2, sections: undefined }],
  ['rounds=1&patience=0.5', { rounds: 1, patience: 0.5, sections: undefined }],
  ['sections=int8,mlp', { rounds: 3, patience: 2, sections: ['mlp', 'int8'] }],
  ['rounds=-1&patience=soon&sections=none', { rounds: 3, patience: 2, sections: undefined }],
])('?%s', (query, expected) => {
  expect(labSettings(new URLSearchParams(query))).toEqual(expected);
});
