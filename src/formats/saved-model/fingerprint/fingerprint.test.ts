import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decodeMessage } from '#containers/protobuf';
import { FingerprintDefSchema, SavedModelSchema } from '../schema';
import { createFingerprint } from './index';

const FIXTURES = new URL('../../../../tests/fixtures/saved-model/', import.meta.url);

function read(file: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(file, FIXTURES)));
}

test.each(['mlp', 'cnn-batch-norm'])(
  '%s, written by TensorFlow, has the fingerprint of its own',
  (name) => {
    const file = `${name}/saved_model.pb`;
    const savedModel = decodeMessage(SavedModelSchema, read(file), { file });
    const index = read(`${name}/variables/variables.index`);
    const theirs = decodeMessage(FingerprintDefSchema, read(`${name}/fingerprint.pb`), { file });
    const ours = createFingerprint(savedModel, index);
    expect({ ...ours, uuid: '' }).toEqual({ ...theirs, uuid: '' });
    expect(ours.uuid).toMatch(/^\d+$/);
  },
);
