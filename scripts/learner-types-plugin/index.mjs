/**
 * Gives the editor the learner API's own declarations: `virtual:learner-types` holds, as text, what TypeScript emits
 * for `src/learner-api/globals.ts` and all that it needs, so that hovers and squiggles can never drift from the code.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const MODULE = 'virtual:learner-types';
const RESOLVED = `\0${MODULE}`;
const ENTRY = 'src/learner-api/globals.ts';

/** @returns {import('vite').Plugin} */
export function learnerTypesPlugin() {
  let root = '';
  return {
    name: 'slipway-learner-types',
    configResolved(config) {
      root = config.root;
    },
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      // TypeScript takes a while to load, and most runs of Vite never ask for this.
      const { emitDeclarations } = await import('./emit-declarations.mjs');
      const files = emitDeclarations(root, ENTRY, (message) => this.warn(message));
      for (const file of Object.keys(files)) {
        const source = join(root, 'src', file.replace(/\.d\.ts$/, '.ts'));
        if (existsSync(source)) this.addWatchFile(source);
      }
      return `export const files = ${JSON.stringify(files)};`;
    },
  };
}
