const NAMES: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  wasm: 'WASM',
  'tfjs-webgpu': 'TensorFlow.js WebGPU',
  'tfjs-wasm': 'TensorFlow.js WASM',
  webgl: 'WebGL',
  cpu: 'CPU',
};

/** How the page writes a backend's id. */
export function backendName(id: string): string {
  return NAMES[id] ?? id;
}
