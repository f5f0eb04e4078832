/**
 * NumPy's older generator of random numbers, MT19937: `np.random.RandomState(seed)` gives the numbers here that it gives
 * there. M. Matsumoto and T. Nishimura, http://www.math.sci.hiroshima-u.ac.jp/m-mat/MT/emt.html
 */
const SIZE = 624;
const SHIFT = 397;

/** A function that gives numbers in [0, 1) with 53 random bits. @param seed the lower 32 bits count */
export function mersenneTwister(seed: number): () => number {
  const state = new Uint32Array(SIZE);
  state[0] = seed;
  for (let i = 1; i < SIZE; i++) {
    const last = state[i - 1]!;
    state[i] = Math.imul(last ^ (last >>> 30), 1812433253) + i;
  }
  let at = SIZE;
  const next = () => {
    if (at === SIZE) {
      renew(state);
      at = 0;
    }
    return temper(state[at++]!);
  };
  return () => ((next() >>> 5) * 2 ** 26 + (next() >>> 6)) / 2 ** 53;
}

function renew(state: Uint32Array): void {
  for (let i = 0; i < SIZE; i++) {
    const mixed = (state[i]! & 0x80000000) | (state[(i + 1) % SIZE]! & 0x7fffffff);
    const twist = mixed & 1 ? 0x9908b0df : 0;
    state[i] = state[(i + SHIFT) % SIZE]! ^ (mixed >>> 1) ^ twist;
  }
}

function temper(value: number): number {
  let y = value;
  y ^= y >>> 11;
  y ^= (y << 7) & 0x9d2c5680;
  y ^= (y << 15) & 0xefc60000;
  return (y ^ (y >>> 18)) >>> 0;
}
