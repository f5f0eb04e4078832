/** Rows times weights. */
import { finishCodes, finishFloats, finishHybrid } from './finish';
import { quantizeRow, rowScale, rowZero } from './hybrid';
import { CODES, FLOATS, Layer } from './layer';
import { listCodes, listFloats } from './list';
import { products } from './products';

/** Of codes that a lane multiplies at once. */
// @ts-ignore: decorator
@inline const GROUP: i32 = ASC_FEATURE_RELAXED_SIMD ? 4 : 2;

/** FULLY_CONNECTED. Arguments: `Layer`. */
export function rows(args: usize): void {
  const layer = changetype<Layer>(args);
  const xWidth: usize = layer.kind == CODES ? 1 : 4;
  const yWidth: usize = layer.kind == CODES ? 1 : 4;
  let x = layer.x;
  let y = layer.y;
  for (let row = 0; row < layer.count; row++) {
    if (layer.kind > CODES) {
      quantizeRow(layer, x, layer.codes, layer.depth);
      multiplyRow(layer, layer.codes, y);
    } else multiplyRow(layer, x, y);
    x += (<usize>layer.depth) * xWidth;
    y += (<usize>layer.units) * yWidth;
  }
}

/**
 * One row of the output.
 * @param x floats, codes of int8, or what `quantizeRow` wrote
 */
export function multiplyRow(layer: Layer, x: usize, y: usize): void {
  const list = layer.list;
  const weights = layer.weights;
  const sums = layer.sums;
  const depth = layer.depth;
  const units = (layer.units + 15) & ~15;
  if (layer.kind == FLOATS) {
    const end = listFloats(x, depth, list);
    products<f32>(list, end, weights, depth, units, sums);
    return finishFloats(layer, sums, y);
  }
  const end = listCodes(x, depth, list, layer.kind == CODES ? 0x80808080 : 0);
  products<i8>(list, end, weights, ((depth + 3) & ~3) / GROUP, units, sums);
  if (layer.kind == CODES) finishCodes(layer, sums, y);
  else finishHybrid(layer, sums, y, rowScale, rowZero);
}
