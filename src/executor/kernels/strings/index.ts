/** Kernels whose inputs are strings. */
import type { RuntimeKernels } from '../../runtime';
import { BASE64 } from './base64';
import { HASHING } from './hashing';
import { JOINING } from './joining';
import { LETTERS } from './letters';
import { NUMBERS } from './numbers';
import { decodeRaw } from './raw';
import { REGEX } from './regex';
import { SPLITTING } from './splitting';
import { substr } from './substr';

export const STRINGS: RuntimeKernels = {
  ...LETTERS,
  ...JOINING,
  ...SPLITTING,
  ...REGEX,
  ...NUMBERS,
  ...BASE64,
  ...HASHING,
  Substr: substr,
  DecodeRaw: decodeRaw,
};
