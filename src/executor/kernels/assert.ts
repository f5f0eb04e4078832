/** Assert: fails with what its data say. */
import type { KernelCall } from '../kernel';
import { shapeText } from '../shape';
import type { Tensor } from '../tensor';
import { firstElements } from './summary';

/** How many elements are shown of each tensor where the node does not say. */
const SHOWN = 3;

export function assertOp(call: KernelCall): readonly Tensor[] {
  const [condition, ...data] = call.inputs;
  if (condition!.shape.length > 0) {
    call.fail('INVALID_ARGUMENT', `In[0] should be a scalar: ${shapeText(condition!.shape)}`);
  }
  if (condition!.data[0]) return [];
  const parts = data.map((tensor) => `[${firstElements(tensor, call.int('summarize', SHOWN))}]`);
  call.fail('INVALID_ARGUMENT', `assertion failed: ${parts.join(' ')}`);
}
