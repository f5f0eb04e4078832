/** Single ops and layers through the float converter, against what TensorFlow's own makes of the same SavedModel. */
import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTflite } from '#formats/tflite';
import { floatGraph } from './convert';
import { emit } from './emit';
import { GRAPHS, fixtureFile, fixtureSource, optionsWith } from './testing';
import { differences } from './testing-parity';

const cases = readdirSync(GRAPHS).sort();
const isRefused = (name: string) => readdirSync(new URL(name, GRAPHS)).includes('refused.txt');

describe('what TensorFlow converts', () => {
  test.each(cases.filter((name) => !isRefused(name)))('%s is the same here', async (name) => {
    const source = await fixtureSource(name, GRAPHS);
    const model = emit(floatGraph(source), { source, options: optionsWith() });
    const real = readTflite(fixtureFile(name, 'float32.tflite', GRAPHS), name);
    expect(differences(model, real)).toEqual([]);
  });
});

describe('what TensorFlow refuses', () => {
  test.each(cases.filter(isRefused))('%s is refused, its op named', async (name) => {
    const ops = new TextDecoder().decode(fixtureFile(name, 'refused.txt', GRAPHS)).trim();
    const source = await fixtureSource(name, GRAPHS);
    expect(() => floatGraph(source)).toThrow(`TF Select ops: ${ops}`);
  });
});
