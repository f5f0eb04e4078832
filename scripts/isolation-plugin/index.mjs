/** Vite plugin: the development and preview servers send the headers of cross-origin isolation (`src/offline`). */
import path from 'node:path';
import { runnerImport } from 'vite';

const SOURCE = 'src/offline/isolation.ts';

/** @returns {import('vite').Plugin} */
export function isolationPlugin() {
  return {
    name: 'slipway-isolation',
    async config({ root = process.cwd() }) {
      /** @type {{ module: typeof import('../../src/offline/isolation.ts') }} */
      const { module } = await runnerImport(path.join(root, SOURCE));
      const headers = { ...module.ISOLATION_HEADERS };
      return { server: { headers }, preview: { headers } };
    },
  };
}
