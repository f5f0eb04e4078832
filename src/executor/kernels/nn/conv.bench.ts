/** Convolutions as in a MobileNet on one image. Run by hand: npx vitest bench --run --project node src/executor */
import { bench, describe } from 'vitest';
import type { JsonCase } from '../testing-cases';
import { callOf } from '../testing-cases';
import { NN } from './index';

const zeros = (...shape: number[]) => ({ dtype: 'float32', shape, data: 'zeros' }) as const;

function conv(op: string, input: number[], filter: number[], stride: number): JsonCase {
  const attrs = { strides: [1, stride, stride, 1], padding: 'SAME' };
  return { op, attrs, inputs: [zeros(...input), zeros(...filter)] };
}

describe('convolutions of one image', () => {
  const cases: Readonly<Record<string, JsonCase>> = {
    '3x3, 224x224x3 to 112x112x32': conv('Conv2D', [1, 224, 224, 3], [3, 3, 3, 32], 2),
    '1x1, 56x56x128 to 128': conv('Conv2D', [1, 56, 56, 128], [1, 1, 128, 128], 1),
    'depthwise 3x3, 56x56x128': conv('DepthwiseConv2dNative', [1, 56, 56, 128], [3, 3, 128, 1], 1),
    '3x3, 28x28x1 to 32, ten images': conv('Conv2D', [10, 28, 28, 1], [3, 3, 1, 32], 1),
  };
  for (const [name, at] of Object.entries(cases)) {
    const call = callOf(at);
    bench(name, () => {
      NN[at.op]!(call);
    });
  }
});
