/**
 * Fails the build when what the page loads before a cell is focused is over its budget, what is kept for offline use, or what
 * an engine of our own takes to load.
 * Run it after `vite build`.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { engineSizes } from './engine-size.mjs';
import { readVariants } from './service-worker-plugin/index.mjs';
import { listBuild } from './service-worker-plugin/manifest.mjs';
import { keptFiles, transferSizes } from './service-worker-plugin/transfer-size.mjs';

/** Bytes of JavaScript after brotli (quality 11, as static hosts precompress). */
const BUDGET = 120_000;
/** The same of everything that a browser of today keeps for offline use, data set apart. */
const OFFLINE_BUDGET = 20_000_000;
/** Bytes of an engine of our own after gzip, everything that a browser loads to run a program on it. */
const ENGINE_BUDGET = 60_000;

/**
 * @typedef {{ file: string, isEntry?: boolean, imports?: string[] }} Chunk as in Vite's manifest
 * @typedef {Record<string, Chunk>} Manifest
 */

/**
 * Files of the entry and of all that it imports statically.
 * @param {Manifest} manifest
 * @returns {string[]}
 */
export function eagerFiles(manifest) {
  const files = new Set();
  /** @param {string} key */
  const visit = (key) => {
    const chunk = manifest[key];
    if (!chunk || files.has(chunk.file)) return;
    files.add(chunk.file);
    chunk.imports?.forEach(visit);
  };
  for (const [key, chunk] of Object.entries(manifest)) if (chunk.isEntry) visit(key);
  return [...files];
}

/** @param {string} dist */
function check(dist) {
  const path = join(dist, '.vite', 'manifest.json');
  if (!existsSync(path)) throw new Error(`${path} is not there: run \`vite build\` first.`);
  const files = eagerFiles(JSON.parse(readFileSync(path, 'utf8')));
  let total = 0;
  for (const file of files) {
    const size = brotliCompressSync(readFileSync(join(dist, file))).length;
    total += size;
    console.log(`${kilobytes(size)}  ${file}`);
  }
  console.log(
    `${kilobytes(total)}  JavaScript before a cell is focused (budget ${kilobytes(BUDGET).trim()})`,
  );
  if (total > BUDGET) {
    console.error('Over the budget: import what is heavy with import(), where it is used.');
    process.exitCode = 1;
  }
}

/** @param {string} root */
async function checkOffline(root) {
  const dist = join(root, 'dist');
  const files = keptFiles(listBuild(dist, 'serving.sw.js').files, await readVariants(root));
  const sizes = await transferSizes(dist, files);
  const total = sizes.reduce((sum, { size }) => sum + size, 0);
  for (const { url, size } of sizes.slice(0, 8)) console.log(`${kilobytes(size)}  ${url}`);
  console.log(
    `${kilobytes(total)}  ${files.length} files kept for offline use, the largest above ` +
      `(budget ${kilobytes(OFFLINE_BUDGET)}; without the data set)`,
  );
  if (total <= OFFLINE_BUDGET) return;
  console.error('Over the budget: leave out what no lesson needs, or split it by browser.');
  process.exitCode = 1;
}

/** @param {string} root */
async function checkEngines(root) {
  for (const [name, size] of Object.entries(await engineSizes(root))) {
    const budget = kilobytes(ENGINE_BUDGET).trim();
    console.log(`${kilobytes(size)}  the ${name} engine, gzipped (budget ${budget})`);
    if (size <= ENGINE_BUDGET) continue;
    console.error('Over the budget: look for kernels that are inlined in many places.');
    process.exitCode = 1;
  }
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = fileURLToPath(new URL('../', import.meta.url));
  check(join(root, 'dist'));
  await checkOffline(root);
  await checkEngines(root);
}
