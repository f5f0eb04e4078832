/** Notes which packages a build takes modules from, for `scripts/third-party.mjs`. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export const RECORD = '.cache/bundled-packages.json';

/** The page's bundle and those of the workers are separate builds in one process, and add up here. */
const folders = new Set();

/** @returns {import('vite').Plugin} */
export function recordPackagesPlugin() {
  let root = '';
  return {
    name: 'slipway-record-packages',
    apply: 'build',
    configResolved(config) {
      root = config.root;
    },
    generateBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of output.moduleIds) {
          const folder = packageFolder(id);
          if (folder) folders.add(path.relative(root, folder));
        }
      }
    },
    closeBundle() {
      mkdirSync(path.join(root, path.dirname(RECORD)), { recursive: true });
      writeFileSync(path.join(root, RECORD), JSON.stringify([...folders].sort(), null, 2));
    },
  };
}

/**
 * `/app/node_modules/@scope/name/dist/a.js` → `/app/node_modules/@scope/name`.
 * @param {string} id a module's id
 */
export function packageFolder(id) {
  return /^[^\0?]*\/node_modules\/(?:@[^/]+\/)?[^@/][^/]*/.exec(id.replace(/\\/g, '/'))?.[0];
}
