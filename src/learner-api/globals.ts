/**
 * The names that are in scope in every cell, and those that `import … from "slipway"` knows. The editor's completions
 * are the declarations of this file.
 */
export { display, print } from './display';
export { files } from './files';
export { keras } from './keras';
export { layers } from './keras/layers';
export { np } from './np';
export { tf } from './tf';
