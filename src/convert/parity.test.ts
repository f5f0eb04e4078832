/** Each fixture's SavedModel through the whole converter, against what TensorFlow's own made of it. */
import { describe, expect, test } from 'vitest';
import { emit } from './emit';
import { lower } from './lower';
import { optimiseAsTensorFlow } from './passes';
import { fixtureModel, fixtureNames, fixtureSource, optionsWith } from './testing';
import { differences } from './testing-parity';

describe.each(fixtureNames())('%s', (name) => {
  test('is in float32 what TensorFlow makes of it', async () => {
    const source = await fixtureSource(name);
    const model = emit(optimiseAsTensorFlow(lower(source)), { source, options: optionsWith() });
    expect(differences(model, fixtureModel(name, 'float32'))).toEqual([]);
  });
});
