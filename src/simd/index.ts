export { compileBinary, loadBinary, loadLiteBinary, type SimdBinary } from './binary';
export { hasSharedMemory, simdTier, type SimdTier } from './features';
export { Heap } from './heap';
export * as instructions from './instructions';
export { instantiateSimd, Simd, type SimdExports } from './simd';
export { TapeWriter } from './tape';
export { joinTeam, serveTeam, type Team, type TeamOrder, type TeamWorker } from './team';
