export { apply, asTensor, graphOf } from './apply';
export { outputArgument } from './attrs';
export { GraphBuilder } from './builder';
export {
  castArray,
  fromNumbers,
  toArray,
  type ConstantValue,
  type NestedNumbers,
} from './constant';
export type { AttrDeclaration, AttrKind, Attrs } from './attr-declaration';
export type { ArgDeclaration, InferContext, OpDeclaration } from './declaration';
export { parseEinsum } from './einsum';
export { fold, isFoldable, LARGEST_FOLDED, type SmallValue } from './fold';
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
export { NameTable } from './names';
export * from './ops-layout';
export * from './ops-linear';
export * from './ops-math';
export { pruneGraph, type PruneOptions } from './prune';
export { OPS } from './registry';
export {
  broadcastShapes,
  checkSizes,
  elementCount,
  fitsShape,
  printShape,
  ShapeError,
} from './shapes';
export { resolveSlice, sliceSpec, type DimSlice } from './slice-spec';
export { shapeText, specText } from './spec-text';
export { StaticValues } from './static-value';
export { currentGraph, withGraph } from './stack';
export { SymbolicTensor, type Operand, type ReduceOptions } from './tensor';
