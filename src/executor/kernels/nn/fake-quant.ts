/** Rounding to what a quantized tensor could hold, in floats: what models trained for quantization contain. */
import type { Kernel, KernelCall, Kernels } from '../../kernel';
import { newNumbers, numbersOf, sizeOf, tensorOf } from '../shared';

interface Grid {
  readonly min: number;
  readonly max: number;
  readonly scale: number;
  /** Of the scale, worked out from the range anew. */
  readonly inverse: number;
}

/** The range moved so that zero is on the grid. */
function gridOf(call: KernelCall, min: number, max: number): Grid {
  const lowest = call.bool('narrow_range', false) ? 1 : 0;
  const highest = 2 ** call.int('num_bits', 8) - 1;
  const scale = Math.fround((max - min) / (highest - lowest));
  const wanted = Math.fround(lowest - Math.fround(min / scale));
  const zero = wanted < lowest ? lowest : wanted > highest ? highest : Math.round(wanted);
  return {
    min: Math.fround((lowest - zero) * scale),
    max: Math.fround((highest - zero) * scale),
    scale,
    inverse: Math.fround((highest - lowest) / (max - min)),
  };
}

/** In single precision step by step: ties are many, and what rounds them is the precision. */
function round(x: number, { min, max, scale, inverse }: Grid): number {
  const { fround } = Math;
  const shifted = fround(Math.min(Math.max(x, min), max) - min);
  const steps = Math.floor(fround(fround(shifted * inverse) + 0.5));
  return fround(steps * scale) + min;
}

function fakeQuant(gridsOf: (call: KernelCall) => readonly Grid[]): Kernel {
  return (call) => {
    const x = call.input(0);
    const grids = gridsOf(call);
    const source = numbersOf(x);
    const out = newNumbers(x.dtype, sizeOf(x));
    for (let i = 0; i < out.length; i++) out[i] = round(source[i]!, grids[i % grids.length]!);
    return [tensorOf(x.dtype, x.shape, out)];
  };
}

/** One grid for each element of the two inputs. */
function fromInputs(call: KernelCall): readonly Grid[] {
  const [mins, maxs] = [numbersOf(call.input(1)), numbersOf(call.input(2))];
  return Array.from({ length: mins.length }, (_, c) => gridOf(call, mins[c]!, maxs[c]!));
}

export const FAKE_QUANT: Kernels = {
  FakeQuantWithMinMaxArgs: fakeQuant((call) => [
    gridOf(call, call.float('min', -6), call.float('max', 6)),
  ]),
  FakeQuantWithMinMaxVars: fakeQuant(fromInputs),
  FakeQuantWithMinMaxVarsPerChannel: fakeQuant(fromInputs),
};
