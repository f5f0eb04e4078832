/**
 * Vite plugin: `virtual:simd/relaxed` and the other variants of `compile.mjs` are modules whose `wasm` is the compiled
 * bytes in hexadecimal. As text inside a script they need no address, so they also load in a service worker and in Node;
 * packed for transfer this text is a quarter smaller than base64, which cuts across the bytes.
 */
import path from 'node:path';
import { compileSimd, sourcesOf } from './compile.mjs';

const PREFIX = 'virtual:simd/';

/** @returns {import('vite').Plugin} */
export function simdPlugin() {
  let root = process.cwd();
  return {
    name: 'slipway-simd',
    configResolved(config) {
      root = config.root;
    },
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}` : undefined),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return undefined;
      for (const name of sourcesOf(root)) this.addWatchFile(path.join(root, name));
      const variant = /** @type {import('./compile.mjs').Variant} */ (id.slice(PREFIX.length + 1));
      const module = await compileSimd(root, variant);
      return `export const wasm = "${Buffer.from(module).toString('hex')}";`;
    },
  };
}
