/**
 * Puts the four official Fashion-MNIST files under public/data/, from the first source that has them right:
 * FASHION_MNIST_DIR, ../shared/fashion-mnist, the addresses of Keras's own loader, the data set's repository.
 * Where none has, the app starts on its synthetic stand-in; this script never fails a build.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const TABLE = path.join(ROOT, 'src/learner-api/datasets/fashion-mnist-files.json');
const ADDRESSES = [
  'https://storage.googleapis.com/tensorflow/tf-keras-datasets/',
  'https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/',
];
/** A download that brings no byte for so long is given up; milliseconds. */
const PATIENCE = 15_000;

/**
 * @typedef {{ name: string, bytes: number, sha256: string }} DataFile
 * @typedef {{ name: string, read: (file: DataFile) => Promise<Uint8Array> }} Source
 * @typedef {{ target: string, sources: readonly Source[], log: (line: string) => void }} Job
 */

/**
 * Fills `<target>/fashion-mnist` and writes `<target>/index.json`.
 *
 * @param {Job} job
 * @param {readonly DataFile[]} files
 * @returns {Promise<'official' | 'absent'>}
 */
export async function provideData({ target, sources, log }, files) {
  const folder = path.join(target, 'fashion-mnist');
  await mkdir(folder, { recursive: true });
  const present = await Promise.all(
    files.map((file) => isPresent(path.join(folder, file.name), file)),
  );
  const missing = files.filter((_, i) => !present[i]);
  const state = (await fetchAll(folder, missing, sources, log)) ? 'official' : 'absent';
  await writeWhole(
    path.join(target, 'index.json'),
    `${JSON.stringify({ fashion_mnist: state })}\n`,
  );
  return state;
}

/**
 * @param {string} folder
 * @param {readonly DataFile[]} missing
 * @param {readonly Source[]} sources
 * @param {(line: string) => void} log
 */
async function fetchAll(folder, missing, sources, log) {
  let left = [...missing];
  for (const source of sources) {
    if (left.length > 0) left = await fetchFrom(source, folder, left, log);
  }
  return left.length === 0;
}

/**
 * Takes what the source has; a source that fails once is not asked again.
 *
 * @param {Source} source
 * @param {string} folder
 * @param {readonly DataFile[]} missing
 * @param {(line: string) => void} log
 * @returns {Promise<DataFile[]>} what is still missing
 */
async function fetchFrom(source, folder, missing, log) {
  for (const [i, file] of missing.entries()) {
    try {
      const bytes = await source.read(file);
      verify(bytes, file);
      await writeWhole(path.join(folder, file.name), bytes);
    } catch (error) {
      log(`data: ${source.name}: ${file.name}: ${reasonOf(error)}`);
      return missing.slice(i);
    }
  }
  log(`data: Fashion-MNIST from ${source.name}`);
  return [];
}

/** @param {string} folder @returns {Source} */
export function folderSource(folder) {
  return { name: folder, read: (file) => readFile(path.join(folder, file.name)) };
}

/** @param {string} address with a slash at its end @param {typeof fetch} [get] @returns {Source} */
export function webSource(address, get = fetch) {
  return { name: address, read: (file) => download(address + file.name, file, get) };
}

/** @param {string} address @param {DataFile} file @param {typeof fetch} get */
async function download(address, file, get) {
  const abort = new AbortController();
  let timer = setTimeout(() => abort.abort(), PATIENCE);
  try {
    const response = await get(address, { signal: abort.signal });
    if (!response.ok || !response.body) throw new Error(`HTTP ${response.status}`);
    const chunks = [];
    let length = 0;
    for await (const chunk of response.body) {
      clearTimeout(timer);
      timer = setTimeout(() => abort.abort(), PATIENCE);
      length += chunk.length;
      if (length > file.bytes) throw new Error(`larger than ${file.bytes} bytes`);
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
    abort.abort();
  }
}

/** @param {Uint8Array} bytes @param {DataFile} file */
function verify(bytes, file) {
  if (bytes.length !== file.bytes) throw new Error(`${bytes.length} of ${file.bytes} bytes`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== file.sha256) throw new Error(`SHA-256 is ${sha256}, not ${file.sha256}`);
}

/** @param {string} place @param {DataFile} file */
async function isPresent(place, file) {
  try {
    verify(await readFile(place), file);
    return true;
  } catch {
    return false;
  }
}

/** Whoever reads the place sees the whole file or the one before. @param {string} place @param {string | Uint8Array} content */
async function writeWhole(place, content) {
  const part = `${place}.${process.pid}.part`;
  try {
    await writeFile(part, content);
    await rename(part, place);
  } finally {
    await rm(part, { force: true });
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError') return `no answer within ${PATIENCE / 1000} s`;
  const { cause } = error;
  const reason =
    cause instanceof Error && cause.message ? `${error.message}: ${cause.message}` : error.message;
  return /** @type {string} */ (reason.split('\n')[0]);
}

async function main() {
  const given = process.env['FASHION_MNIST_DIR'];
  const folders = [...(given ? [given] : []), path.join(ROOT, '..', 'shared', 'fashion-mnist')];
  const sources = [...folders.map(folderSource), ...ADDRESSES.map((address) => webSource(address))];
  const files = /** @type {DataFile[]} */ (JSON.parse(await readFile(TABLE, 'utf8')));
  const log = (/** @type {string} */ line) => console.log(line);
  const state = await provideData({ target: path.join(ROOT, 'public/data'), sources, log }, files);
  if (state === 'absent') {
    log('data: Fashion-MNIST is not to be had; the app uses its synthetic stand-in.');
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    await main();
  } catch (error) {
    console.log(`data: ${reasonOf(error)}; the app uses its synthetic stand-in.`);
  }
}
