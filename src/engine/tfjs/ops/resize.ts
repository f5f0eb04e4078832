/**
 * Resizing images. The gradients are products with the matrices that resize rows and columns: tfjs's own kernels know no
 * half pixel centers.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Gradient, GradientCall, OpCall, OpKernel, OpTable } from '../call';
import { castTo } from '../cast';
import type { DeviceDType } from '../../dtypes';
import { matMul } from '../mat-mul';

type Resize = typeof tf.image.resizeBilinear;

export const RESIZE: OpTable = {
  ResizeBilinear: resizing(tf.image.resizeBilinear, 'ResizeBilinear', bilinearWeights),
  ResizeNearestNeighbor: resizing(
    tf.image.resizeNearestNeighbor,
    'ResizeNearestNeighbor',
    nearestWeights,
  ),
};

function resizing(compute: Resize, kernel: string, weigh: Weigh): OpKernel {
  const isFloat = kernel === 'ResizeBilinear';
  return {
    run: (call) => {
      const images = call.tensor(0);
      const [align, half] = [call.flag('align_corners'), call.flag('half_pixel_centers')];
      const floats = castTo(images, 'float32') as tf.Tensor4D;
      const resized = compute(floats, call.numbers(1) as [number, number], align, half);
      return isFloat ? resized : castTo(resized, images.dtype as DeviceDType);
    },
    kernels: [kernel, 'Cast'],
    gradient: (at) => resizeGradient(at, weigh),
    backward: ['BatchMatMul', 'Transpose'],
  };
}

/** Weights of the input's elements for output element `i` of one side, `[index, weight]`. */
type Weigh = (at: Side, i: number) => readonly (readonly [number, number])[];

interface Side {
  readonly input: number;
  readonly output: number;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

function scaleOf({ input, output, alignCorners }: Side): number {
  return alignCorners && output > 1 ? (input - 1) / (output - 1) : input / output;
}

function bilinearWeights(at: Side, i: number): [number, number][] {
  const place = at.halfPixelCenters ? (i + 0.5) * scaleOf(at) - 0.5 : i * scaleOf(at);
  const floor = Math.floor(place);
  const low = Math.max(floor, 0);
  const high = Math.min(Math.ceil(place), at.input - 1);
  const share = place - floor;
  return [
    [low, 1 - share],
    [Math.max(high, 0), share],
  ];
}

function nearestWeights(at: Side, i: number): [number, number][] {
  const place = (at.halfPixelCenters ? i + 0.5 : i) * scaleOf(at);
  const index = at.alignCorners ? Math.round(place) : Math.floor(place);
  return [[Math.min(index, at.input - 1), 1]];
}

/** [output, input] */
function weightsOf(at: Side, weigh: Weigh): tf.Tensor {
  const weights = new Float32Array(at.output * at.input);
  for (let i = 0; i < at.output; i++) {
    for (const [index, weight] of weigh(at, i)) weights[i * at.input + index]! += weight;
  }
  return tf.tensor(weights, [at.output, at.input]);
}

function sideOf(call: OpCall, axis: 1 | 2): Side {
  return {
    input: call.shape(0)[axis]!,
    output: call.numbers(1)[axis - 1]!,
    alignCorners: call.flag('align_corners'),
    halfPixelCenters: call.flag('half_pixel_centers'),
  };
}

function resizeGradient({ call, dy }: GradientCall, weigh: Weigh): ReturnType<Gradient> {
  return [
    () => {
      const [batch, rows, columns, channels] = call.shape(0) as [number, number, number, number];
      const [outRows, outColumns] = call.numbers(1) as [number, number];
      const byRow = tf.reshape(dy, [batch, outRows, outColumns * channels]);
      const down = matMul(weightsOf(sideOf(call, 1), weigh), byRow, true, false);
      const byColumn = tf.reshape(down, [batch * rows, outColumns, channels]);
      const across = matMul(weightsOf(sideOf(call, 2), weigh), byColumn, true, false);
      return tf.reshape(across, [batch, rows, columns, channels]);
    },
  ];
}
