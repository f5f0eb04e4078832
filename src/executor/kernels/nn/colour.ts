/** Colours as hue, saturation and value. */
import type { Kernel, Kernels } from '../../kernel';
import { StatusError } from '../../status';
import { invalid, newNumbers, numbersOf, sizeOf, tensorOf, widened } from '../shared';

type Colour = readonly [number, number, number];

function pixelwise(convert: (colour: Colour) => Colour): Kernel {
  return (call) => {
    const x = call.input(0);
    if (x.shape.length < 1) invalid('input must be at least 1D[]');
    const channels = x.shape.at(-1)!;
    if (channels !== 3) {
      throw new StatusError(
        'FAILED_PRECONDITION',
        `input must have 3 channels but input only has ${channels} channels.`,
      );
    }
    const source = numbersOf(x);
    const out = newNumbers(x.dtype, sizeOf(x));
    for (let i = 0; i < out.length; i += 3) {
      const [a, b, c] = convert([source[i]!, source[i + 1]!, source[i + 2]!]);
      out[i] = a;
      out[i + 1] = b;
      out[i + 2] = c;
    }
    return [tensorOf(x.dtype, x.shape, out)];
  };
}

function toHsv([r, g, b]: Colour): Colour {
  const value = Math.max(r, g, b);
  const spread = value - Math.min(r, g, b);
  const saturation = value > 0 ? spread / value : 0;
  if (spread <= 0) return [0, saturation, value];
  const sixth = 1 / (6 * spread);
  const hue =
    r === value ? (g - b) * sixth : g === value ? (b - r) * sixth + 2 / 6 : (r - g) * sixth + 4 / 6;
  return [hue < 0 ? hue + 1 : hue, saturation, value];
}

function toRgb([h, s, v]: Colour): Colour {
  const clamp = (x: number): number => Math.min(Math.max(x, 0), 1);
  const at = h * 6;
  const red = clamp(Math.abs(at - 3) - 1);
  const green = clamp(2 - Math.abs(at - 2));
  const blue = clamp(2 - Math.abs(at - 4));
  const mix = (part: number): number => (1 - s + s * part) * v;
  return [mix(red), mix(green), mix(blue)];
}

export const COLOUR: Kernels = widened({ RGBToHSV: pixelwise(toHsv), HSVToRGB: pixelwise(toRgb) });
