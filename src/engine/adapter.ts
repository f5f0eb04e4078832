/** Looks at the GPU that the browser offers and tells software from hardware. */
export interface AdapterProbe {
  readonly adapter: GPUAdapter | undefined;
  /** The adapter in words, for example "nvidia hopper". */
  readonly name: string;
  /** Set when the adapter computes on the CPU; the software's name. */
  readonly software: string | undefined;
  /** The browser has WebGPU at all. */
  readonly hasApi: boolean;
}

/** Substrings of vendor, architecture, device or description, and the name to show. */
const SOFTWARE: readonly (readonly [string, string])[] = [
  ['swiftshader', 'SwiftShader'],
  ['llvmpipe', 'llvmpipe'],
  ['lavapipe', 'lavapipe'],
  ['software', 'software rasterizer'],
  ['basic render', 'Microsoft Basic Render Driver'],
];

type Identity = Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'> & {
  readonly isFallbackAdapter?: boolean;
};

/** Name of the software that the adapter is, undefined for hardware. */
export function softwareName(info: Identity): string | undefined {
  const text = [info.vendor, info.architecture, info.device, info.description]
    .join(' ')
    .toLowerCase();
  const known = SOFTWARE.find(([sign]) => text.includes(sign))?.[1];
  if (known) return known;
  // Chromium's software adapter calls its vendor Google and may leave the rest empty.
  return info.isFallbackAdapter || info.vendor === 'google' ? 'software' : undefined;
}

/** What is known where nobody asked for an adapter. */
export const NO_PROBE: AdapterProbe = {
  adapter: undefined,
  name: '',
  software: undefined,
  hasApi: false,
};

export async function probeAdapter(): Promise<AdapterProbe> {
  const { gpu } = globalThis.navigator as Partial<Navigator>;
  if (!gpu) return NO_PROBE;
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
  if (!adapter) return { ...NO_PROBE, hasApi: true };
  const { info } = adapter;
  const isFallbackAdapter =
    info.isFallbackAdapter ||
    (adapter as { readonly isFallbackAdapter?: boolean }).isFallbackAdapter === true;
  const name =
    info.description || [info.vendor, info.architecture].filter(Boolean).join(' ') || 'GPU';
  const { vendor, architecture, device, description } = info;
  const software = softwareName({ vendor, architecture, device, description, isFallbackAdapter });
  return { adapter, name, software, hasApi: true };
}
