/** Which backends to try, in which order, and how to say why one runs. */
import type { AdapterProbe } from './adapter';
import type { BackendId } from './backend';

export const BACKEND_IDS: readonly BackendId[] = ['webgpu', 'wasm', 'webgl', 'cpu'];

const NAMES: Readonly<Record<BackendId, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  webgl: 'WebGL',
  cpu: 'plain JavaScript',
};

/** A backend to try, and what speaks against the faster ones before it. */
export interface Choice {
  readonly order: readonly BackendId[];
  readonly causes: readonly string[];
}

/** WebGPU on hardware, else WASM; a software adapter is many times slower than WASM. */
export function chooseOrder(probe: AdapterProbe): Choice {
  if (probe.adapter && !probe.software) return { order: BACKEND_IDS, causes: [] };
  return { order: ['wasm', 'webgl', 'cpu'], causes: [causeOf(probe)] };
}

function causeOf({ software, hasApi }: AdapterProbe): string {
  if (software) return `The only WebGPU adapter is software (${software}), slower than WASM`;
  return hasApi ? 'No GPU adapter was offered' : 'This browser has no WebGPU';
}

/** The sentence for the badge. */
export function reasonFor(id: BackendId, causes: readonly string[]): string {
  if (causes.length === 0) return 'The browser offers a GPU, so WebGPU runs.';
  return `${causes.join(' and ')}, so ${NAMES[id]} runs.`;
}

export function forcedReason(id: BackendId): string {
  return `Forced by ?backend=${id}.`;
}

export function lostCause(id: BackendId): string {
  return id === 'webgpu' || id === 'webgl' ? 'The GPU device was lost' : `${NAMES[id]} failed`;
}

/** @param missing op names of TensorFlow or kernel names of tfjs */
export function uncoveredCause(id: BackendId, missing: readonly string[]): string {
  return `${NAMES[id]} has no ${missing.join(', ')}`;
}

export function failedCause(id: BackendId, error: unknown): string {
  const detail = error instanceof Error ? error.message : String(error);
  return `${NAMES[id]} could not start (${detail.replace(/[.\s]+$/, '')})`;
}
