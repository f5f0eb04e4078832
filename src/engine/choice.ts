/** Which backends to try, in which order, and how to say why one runs. */
import type { AdapterProbe } from './adapter';
import type { BackendId } from './backend';

export const BACKEND_IDS: readonly BackendId[] = [
  'webgpu',
  'wasm',
  'tfjs-webgpu',
  'tfjs-wasm',
  'webgl',
  'cpu',
];

const NAMES: Readonly<Record<BackendId, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  'tfjs-webgpu': 'TensorFlow.js on WebGPU',
  'tfjs-wasm': 'TensorFlow.js on WASM',
  webgl: 'TensorFlow.js on WebGL',
  cpu: 'plain JavaScript',
};

/** What needs no GPU; WebGL does, but a browser that lacks one still has it, in software. */
const WITHOUT_GPU: readonly BackendId[] = ['wasm', 'tfjs-wasm', 'webgl', 'cpu'];

/** What runs the programs that an engine of our own does not cover, on the same device. */
const STAND_INS: Partial<Readonly<Record<BackendId, BackendId>>> = {
  webgpu: 'tfjs-webgpu',
  wasm: 'tfjs-wasm',
};

/** A backend to try, and what speaks against the faster ones before it. */
export interface Choice {
  readonly order: readonly BackendId[];
  readonly causes: readonly string[];
}

/** WebGPU on hardware, else WASM; a software adapter is many times slower than WASM. */
export function chooseOrder(probe: AdapterProbe): Choice {
  if (probe.adapter && !probe.software) return { order: BACKEND_IDS, causes: [] };
  return { order: WITHOUT_GPU, causes: [causeOf(probe)] };
}

/** What `?backend=` names, and what stands in for it. */
export function forcedOrder(forced: BackendId): Choice {
  const standIn = STAND_INS[forced];
  return { order: standIn ? [forced, standIn] : [forced], causes: [] };
}

/** After the device of the forced backend was lost. */
export function orderAfterLoss(forced: BackendId): Choice {
  return { order: WITHOUT_GPU.filter((id) => id !== forced), causes: [lostCause(forced)] };
}

/** Backends on the same device: when it is lost, they are. */
export function sharingDevice(id: BackendId): readonly BackendId[] {
  return id === 'webgpu' || id === 'tfjs-webgpu' ? ['webgpu', 'tfjs-webgpu'] : [id];
}

function causeOf({ software, hasApi }: AdapterProbe): string {
  if (software) return `The only WebGPU adapter is software (${software}), slower than WASM`;
  return hasApi ? 'No GPU adapter was offered' : 'This browser has no WebGPU';
}

/** The sentence for the badge. */
export function reasonFor(id: BackendId, causes: readonly string[]): string {
  if (causes.length === 0) return `The browser offers a GPU, so ${NAMES[id]} runs.`;
  return `${causes.join(' and ')}, so ${NAMES[id]} runs.`;
}

export function forcedReason(id: BackendId): string {
  return `Forced by ?backend=${id}.`;
}

export function lostCause(id: BackendId): string {
  return isOnGpu(id) ? 'The GPU device was lost' : `${NAMES[id]} failed`;
}

/** @param missing op names of TensorFlow, kernel names of tfjs, or phrases such as `Conv2D with NCHW` */
export function uncoveredCause(id: BackendId, missing: readonly string[]): string {
  return `${NAMES[id]} does not cover ${missing.join(', ')}`;
}

export function failedCause(id: BackendId, error: unknown): string {
  const detail = error instanceof Error ? error.message : String(error);
  return `${NAMES[id]} could not start (${detail.replace(/[.\s]+$/, '')})`;
}

function isOnGpu(id: BackendId): boolean {
  return id === 'webgpu' || id === 'tfjs-webgpu' || id === 'webgl';
}
