/**
 * Vite plugin: once the app is built, builds `workers/serving.sw.ts` into `serving.sw.js` beside it, one classic script
 * with everything in it, since a service worker can import nothing later. `virtual:precache` is the list of the app's files.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, runnerImport } from 'vite';
import { simdPlugin } from '../simd-plugin/index.mjs';
import { recordPackagesPlugin } from '../third-party/record-plugin.mjs';
import { checkLargeFiles } from './large-files.mjs';
import { listBuild } from './manifest.mjs';

const SOURCE = 'workers/serving.sw.ts';
const NAME = 'serving.sw.js';
const MANIFEST = 'virtual:precache';
/** Bytes after brotli. */
const BUDGET = 250_000;

/** @returns {import('vite').Plugin} */
export function serviceWorkerPlugin() {
  /** @type {import('vite').ResolvedConfig} */
  let config;
  let isWritten = false;
  return {
    name: 'slipway-service-worker',
    apply: 'build',
    configResolved(resolved) {
      config = resolved;
    },
    writeBundle() {
      isWritten = true;
    },
    async closeBundle() {
      if (!isWritten) return;
      const { root } = config;
      const dist = path.resolve(root, config.build.outDir);
      await checkFiles(root, listBuild(dist, NAME).files);
      await buildServiceWorker(root, dist, [recordPackagesPlugin()]);
      reportSize(path.join(dist, NAME));
    },
  };
}

/**
 * @param {string} root
 * @param {readonly { url: string, bytes: number }[]} files
 */
async function checkFiles(root, files) {
  const list = path.join(root, 'scripts/service-worker-plugin/large-files.json');
  const problems = checkLargeFiles(JSON.parse(readFileSync(list, 'utf8')), files);
  if (problems.length > 0) {
    throw new Error(
      `Correct scripts/service-worker-plugin/large-files.json:\n${problems.join('\n')}`,
    );
  }
  for (const { files: pattern } of await readVariants(root)) {
    if (files.some(({ url }) => pattern.test(url))) continue;
    throw new Error(`src/offline/variants.ts: no file of the build matches ${pattern}.`);
  }
}

/** @param {string} root */
export async function readVariants(root) {
  /** @type {{ module: typeof import('../../src/offline/variants') }} */
  const { module } = await runnerImport(path.join(root, 'src/offline/variants.ts'));
  return module.VARIANTS;
}

/**
 * Builds the service worker of the files that are in a folder, into that folder.
 * @param {string} root of the sources
 * @param {string} dist
 * @param {import('vite').Plugin[]} [plugins]
 */
export async function buildServiceWorker(root, dist, plugins = []) {
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    plugins: [manifestPlugin(listBuild(dist, NAME)), simdPlugin(), ...plugins],
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2023',
      modulePreload: false,
      // Its budget is after brotli.
      chunkSizeWarningLimit: Infinity,
      rolldownOptions: {
        input: path.join(root, SOURCE),
        output: { format: 'iife', entryFileNames: NAME, codeSplitting: false },
      },
    },
  });
}

/**
 * @param {import('../../src/offline/manifest').PrecacheManifest} manifest
 * @returns {import('vite').Plugin}
 */
function manifestPlugin(manifest) {
  return {
    name: 'slipway-precache-manifest',
    resolveId: (id) => (id === MANIFEST ? `\0${MANIFEST}` : undefined),
    load(id) {
      if (id !== `\0${MANIFEST}`) return undefined;
      return `export const manifest = ${JSON.stringify(manifest)};`;
    },
  };
}

/** @param {string} file */
function reportSize(file) {
  const bytes = readFileSync(file);
  const packed = brotliCompressSync(bytes).length;
  const kilobytes = (/** @type {number} */ size) => `${(size / 1000).toFixed(1)} kB`;
  console.log(`${NAME}: ${kilobytes(bytes.length)}, brotli ${kilobytes(packed)}`);
  if (packed > BUDGET) {
    throw new Error(`${NAME} is over its budget of ${kilobytes(BUDGET)} after brotli.`);
  }
}
