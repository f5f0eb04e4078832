/** Compiles `src/simd/assembly` with AssemblyScript; results are kept in `.cache/simd` under a hash of what went in. */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import asc from 'assemblyscript/asc';

const FOLDER = 'src/simd/assembly';
/** Bytes below it are for words that all threads share (`assembly/layout.ts`). */
const MEMORY_BASE = 1024;
/** Pages of 64 KiB: what a memory may grow to, which a shared one has to say (1 GiB). */
export const MAXIMUM_PAGES = 16_384;

const COMMON = [
  '-O3',
  '--converge',
  '--noAssert',
  ...['--runtime', 'stub'],
  '--importMemory',
  ...['--memoryBase', `${MEMORY_BASE}`],
  ...['--use', 'abort='],
  ...['--enable', 'simd'],
];
const RELAXED = ['--enable', 'relaxed-simd'];
const THREADS = [
  ...['--enable', 'threads', '--sharedMemory'],
  ...['--initialMemory', '1', '--maximumMemory', `${MAXIMUM_PAGES}`],
];

const TRAINING = `${FOLDER}/index.ts`;
const LITE = `${FOLDER}/lite.ts`;

/** What to compile for each kind of browser: entry and flags. */
export const VARIANTS = {
  relaxed: [TRAINING, ...COMMON, ...RELAXED],
  'relaxed-threads': [TRAINING, ...COMMON, ...RELAXED, ...THREADS],
  simd128: [TRAINING, ...COMMON],
  'simd128-threads': [TRAINING, ...COMMON, ...THREADS],
  'lite-relaxed': [LITE, ...COMMON, ...RELAXED],
  'lite-simd128': [LITE, ...COMMON],
};

/** @typedef {keyof typeof VARIANTS} Variant */

const FOLDERS = [FOLDER, 'src/simd/opcodes'];

/** @param {string} root @returns {string[]} files that go in, relative to the root */
export function sourcesOf(root) {
  return FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
      .sort(),
  );
}

/**
 * @param {string} root
 * @param {Variant} variant
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the module
 */
export async function compileSimd(root, variant) {
  const sources = sourcesOf(root).map((name) => ({
    name,
    text: readFileSync(path.join(root, name), 'utf8'),
  }));
  const file = path.join(root, '.cache/simd', `${variant}-${hashOf(variant, sources)}.wasm`);
  try {
    return new Uint8Array(readFileSync(file));
  } catch {
    const module = await compile(root, VARIANTS[variant]);
    mkdirSync(path.dirname(file), { recursive: true });
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, module);
    renameSync(unfinished, file);
    return module;
  }
}

/** @param {Variant} variant @param {readonly { name: string, text: string }[]} sources */
function hashOf(variant, sources) {
  const text = JSON.stringify([asc.version, VARIANTS[variant], sources]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** @param {string} root @param {readonly string[]} command entry and flags */
async function compile(root, command) {
  /** @type {Uint8Array<ArrayBuffer> | undefined} */
  let module;
  const { error, stderr } = await asc.main([...command, '--outFile', 'out.wasm'], {
    readFile: (name, base) => read(path.resolve(root, base, name)),
    writeFile: (name, contents) => {
      if (name === 'out.wasm') module = new Uint8Array(/** @type {Uint8Array} */ (contents));
    },
    listFiles: () => [],
  });
  if (error || !module) throw new Error(`src/simd/assembly does not compile:\n${stderr}`);
  return module;
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
