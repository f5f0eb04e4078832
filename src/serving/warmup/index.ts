export { runWarmup, type WarmupOptions } from './run-warmup';
