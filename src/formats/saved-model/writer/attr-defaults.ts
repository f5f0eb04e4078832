/** What TensorFlow takes for an attribute that a node does not have. */
import { OPS, type AttrValue } from '#graph';
import type { DType } from '#tensor';

/** Types that an op's inputs decide, so that no declaration here needs their default. */
const TYPES: Readonly<Record<string, DType>> = {
  Tidx: 'int32',
  Tshape: 'int32',
  Tpaddings: 'int32',
  Tdim: 'int32',
  Tmultiples: 'int32',
  Tperm: 'int32',
  Tk: 'int32',
  Tblock_shape: 'int32',
  Tcrops: 'int32',
  index_type: 'int32',
  TI: 'int64',
  Tindex: 'int64',
  Tlen: 'int64',
  Tseed: 'int64',
  'BroadcastArgs.T': 'int32',
  'InTopKV2.T': 'int32',
  'LRN.T': 'float32',
  'LeakyRelu.T': 'float32',
  'MaxPool.T': 'float32',
  'StatelessRandomNormal.T': 'int32',
  'StatelessRandomUniform.T': 'int32',
  'StatelessTruncatedNormal.T': 'int32',
};

/** @returns undefined for an attribute that every node must have */
export function attrDefault(op: string, attr: string): AttrValue | undefined {
  const declared = OPS.get(op)?.attrs[attr]?.default;
  if (declared !== undefined) return declared;
  const type = TYPES[`${op}.${attr}`] ?? TYPES[attr];
  return type && { type };
}
