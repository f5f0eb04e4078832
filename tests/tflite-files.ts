/** For tests about .tflite files: the real converter's files, and a small model of our own. */
import { readFileSync, readdirSync } from 'node:fs';
import type { TfliteModel } from '#formats/tflite';

const FIXTURES = 'tests/fixtures/tflite';

export interface Fixture {
  /** `mlp/int8.tflite`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Every file that TensorFlow's converter wrote. */
export function fixtures(): Fixture[] {
  return readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tflite'))
    .sort()
    .map((name) => ({ name, bytes: Uint8Array.from(readFileSync(`${FIXTURES}/${name}`)) }));
}

export function fixture(name: string): Uint8Array {
  return Uint8Array.from(readFileSync(`${FIXTURES}/${name}`));
}

/** y = ADD(x, c) over two floats. */
export function addition(): TfliteModel {
  const plain = { type: 'FLOAT32', isVariable: false, hasRank: true } as const;
  return {
    version: 3,
    description: '',
    operatorCodes: [{ builtinCode: 0, customCode: '', version: 1 }],
    buffers: [{ data: new Uint8Array() }, { data: new Uint8Array([0, 0, 128, 63, 0, 0, 0, 64]) }],
    metadata: [],
    signatureDefs: [],
    subgraphs: [
      {
        name: 'main',
        tensors: [
          { ...plain, name: 'x', shape: [1, 2], buffer: 0 },
          { ...plain, name: 'c', shape: [2], buffer: 1 },
          { ...plain, name: 'y', shape: [1, 2], buffer: 0 },
        ],
        inputs: [0],
        outputs: [2],
        operators: [
          {
            opcodeIndex: 0,
            inputs: [0, 1],
            outputs: [2],
            builtinOptions: {
              type: 'AddOptions',
              fusedActivationFunction: 'NONE',
              potScaleInt16: true,
            },
          },
        ],
      },
    ],
  };
}
