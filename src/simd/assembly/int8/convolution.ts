/** CONV_2D: what lies under the filter becomes a row, place by place. */
import { quantizeRow, rowZero } from './hybrid';
import { CODES, FLOATS, Layer, Place } from './layer';
import { multiplyRow } from './rows';

/** Arguments: `Layer`. */
export function convolution(args: usize): void {
  const layer = changetype<Layer>(args);
  const place: Place = layer;
  const width: i32 = layer.kind == CODES ? 1 : 4;
  const size = place.height * place.width * place.channels;
  const outSize = place.outHeight * place.outWidth * layer.units;
  for (let image = 0; image < layer.count; image++) {
    let x = layer.x + <usize>(image * size * width);
    let outside = place.outside;
    if (layer.kind > CODES) {
      quantizeRow(layer, x, layer.codes, size);
      x = layer.codes;
      outside = rowZero;
    }
    convolveImage(layer, place, x, layer.y + <usize>(image * outSize * width), outside);
  }
}

function convolveImage(layer: Layer, place: Place, x: usize, y: usize, outside: i32): void {
  const inWidth: i32 = layer.kind == FLOATS ? 4 : 1;
  const step = <usize>(layer.units * (layer.kind == CODES ? 1 : 4));
  for (let row = 0; row < place.outHeight; row++) {
    const top = row * place.strideHeight - place.top;
    for (let column = 0; column < place.outWidth; column++) {
      const left = column * place.strideWidth - place.left;
      gather(layer.patch, place, x, top, left, inWidth, outside);
      multiplyRow(layer, layer.patch, y);
      y += step;
    }
  }
}

/** Copies what lies under the filter. */
function gather(
  to: usize,
  place: Place,
  x: usize,
  top: i32,
  left: i32,
  elementBytes: i32,
  outside: i32,
): void {
  const bytes = place.channels * elementBytes;
  const isWhole =
    place.dilationWidth == 1 && left >= 0 && left + place.filterWidth <= place.width;
  for (let i = 0; i < place.filterHeight; i++) {
    const row = top + i * place.dilationHeight;
    if (row < 0 || row >= place.height) {
      to = fillBytes(to, outside, place.filterWidth * bytes);
      continue;
    }
    const line = x + <usize>(row * place.width * bytes);
    if (isWhole) {
      to = copyBytes(to, line + <usize>(left * bytes), place.filterWidth * bytes);
      continue;
    }
    for (let j = 0; j < place.filterWidth; j++) {
      const column = left + j * place.dilationWidth;
      to =
        column < 0 || column >= place.width
          ? fillBytes(to, outside, bytes)
          : copyBytes(to, line + <usize>(column * bytes), bytes);
    }
  }
}

/** Copies in steps of 16 bytes, up to 15 too many. @returns the end of what was to be copied */
// @ts-ignore: decorator
@inline
function copyBytes(to: usize, from: usize, bytes: i32): usize {
  for (let i = 0; i < bytes; i += 16) v128.store(to + i, v128.load(from + i));
  return to + bytes;
}

/** The same with one value. */
// @ts-ignore: decorator
@inline
function fillBytes(to: usize, value: i32, bytes: i32): usize {
  const values = i8x16.splat(<i8>value);
  for (let i = 0; i < bytes; i += 16) v128.store(to + i, values);
  return to + bytes;
}
