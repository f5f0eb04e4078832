/** DEPTHWISE_CONV_2D, a filter for each channel: lanes are channels. */
import { finishCodes, finishFloats, finishHybrid } from './finish';
import { quantizeRow, rowScale, rowZero } from './hybrid';
import { CODES, FLOATS, Layer, Place } from './layer';

/** Arguments: `Layer`; `outside` is the zero point. Weights have their channels padded to a multiple of 8. */
export function depthwise(args: usize): void {
  const layer = changetype<Layer>(args);
  const place: Place = layer;
  const width: i32 = layer.kind == CODES ? 1 : 4;
  const size = place.height * place.width * place.channels;
  const outSize = place.outHeight * place.outWidth * layer.units;
  for (let image = 0; image < layer.count; image++) {
    const x = layer.x + <usize>(image * size * width);
    const y = layer.y + <usize>(image * outSize * width);
    if (layer.kind == FLOATS) filterImage<f32>(layer, place, x, y, 0);
    else if (layer.kind == CODES) filterImage<i8>(layer, place, x, y, place.outside);
    else {
      quantizeRow(layer, x, layer.codes, size);
      filterImage<u8>(layer, place, layer.codes, y, rowZero);
    }
  }
}

function filterImage<T>(layer: Layer, place: Place, x: usize, y: usize, zero: i32): void {
  const step = <usize>(layer.units * (layer.kind == CODES ? 1 : 4));
  for (let row = 0; row < place.outHeight; row++) {
    const top = row * place.strideHeight - place.top;
    for (let column = 0; column < place.outWidth; column++) {
      const left = column * place.strideWidth - place.left;
      for (let channel = 0; channel < place.channels; channel += 8)
        filterEight<T>(layer, place, x, top, left, channel, zero);
      if (isFloat<T>()) finishFloats(layer, layer.sums, y);
      else if (isSigned<T>()) finishCodes(layer, layer.sums, y);
      else finishHybrid(layer, layer.sums, y, rowScale, 0);
      y += step;
    }
  }
}

/** Sums of eight channels at one place. */
function filterEight<T>(
  layer: Layer,
  place: Place,
  x: usize,
  top: i32,
  left: i32,
  channel: i32,
  zero: i32,
): void {
  const channels = place.channels;
  const padded = (channels + 7) & ~7;
  const width: i32 = isFloat<T>() ? 4 : 1;
  const zeros = i16x8.splat(<i16>zero);
  let low = i32x4.splat(0);
  let high = i32x4.splat(0);
  for (let i = 0; i < place.filterHeight; i++) {
    const row = top + i * place.dilationHeight;
    if (row < 0 || row >= place.height) continue;
    for (let j = 0; j < place.filterWidth; j++) {
      const column = left + j * place.dilationWidth;
      if (column < 0 || column >= place.width) continue;
      const from = x + <usize>(((row * place.width + column) * channels + channel) * width);
      const filter = (i * place.filterWidth + j) * padded + channel;
      const weights = layer.weights + <usize>(filter * width);
      if (isFloat<T>()) {
        low = f32x4.add(low, f32x4.mul(v128.load(from), v128.load(weights)));
        high = f32x4.add(high, f32x4.mul(v128.load(from, 16), v128.load(weights, 16)));
      } else {
        const values = i16x8.sub(v128.load_ext<T>(from), zeros);
        const factors = v128.load_ext<i8>(weights);
        low = i32x4.add(low, i32x4.extmul_low_i16x8_s(values, factors));
        high = i32x4.add(high, i32x4.extmul_high_i16x8_s(values, factors));
      }
    }
  }
  const sums = layer.sums + ((<usize>channel) << 2);
  v128.store(sums, low);
  v128.store(sums, high, 16);
}
