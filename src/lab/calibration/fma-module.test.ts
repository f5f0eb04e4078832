import { simdTier, type SimdTier } from '#simd';
import { expect, test } from 'vitest';
import { fmaModule } from './fma-module';

const here = simdTier();
const tiers: readonly SimdTier[] = here === 'relaxed' ? ['simd128', 'relaxed'] : ['simd128'];

/** `sum = 0.999 * sum + 0.001` from 0, eight times a turn, for ten sums. */
function expected(turns: number): number {
  return 10 * (1 - 0.999 ** (8 * turns));
}

test.each(tiers)('multiplies and adds as often as it says (%s)', (tier) => {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(fmaModule(tier)));
  const run = exports['run'] as (turns: number) => number;
  for (const turns of [1, 7, 100]) expect(run(turns)).toBeCloseTo(expected(turns), 4);
});
