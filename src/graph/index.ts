export { apply, asTensor, graphOf } from './apply';
export { GraphBuilder } from './builder';
export {
  castArray,
  fromNumbers,
  toArray,
  type ConstantValue,
  type NestedNumbers,
} from './constant';
export type { Attrs } from './declaration';
export type {
  AttrValue,
  Graph,
  GraphNode,
  GraphVariable,
  Shape,
  TensorRef,
  TensorSpec,
} from './graph';
export { graft, type Grafted } from './graft';
export * from './ops-layout';
export * from './ops-linear';
export * from './ops-math';
export { pruneGraph, type PruneOptions } from './prune';
export { OPS } from './registry';
export { broadcastShapes, elementCount, printShape } from './shapes';
export { currentGraph, withGraph } from './stack';
export { SymbolicTensor, type Operand, type ReduceOptions } from './tensor';
