/** What the WebAssembly module exports. */
export { giveUp, jobs, serve, stayAwake } from './team';
export { run } from './tape';
/**
 * Inner loops, which nobody calls from outside: what is exported stays a function of its own, and inside another one the
 * browser would run out of registers.
 */
export { multiply16, multiply32, multiply48 } from './dense/multiply';
