import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readTflite, type TfliteModel } from '#formats/tflite';
import { PythonError } from '#errors';
import { seeded } from '../../tests/seeded';
import { checkCeilings } from './ceilings';
import { withFixedShapes } from './litert/fixed-shapes';
import { fitsGpu } from './litert/gpu';
import { checkLiteRt } from './litert/refusals';
import { mutated } from './testing-mutations';

const random = seeded(43);
const FILES = ['residual/float32', 'conv_open/uint8_io', 'two_inputs/int8', 'mlp/dynamic'].map(
  (path) => new Uint8Array(readFileSync(`tests/fixtures/tflite/${path}.tflite`)),
);

const CHECKS: Readonly<Record<string, (bytes: Uint8Array, model: TfliteModel) => void>> = {
  'the ceilings of tflite': (_, model) => checkCeilings(model, 'tflite'),
  "LiteRT's refusals": (_, model) => checkLiteRt(model),
  "LiteRT's fixed shapes": (bytes, model) => void withFixedShapes(bytes, model),
  "the GPU's types": (_, model) => void fitsGpu(model),
};

function outcome(work: () => void): 'passed' | 'refused' {
  try {
    work();
    return 'passed';
  } catch (error) {
    if (!(error instanceof PythonError)) throw error;
    return 'refused';
  }
}

test.each(Object.entries(CHECKS))(
  'damaged files that can be read pass %s or are refused by name',
  (_, check) => {
    const counts = { passed: 0, refused: 0 };
    for (let i = 0; i < 1500; i++) {
      const bytes = mutated(FILES[i % FILES.length]!, random);
      counts[outcome(() => check(bytes, readTflite(bytes)))]++;
    }
    expect(counts.passed).toBeGreaterThan(100);
    expect(counts.refused).toBeGreaterThan(100);
  },
);
