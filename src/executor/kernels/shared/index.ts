export { stridesOf } from '#tensor';
export {
  broadcastPositions,
  broadcastShape,
  broadcastStrides,
  commonShape,
  forEachRow,
  rowsOf,
} from './broadcast';
export { ElementWriter, pick, take } from './elements';
export { invalid, unimplemented } from './fail';
export { isHalf, narrow, widen, widened } from './half';
export {
  integersOf,
  integerTensor,
  isBig,
  isComplex,
  isFloat,
  literal,
  newNumbers,
  numbersOf,
  reshaped,
  scalarOf,
  sizeOf,
  tensorOf,
  type Numbers,
} from './numbers';
export { strided } from './strided';
export { axisOf, sameShape, splitAt } from './shapes';
