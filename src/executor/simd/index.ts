export { binaryOnSimd, unaryOnSimd, type BinaryFn, type UnaryFn } from './elementwise';
export { READERS } from './readers';
export { multiplyIntoOnSimd, multiplyOnSimd } from './products';
export { freeResidents, settled } from './resident';
export { convolveOnSimd, poolOnSimd } from './windows';
