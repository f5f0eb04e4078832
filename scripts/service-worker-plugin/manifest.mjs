/** Lists the files of a build for the service worker. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

/** The bundler names these after their content. */
const IMMUTABLE = /^assets\/.+-[\w-]{8}\.\w+$/;

/**
 * @param {string} dist folder of the build
 * @param {string} own name of the service worker, which never keeps itself
 * @returns {import('../../src/offline/manifest').PrecacheManifest}
 */
export function listBuild(dist, own) {
  const files = walk(dist)
    .filter((url) => url !== own && !url.split('/').some((name) => name.startsWith('.')))
    .sort()
    .map((url) => describe(dist, url));
  const build = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  return { build, entry: findEntry(dist), files };
}

/**
 * @param {string} dist
 * @returns {string[]} paths with `/`
 */
function walk(dist) {
  return readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((item) => item.isFile())
    .map((item) => path.relative(dist, path.join(item.parentPath, item.name)))
    .map((name) => name.split(path.sep).join('/'));
}

/** @param {string} dist @param {string} url */
function describe(dist, url) {
  const bytes = readFileSync(path.join(dist, url));
  const unpacked = url.endsWith('.gz') ? { unpacked: content(gunzipSync(bytes)) } : {};
  return { url, ...content(bytes), isImmutable: IMMUTABLE.test(url), ...unpacked };
}

/** @param {Uint8Array} bytes */
function content(bytes) {
  const revision = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  return { bytes: bytes.length, revision };
}

/** @param {string} dist */
function findEntry(dist) {
  const html = readFileSync(path.join(dist, 'index.html'), 'utf8');
  const entry = /<script type="module"[^>]* src="\.\/([^"]+)"/.exec(html)?.[1];
  if (!entry) throw new Error(`${dist}/index.html has no module script with a relative address.`);
  return entry;
}
