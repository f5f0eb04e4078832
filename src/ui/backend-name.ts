const NAMES: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  webgl: 'WebGL',
  cpu: 'CPU',
};

/** How the page writes a backend's id. */
export function backendName(id: string): string {
  return NAMES[id] ?? id;
}
