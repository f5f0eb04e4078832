/** Functions that are traced. */
export { bindSignature, typeText, type FunctionType } from './function-type';
export type { Callable } from './parameters';
export { runGraph, type GraphCall, type ValuedVariable } from './run-graph';
export { toSpecs, type SpecLike, type SpecTree } from './specs';
export { tensorText } from './tensor-text';
export { TfFunction } from './tf-function';
export type { TracedFunction } from './trace';
export { dictText, structureText } from './type-text';
export {
  bindingError,
  castInput,
  shapeHint,
  signatureText,
  type CallPlace,
  type SignatureItem,
} from './binding';
