/** Memory and kernels for the engine, with as many threads as the page may have. */
import { hasSharedMemory, joinTeam, loadBinary, Simd, type SimdTier, type Team } from '#simd';

export interface StartedSimd {
  readonly simd: Simd;
  /** Absent with one thread. */
  readonly team?: Team;
}

/**
 * More would mostly wait: an instruction of a small model takes some ten microseconds, and all threads meet behind each.
 * The page itself wants a core now and then as well.
 */
const MOST_THREADS = 4;

/** @param wanted threads to take where memory may be shared; by default one for each core, 4 at most */
export async function startSimd(tier: SimdTier, wanted?: number): Promise<StartedSimd> {
  const threads = hasSharedMemory() ? (wanted ?? defaultThreads()) : 1;
  if (threads > 1) {
    try {
      return await startTeam(tier, threads);
    } catch (error) {
      console.warn('The WASM engine goes on with one thread.', error);
    }
  }
  return { simd: new Simd(await loadBinary(tier, false)) };
}

function defaultThreads(): number {
  return Math.min(navigator.hardwareConcurrency, MOST_THREADS);
}

async function startTeam(tier: SimdTier, threads: number): Promise<StartedSimd> {
  const simd = new Simd(await loadBinary(tier, true));
  return { simd, team: await joinTeam(simd, spawn, threads) };
}

function spawn(): Worker {
  return new Worker(new URL('../../../workers/simd.worker.ts', import.meta.url), {
    type: 'module',
  });
}
