export { multiplyOnSimd } from './products';
export { convolveOnSimd } from './windows';
