/** `display`: a value in the form that shows most of it. */
import type { CellOutput } from '#protocol';
import type { NDArray, NestedList } from '#tensor';
import { checkOptions } from '../python/options';
import { noteIfSynthetic } from '../datasets';
import { getRuntime } from '../runtime';
import { asImages, MAX_IMAGES, toImages } from './images';
import { toMatrices } from './matrices';
import { DISPLAY_OPTIONS, type DisplayOptions } from './options';
import { repr } from '../python/repr';
import { toQuantization } from './quantization';
import { toTable } from './tables';

/** Objects that know how they look: a `History` as curves, a model as its summary. */
export interface Displayable {
  toDisplay(): CellOutput;
}

/**
 * Shows arrays that look like pictures as pictures, square ones with `class_names` as confusion matrices (a list of them to
 * compare), lists of records and records of lists as tables, SVG as a drawing, else the `repr`.
 */
export function display(value: unknown, options: DisplayOptions = {}): void {
  checkOptions('display', options, DISPLAY_OPTIONS);
  noteIfSynthetic(value);
  for (const output of outputsOf(value, options)) getRuntime().emit(output);
}

/** What `display` shows. */
export function outputsOf(value: unknown, options: DisplayOptions = {}): CellOutput[] {
  if (isDisplayable(value)) return [value.toDisplay()];
  if (options.quantization) {
    const values = value as NDArray | NestedList;
    return [toQuantization(values, options.quantization, options.caption ?? '')];
  }
  const matrices = toMatrices(value, options);
  if (matrices) return [matrices];
  const batch = asImages(value);
  if (batch) {
    const images = toImages(value as NDArray, batch, options);
    const text = `${MAX_IMAGES} of ${batch.count} images`;
    return batch.count > MAX_IMAGES ? [images, { kind: 'value', text }] : [images];
  }
  if (isSvg(value)) return [{ kind: 'svg', svg: value }];
  return [toTable(value, options.caption ?? '') ?? { kind: 'value', text: repr(value) }];
}

function isDisplayable(value: unknown): value is Displayable {
  return (
    typeof value === 'object' &&
    value !== null &&
    'toDisplay' in value &&
    typeof value.toDisplay === 'function'
  );
}

function isSvg(value: unknown): value is string {
  return typeof value === 'string' && /^\s*(<\?xml[^>]*>\s*)?<svg[\s>]/.test(value);
}
