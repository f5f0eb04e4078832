export { decodeBase64, encodeBase64 } from './base64';
export { debugText } from './debug-text';
export { decimalText } from './number-text';
export { parseJson } from './parse';
export { PrettyWriter } from './pretty-writer';
export { JsonSyntaxError } from './syntax-error';
export {
  ARRAY,
  DOUBLE,
  FALSE,
  INTEGER,
  NULL,
  OBJECT,
  STRING,
  Tape,
  TRUE,
  type ValueIndex,
} from './tape';
