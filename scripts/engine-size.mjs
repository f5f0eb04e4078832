/**
 * What our own engines cost to load: plan, tapes, WGSL, and the kernels of one kind of browser (the largest); bundled,
 * minified, gzipped, without what the app has anyway (arrays, graphs, errors).
 */
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { simdPlugin } from './simd-plugin/index.mjs';

/** @param {string} root @returns {Promise<{ wasm: number, webgpu: number }>} bytes, what both need counted in each */
export async function engineSizes(root) {
  const pieces = await bundle(root);
  const sum = (/** @type {RegExp} */ name) =>
    pieces.filter((piece) => name.test(piece.name)).reduce((all, { bytes }) => all + bytes, 0);
  const kernels = pieces.filter(({ name }) => KERNELS.test(name)).map(({ bytes }) => bytes);
  const wasm = sum(/^(wasm-|simd\.worker-)/);
  const webgpu = sum(/^webgpu-/);
  const shared = sum(/./) - wasm - webgpu - sum(KERNELS) - sum(OTHERS);
  return { wasm: wasm + shared + Math.max(...kernels), webgpu: webgpu + shared };
}

const KERNELS = /^(relaxed|simd128)/;
/** Of the `.tflite` runtime. */
const OTHERS = /^lite-/;

/** @param {string} root */
async function bundle(root) {
  const entry = (/** @type {string} */ name) => path.join(root, 'src', 'engine', name, 'index.ts');
  const built = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [simdPlugin()],
    worker: { format: 'es', plugins: () => [simdPlugin()] },
    build: {
      target: 'es2023',
      write: false,
      rollupOptions: {
        input: { wasm: entry('wasm'), webgpu: entry('webgpu') },
        preserveEntrySignatures: 'strict',
        external: /^#(bytes|errors|graph|tensor)/,
      },
    },
  });
  const outputs = /** @type {{ output: Piece[] }[]} */ ([built].flat());
  return outputs.flatMap(({ output }) => output.map(measure));
}

/** @typedef {{ fileName: string, code: string } | { fileName: string, source: string | Uint8Array }} Piece of a bundle */

/** @param {Piece} piece */
function measure(piece) {
  const content = 'code' in piece ? piece.code : piece.source;
  return {
    name: path.posix.basename(piece.fileName),
    bytes: gzipSync(content, { level: 9 }).length,
  };
}
