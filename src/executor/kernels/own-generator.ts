/** Generators of random ops that have a state. */
import type { KernelCall } from '../kernel';
import type { Philox } from '../random';
import type { Runtime } from '../runtime';

/** Each number of a stateful op may take this many calls of its generator. */
const RESERVED = 256;

/**
 * The node's generator as it is now; the node's goes on behind what this run may take.
 * @param count of numbers
 * @param calls of the generator that each may take
 */
export function ownGenerator(
  call: KernelCall,
  { random }: Runtime,
  count: number,
  calls = RESERVED,
): Philox {
  const [seed, seed2] = [call.bigint('seed', 0n), call.bigint('seed2', 0n)];
  const generator = random.generator(call.node, seed, seed2);
  const start = generator.clone();
  generator.skip(count * calls);
  return start;
}
