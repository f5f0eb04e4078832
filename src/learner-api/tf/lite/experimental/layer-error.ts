/** What quantization did to one tensor, summed up over samples. */
import { codeRange, typeOf, type QuantizationParameters } from '#formats/tflite';
import { readerOf, type NDArray } from '#tensor';

/** Metrics of a layer, by TensorFlow's names. */
type LayerMetrics = Readonly<Record<string, number>>;

/** Values that are kept to be played with; more where each of many channels is to have some. */
const MOST_VALUES = 4096;
const MOST_VALUES_OF_CHANNELS = 16_384;

/** The real values behind codes. scale · (code − zeroPoint), rounded to float32. */
export function dequantize(
  codes: NDArray,
  { scale, zeroPoint, quantizedDimension }: QuantizationParameters,
): Float32Array<ArrayBuffer> {
  const read = readerOf(codes);
  const channelOf = channelsOf(codes.shape, scale.length, quantizedDimension);
  return Float32Array.from({ length: codes.size }, (_, i) => {
    const channel = channelOf(i);
    return scale[channel]! * (read(i) - zeroPoint[channel]!);
  });
}

/** The channel of each element of an array in row-major order; 0 where there is one scale for all. */
export function channelsOf(
  shape: readonly number[],
  count: number,
  dimension: number,
): (index: number) => number {
  if (count === 1) return () => 0;
  const inner = shape.slice(dimension + 1).reduce((x, y) => x * y, 1);
  return (index) => Math.floor(index / inner) % count;
}

/** TensorFlow's metrics of one sample's differences. */
function metricsOf(differences: Float32Array): LayerMetrics {
  const count = differences.length;
  let [sum, squares, most] = [0, 0, 0];
  for (const difference of differences) {
    sum += difference;
    squares += difference * difference;
    most = Math.max(most, Math.abs(difference));
  }
  const mean = sum / count;
  const spread = differences.reduce((total, difference) => total + (difference - mean) ** 2, 0);
  return {
    num_elements: count,
    stddev: Math.sqrt(spread / count),
    mean_error: mean,
    max_abs_error: most,
    mean_squared_error: squares / count,
  };
}

/** Differences of one tensor over all samples. */
export class LayerError {
  readonly #metrics: Record<string, number[]> = {};
  readonly #values: EvenChoice;
  #signal = 0;
  #noise = 0;
  min = Infinity;
  max = -Infinity;
  maxError = 0;

  /** @param channels how many scales the tensor has */
  constructor(channels = 1) {
    this.#values = new EvenChoice(channels > 1 ? MOST_VALUES_OF_CHANNELS : MOST_VALUES);
  }

  /** @param real what the float model has there @param quantized what the codes stand for */
  add(real: NDArray, quantized: Float32Array): void {
    const read = readerOf(real);
    const differences = quantized.map((value, i) => value - read(i));
    for (const [name, value] of Object.entries(metricsOf(differences))) {
      (this.#metrics[name] ??= []).push(value);
    }
    for (let i = 0; i < differences.length; i++) this.#addValue(read(i), differences[i]!);
  }

  #addValue(value: number, error: number): void {
    this.#values.add(value);
    this.#signal += value * value;
    this.#noise += error * error;
    this.min = Math.min(this.min, value);
    this.max = Math.max(this.max, value);
    this.maxError = Math.max(this.maxError, Math.abs(error));
  }

  /** Means over the samples, leaving out what is not a number. */
  get metrics(): Record<string, number> {
    const entries = Object.entries(this.#metrics).map(([name, values]): [string, number] => {
      const numbers = values.filter((value) => !Number.isNaN(value));
      return [name, numbers.reduce((x, y) => x + y, 0) / numbers.length];
    });
    return Object.fromEntries(entries);
  }

  /** dB; undefined when nothing but zeros was seen. */
  get sqnr(): number | undefined {
    return this.#signal === 0 ? undefined : 10 * Math.log10(this.#signal / this.#noise);
  }

  get values(): Float32Array<ArrayBuffer> {
    return this.#values.chosen();
  }

  /** How far apart the kept values stood: the first is always among them. */
  get stride(): number {
    return this.#values.stride;
  }
}

/** Up to so many of a stream of values, at even distances. */
class EvenChoice {
  readonly #most: number;
  #kept: number[] = [];
  stride = 1;
  #seen = 0;

  constructor(most: number) {
    this.#most = most;
  }

  add(value: number): void {
    if (this.#seen++ % this.stride !== 0) return;
    this.#kept.push(value);
    if (this.#kept.length <= this.#most) return;
    this.#kept = this.#kept.filter((_, i) => i % 2 === 0);
    this.stride *= 2;
  }

  chosen(): Float32Array<ArrayBuffer> {
    return Float32Array.from(this.#kept);
  }
}

/** Codes of a float32 array, as TensorFlow's debugger makes them for integer inputs: halves to even. */
export function quantize(
  array: NDArray,
  { scale, zeroPoint }: QuantizationParameters,
  dtype: 'int8' | 'uint8' | 'int16',
): NDArray {
  const codes = array.div(scale[0]!).add(zeroPoint[0]!).round();
  const [lowest, highest] = codeRange(typeOf(dtype))!;
  return codes.clip(lowest, highest).astype(dtype);
}
