export { DTYPES, type DType, type TypedArray } from './dtype';
export { NDArray, type ByteTable } from './ndarray';
