/** How windows of convolutions and pools move over one dimension. */
import type { KernelCall } from '../../kernel';
import { invalid, unimplemented } from '../shared';

export interface WindowAxis {
  readonly input: number;
  readonly window: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding before the first element. */
  readonly before: number;
  readonly output: number;
}

/** A dimension that an image lacks. */
export const POINT: WindowAxis = {
  input: 1,
  window: 1,
  stride: 1,
  dilation: 1,
  before: 0,
  output: 1,
};

/** @param explicit [before, after] where padding is EXPLICIT */
export function windowAxis(
  call: KernelCall,
  sizes: Pick<WindowAxis, 'input' | 'window' | 'stride' | 'dilation'>,
  explicit: readonly [number, number] = [0, 0],
): WindowAxis {
  const { input, window, stride, dilation } = sizes;
  const reach = (window - 1) * dilation + 1;
  const padding = call.text('padding');
  if (padding === 'SAME') {
    const output = Math.ceil(input / stride);
    const total = Math.max(0, (output - 1) * stride + reach - input);
    return { ...sizes, before: Math.floor(total / 2), output };
  }
  const [before, after] = padding === 'EXPLICIT' ? explicit : [0, 0];
  const span = input + before + after - reach;
  const output = Math.trunc((span + stride) / stride) || 0;
  if (output < 0) {
    invalid(
      `Computed output size would be negative: ${output} [input_size: ${input + before + after}, effective_filter_size: ${reach}, stride: ${stride}]`,
    );
  }
  return { ...sizes, before, output };
}

/** Pairs of the spatial dimensions, from the list over all dimensions. */
export function explicitPaddings(call: KernelCall): [number, number][] {
  const list = call.ints('explicit_paddings', []);
  return [0, 1].map((axis) => [list[2 * axis + 2] ?? 0, list[2 * axis + 3] ?? 0]);
}

const WRONG_FORMAT: Readonly<Record<string, string>> = {
  DepthwiseConv2dNative: 'Depthwise convolution on CPU is only supported for NHWC format',
  Conv2DBackpropInput: 'Conv2DCustomBackpropInputOp only supports NHWC.',
  Conv3D: 'CPU implementation of Conv3D currently only supports the NHWC tensor format.',
};

/** TensorFlow's CPU kernels know channels last only. */
export function checkChannelsLast(call: KernelCall, expected: string): void {
  const format = call.text('data_format', expected);
  if (format === expected) return;
  const { op } = call.node;
  if (op === 'Conv2D') {
    unimplemented(
      `The Conv2D op currently only supports the NHWC tensor format on the CPU. The op was given the format: ${format}`,
    );
  }
  const text =
    WRONG_FORMAT[op] ??
    `Default ${op.slice(0, 3)}PoolingOp only supports ${expected} on device type CPU`;
  if (op === 'DepthwiseConv2dNative') unimplemented(text);
  invalid(text);
}
