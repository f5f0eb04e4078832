/** Attributes of windows that move over images. */
import { NotImplementedError } from '#errors';
import type { OpCall } from '../call';
import type { ConvAttrs, Padding, Pair } from '../conv-gradients';
import type { PoolAttrs } from '../pool-gradients';

export function convAttrs(call: OpCall): ConvAttrs {
  requireNhwc(call);
  const [strides, dilations] = [spatial(call.list('strides')), spatial(call.list('dilations'))];
  return { strides, dilations, pad: padding(call) };
}

export function poolAttrs(call: OpCall): PoolAttrs {
  requireNhwc(call);
  const [filterSize, strides] = [spatial(call.list('ksize')), spatial(call.list('strides'))];
  return { filterSize, strides, pad: padding(call) };
}

/** @throws NotImplementedError for channels in front */
export function requireNhwc(call: OpCall): void {
  const format = call.text('data_format', 'NHWC');
  if (format === 'NHWC') return;
  throw new NotImplementedError(`${call.node.op} runs on NHWC data only, not on ${format}.`, {
    hint: 'Use data_format "channels_last".',
    place: call.node.name,
  });
}

/** Height and width of a list in NHWC order. */
function spatial(list: readonly number[]): Pair {
  return [list[1] ?? 1, list[2] ?? 1];
}

function padding(call: OpCall): Padding {
  const name = call.text('padding', 'VALID');
  if (name === 'SAME') return 'same';
  if (name === 'VALID') return 'valid';
  const flat = call.list('explicit_paddings');
  const pair = (axis: number): Pair => [flat[2 * axis] ?? 0, flat[2 * axis + 1] ?? 0];
  return [pair(0), pair(1), pair(2), pair(3)];
}
