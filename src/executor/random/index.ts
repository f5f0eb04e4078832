export {
  fillFrom,
  fillTruncated,
  NORMAL_32,
  NORMAL_64,
  UNIFORM_32,
  UNIFORM_64,
  uniformBits,
  WORDS_32,
  WORDS_64,
  type Distribution,
} from './distributions';
export { Philox, wordsOf, type Words } from './philox';
export { RandomSource } from './source';
