export { DecodeBudget } from './budget';
export { decodeMessage, type DecodeOptions } from './decode';
export { encodeMessage, type EncodeOptions } from './encode';
export { readFields, type WireField } from './fields';
export type { MapOrder } from './map-order';
export { parseTextFormat, TextFormatError, type TextFormatOptions } from './text-parse';
export { printTextFormat } from './text-print';
export type { TextProblem } from './text-tokens';
