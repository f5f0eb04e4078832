/** `tf.lite` */
export { TFLiteConverter } from './converter';
export { Optimize, OpsSet } from './enums';
export { experimental } from './experimental';
export {
  Interpreter,
  type InterpreterOptions,
  type NamedArrays,
  type SignatureRunner,
  type TensorDetails,
} from './interpreter';
export { RepresentativeDataset, type Sample, type SampleGenerator } from './representative-dataset';
export { TargetSpec } from './target-spec';
