/** Named here, so that the dev server prepares them before a test runs and does not reload the page in its midst. */
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import '@tensorflow/tfjs-backend-webgl';
import '@tensorflow/tfjs-backend-webgpu';
import { hasSharedMemory, loadBinary, simdTier } from '#simd';

/** The dev server compiles the kernels when they are first asked for, which may take longer than a test. */
await loadBinary(simdTier()!, false);
if (hasSharedMemory()) await loadBinary(simdTier()!, true);
