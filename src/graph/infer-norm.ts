/** Batch and local normalisation. */
import { bool, float, int, text, type } from './attr-declaration';
import { declare, declareMany, type InferContext, type OpDeclaration } from './declaration';
import type { Shape } from './graph';
import { mergeDim, requireRank, type Dim } from './shapes';

const ATTRS = {
  epsilon: float(1e-4),
  exponential_avg_factor: float(1),
  data_format: text('NHWC'),
  is_training: bool(true),
};

/** @param count of the outputs that are vectors, one number per channel */
const inferBatchNorm =
  (count: number) =>
  (node: InferContext): Shape[] => {
    const x = node.shape(0);
    requireRank(x, 4);
    const axis = node.attrs['data_format'] === 'NCHW' ? 1 : 3;
    let channels: Dim = x[axis]!;
    for (let i = 1; i < 5; i++) {
      requireRank(node.shape(i), 1);
      // In training the moments may be left empty.
      if (i < 3 || node.shape(i)[0] !== 0) channels = mergeDim(channels, node.shape(i)[0]!);
    }
    const y = x.map((dim, i) => (i === axis ? channels : dim));
    return [y, ...Array.from({ length: count }, () => [channels])];
  };

const outputs = 'y:T batch_mean:U batch_variance:U reserve_space_1:U reserve_space_2:U';
const inputs = 'x:T scale:U offset:U mean:U variance:U';

export const NORMS: Readonly<Record<string, OpDeclaration>> = {
  FusedBatchNorm: declareMany(
    `${inputs} -> ${outputs}`.replaceAll(':U', ':T'),
    { T: type(['float32']), ...ATTRS },
    inferBatchNorm(4),
  ),
  FusedBatchNormV2: declareMany(
    `${inputs} -> ${outputs}`,
    { T: type(['float16', 'float32']), U: type(['float32']), ...ATTRS },
    inferBatchNorm(4),
  ),
  FusedBatchNormV3: declareMany(
    `${inputs} -> ${outputs} reserve_space_3:U`,
    { T: type(['float16', 'float32']), U: type(['float32']), ...ATTRS },
    inferBatchNorm(5),
  ),
  LRN: declare(
    'input:T -> output:T',
    {
      T: type(['float16', 'float32']),
      depth_radius: int(5),
      bias: float(1),
      alpha: float(1),
      beta: float(0.5),
    },
    (node) => {
      requireRank(node.shape(0), 4);
      return node.shape(0);
    },
  ),
};
