/** What a first visit transfers until the whole app is kept for offline use, data set apart. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress } from 'node:zlib';

/** Sizes after brotli by revision: the largest files take seconds each, and seldom change. */
const KNOWN = '.cache/brotli-sizes.json';
const compress = promisify(brotliCompress);

/**
 * @typedef {import('../../src/offline/manifest').PrecacheFile} PrecacheFile
 * @typedef {import('../../src/offline/variants').Variant} Variant
 */

/**
 * Files of the app that a browser of today keeps.
 * @param {readonly PrecacheFile[]} files
 * @param {readonly Variant[]} variants
 */
export function keptFiles(files, variants) {
  return files.filter(({ url }) => {
    const variant = variants.find((each) => each.files.test(url));
    return !url.startsWith('data/') && (variant?.audience ?? 'current') === 'current';
  });
}

/**
 * @param {string} dist
 * @param {readonly PrecacheFile[]} files
 * @returns {Promise<{ url: string, size: number }[]>} bytes after brotli (quality 11), largest first
 */
export async function transferSizes(dist, files) {
  const known = readKnown();
  const sizes = await Promise.all(
    files.map(async ({ url, revision }) => {
      const size = known[revision] ?? (await compress(readFileSync(path.join(dist, url)))).length;
      return { url, revision, size };
    }),
  );
  mkdirSync(path.dirname(KNOWN), { recursive: true });
  writeFileSync(KNOWN, JSON.stringify(Object.fromEntries(sizes.map((f) => [f.revision, f.size]))));
  return sizes.sort((a, b) => b.size - a.size);
}

/** @returns {Record<string, number>} */
function readKnown() {
  try {
    return JSON.parse(readFileSync(KNOWN, 'utf8'));
  } catch {
    return {};
  }
}
