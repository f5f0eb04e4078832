export { DecodeBudget } from './budget';
export { decodeMessage, type DecodeOptions } from './decode';
export { encodeMessage } from './encode';
