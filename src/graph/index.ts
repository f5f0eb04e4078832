export type {
  AttrValue,
  Graph,
  GraphNode,
  GraphVariable,
  Shape,
  TensorRef,
  TensorSpec,
} from './graph';
