import { expect, it } from 'vitest';
import { adviceWithoutModel } from './advice';

const FILES = [
  'fashion.keras',
  'notes.txt',
  'other/1/saved_model.pb',
  'serving/fashion/1/saved_model.pb',
  'serving/fashion/1/variables/variables.index',
  'serving/fashion/2/saved_model.pb',
];

it('names the versions below a directory', () => {
  expect(adviceWithoutModel('./serving/fashion/', FILES)).toBe(
    'Give the directory that holds saved_model.pb: serving/fashion/1 or serving/fashion/2.',
  );
});

it('tells a file from a directory, and what reads a .keras file', () => {
  expect(adviceWithoutModel('fashion.keras', FILES)).toContain('keras.models.load_model reads it');
  expect(adviceWithoutModel('notes.txt', FILES)).toContain('This is a file.');
});

it('lists the SavedModels that there are, or says what writes the first one', () => {
  expect(adviceWithoutModel('servin/fashion/1', FILES)).toBe(
    'There are SavedModels here: other/1, serving/fashion/1, serving/fashion/2.',
  );
  expect(adviceWithoutModel('serving/1', ['notes.txt'])).toContain('await model.export(');
});
