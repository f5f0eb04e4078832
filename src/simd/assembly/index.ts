/** What the WebAssembly module exports. */
export { serve } from './team';
export { run } from './tape';
