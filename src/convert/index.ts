export type { LiteGraph, LiteInput, LiteOp, LiteTensor, Pass, Quantization } from './lite/graph';
export * from './options';
