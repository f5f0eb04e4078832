/** `print` and `display`, and how values look as text. */
export { display, outputsOf, type Displayable } from './display';
export type { DisplayOptions } from './options';
export { print, type PrintOptions } from './print';
export { repr, str } from '../python/repr';
