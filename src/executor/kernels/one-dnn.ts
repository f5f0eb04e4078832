/** Refusals of oneDNN's kernels, which compute float32 in TensorFlow's default build, where their words are their own. */
import type { Kernel, KernelCall, Kernels } from '../kernel';
import { shapeText } from '../shape';
import { MATH } from './math';
import { NN } from './nn';
import { broadcastShape, invalid, sameShape } from './shared';

/** What is wrong with a call; undefined where nothing is, or where the words are the plain kernel's. */
type Check = (call: KernelCall) => string | undefined;

const PLAIN: Kernels = { ...MATH, ...NN };

function refusing(checks: Readonly<Record<string, Check>>): Kernels {
  return Object.fromEntries(
    Object.entries(checks).map(([op, check]): [string, Kernel] => [
      op,
      (call) => {
        const fault = check(call);
        return fault === undefined ? PLAIN[op]!(call) : invalid(fault);
      },
    ]),
  );
}

function rankOf(call: KernelCall): number {
  return call.input(0).shape.length;
}

function notMatrices(fault: string): Check {
  return ({ inputs }) => {
    const index = inputs.findIndex(({ shape }) => shape.length !== 2);
    return index < 0 ? undefined : `In[${index}] ${fault}`;
  };
}

const unlikeMatrices: Check = (call) => {
  const [x, y] = [call.input(0).shape, call.input(1).shape];
  const batches = [x.slice(0, -2), y.slice(0, -2)] as const;
  const isSame = call.node.op === 'BatchMatMul';
  const fits = isSame ? x.length === y.length && sameShape(...batches) : broadcastShape(batches);
  if (x.length < 2 || y.length < 2 || !fits) return undefined;
  const [left, right] = [call.bool('adj_x', false), call.bool('adj_y', false)];
  if (x.at(left ? -2 : -1) === y.at(right ? -1 : -2)) return undefined;
  const flags = `${Number(left)} ${Number(right)}`;
  return `Matrix size-incompatible: In[0]: ${shapeText(x)}, In[1]: ${shapeText(y)} ${flags}`;
};

const noImage: Check = (call) =>
  [4, 5].includes(rankOf(call)) ? undefined : 'Input must be 4 or 5-dimensional';

const notNormalised: Check = (call) =>
  [4, 5].includes(rankOf(call))
    ? undefined
    : `input must be 4-dimensional${shapeText(call.input(0).shape)}`;

const unevenDepth: Check = (call) => {
  const [x, filter] = [call.input(0).shape, call.input(1).shape];
  if (x.length !== 4 || filter.length !== 4 || x[3]! % filter[2]! === 0) return undefined;
  return `input depth must be evenly divisible by filter depth: ${x[3]} vs ${filter[2]}`;
};

export const ONE_DNN: Kernels = refusing({
  AvgPool: noImage,
  BatchMatMul: unlikeMatrices,
  BatchMatMulV2: unlikeMatrices,
  DepthwiseConv2dNative: unevenDepth,
  FusedBatchNorm: notNormalised,
  FusedBatchNormV2: notNormalised,
  FusedBatchNormV3: notNormalised,
  MatMul: notMatrices('ndims must be >= 2'),
  MaxPool: noImage,
  Softmax: (call) => (rankOf(call) > 0 ? undefined : 'Input dims must be <= 5 and >=1'),
});

/** Of products that are computed together with what follows. */
export const JOINED: Kernels = {
  ...ONE_DNN,
  ...refusing({ MatMul: notMatrices('is not a matrix') }),
};
