export {
  fillFrom,
  fillTruncated,
  NORMAL_32,
  NORMAL_64,
  UNIFORM_32,
  UNIFORM_64,
  uniformBits,
  unit64,
  WORDS_32,
  WORDS_64,
} from './distributions';
export { joinWords, Philox, wordsOf } from './philox';
export { RandomSource } from './source';
