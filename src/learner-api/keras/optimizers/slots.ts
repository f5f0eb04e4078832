/** Which slot variables an optimizer keeps, in Keras's order (`add_optimizer_variables` of each optimizer). */
import type { OptimizerSpec } from '#engine';

/**
 * For each slot the index of the trainable variable that it belongs to (and whose shape it has).
 *
 * @param count number of trainable variables
 */
export function slotOwners({ className, config }: OptimizerSpec, count: number): readonly number[] {
  const block = Array.from({ length: count }, (_, index) => index);
  const pairs = block.flatMap((index) => [index, index]);
  switch (className) {
    case 'Adam':
    case 'AdamW':
      return config['amsgrad'] ? [...pairs, ...block] : pairs;
    case 'RMSprop':
      return [
        ...block,
        ...(Number(config['momentum']) > 0 ? block : []),
        ...(config['centered'] ? block : []),
      ];
    case 'SGD':
      return Number(config['momentum']) === 0 ? [] : block;
    default:
      return className satisfies never;
  }
}
