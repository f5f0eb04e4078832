/** Words and numbers of the Device lab. */
import type { LabMachine, LabRow, LabSection } from '#protocol';
import { formatDuration } from '../format';

export interface SectionText {
  readonly title: string;
  readonly about: string;
}

const ONE_BY_ONE = '10,000 images through tf.lite.Interpreter, one by one: set, invoke, get.';

export const SECTION_TEXTS: Readonly<Record<LabSection, SectionText>> = {
  calibration: {
    title: 'The bare machine',
    about: 'What arithmetic, memory and GPU allow at most, whatever runs on them.',
  },
  mlp: {
    title: 'Training: an epoch of lesson 1',
    about: 'Dense 256, dropout, Dense 10, Adam: 54,000 images in 422 batches.',
  },
  cnn: {
    title: 'Training: an epoch of a small CNN',
    about: 'Two convolutions of 16 and 32 filters, pools, Dense 10, Adam: the same images.',
  },
  float32: { title: 'Inference: float32', about: `Lesson 1’s model as .tflite. ${ONE_BY_ONE}` },
  dynamic: {
    title: 'Inference: dynamic range',
    about: `The same with 8-bit weights. ${ONE_BY_ONE}`,
  },
  int8: {
    title: 'Inference: full integer',
    about: `The same with 8-bit weights and activations. ${ONE_BY_ONE}`,
  },
};

/** `0.46 s`, `57.3 GF/s`. @param value in the row's unit */
export function valueText({ unit }: Pick<LabRow, 'unit'>, value: number): string {
  if (unit === 's') return formatDuration(1000 * value);
  return `${value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${unit}`;
}

/** `0.44 s to 0.51 s`; empty where there is one number only. */
export function spreadText(row: LabRow): string {
  const { least, most, rounds } = row;
  if (rounds < 2 || least === undefined || most === undefined) return '';
  const [low, high] = [valueText(row, least), valueText(row, most)];
  return low === high ? '' : `${low} to ${high}`;
}

/** `21x faster`, `1.3x slower`, `as fast`. @param ratio how many times faster */
export function ratioText(ratio: number): string {
  const times = ratio >= 1 ? ratio : 1 / ratio;
  if (times < 1.005) return 'as fast';
  const digits = times < 1.95 ? 2 : times < 9.95 ? 1 : 0;
  return `${times.toFixed(digits)}x ${ratio >= 1 ? 'faster' : 'slower'}`;
}

/** One line: browser, cores, threads, SIMD, GPU. */
export function machineText({ browser, cores, isIsolated, simd, adapter }: LabMachine): string {
  const threads = isIsolated ? 'isolated: threads share memory' : 'not isolated: one thread';
  const gpu = adapter ? `WebGPU: ${adapter}` : 'no WebGPU';
  return [browser, `${cores} ${cores === 1 ? 'core' : 'cores'}`, simd, threads, gpu].join(' · ');
}
