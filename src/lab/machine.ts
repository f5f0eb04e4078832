/** The machine in words. */
import { probeAdapter } from '#engine';
import type { LabMachine } from '#protocol';
import { simdTier } from '#simd';

const SIMD = { relaxed: 'relaxed SIMD', simd128: 'SIMD' } as const;

export async function describeMachine(): Promise<LabMachine> {
  const { adapter, name, software } = await probeAdapter();
  const tier = simdTier();
  return {
    browser: browserName(navigator.userAgent),
    cores: navigator.hardwareConcurrency,
    isIsolated: globalThis.crossOriginIsolated,
    simd: tier ? SIMD[tier] : 'no SIMD',
    adapter: adapter ? `${name}${software ? ` (software: ${software})` : ''}` : '',
  };
}

/** In this order, since most browsers also claim to be others. */
const BROWSERS: readonly (readonly [name: string, version: RegExp])[] = [
  ['Edge', /Edg\/(\d+)/],
  ['Firefox', /Firefox\/(\d+)/],
  ['Chrome', /(?:Headless)?Chrome\/(\d+)/],
  ['Safari', /Version\/(\d+(?:\.\d+)?).* Safari/],
];

/** `Chrome 156 on X11; Linux x86_64`. @param agent as `navigator.userAgent` has it */
export function browserName(agent: string): string {
  const system = /\(([^)]*)\)/.exec(agent)?.[1] ?? 'an unknown system';
  for (const [name, version] of BROWSERS) {
    const match = version.exec(agent);
    if (match) return `${name} ${match[1]} on ${system}`;
  }
  return `a browser on ${system}`;
}
