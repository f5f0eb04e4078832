/**
 * Constants as half-precision numbers: half the size, and the ops still compute in float32 because a DEQUANTIZE stands
 * between. Rounded to the nearest, halves to even; what is too large becomes ±65504.
 */
import { encodeFloat16, NDArray } from '#tensor';
import type { LiteGraph, LiteOp, LiteTensor } from '../lite/graph';
import { rangeOf } from './extent';
import { conversion } from './integer-graph';
import { clamp } from './rounding';

const LARGEST = 65504;

export function toFloat16(graph: LiteGraph): { graph: LiteGraph; notes: string[] } {
  const steps: LiteOp[] = [];
  const notes: string[] = [];
  const widened = new Map<LiteTensor, LiteTensor>();
  const distinct = new DistinctConstants();
  const operand = (tensor: LiteTensor | null, { sources }: LiteOp): LiteTensor | null => {
    if (!tensor?.data || tensor.dtype !== 'float32') return tensor;
    const known = widened.get(distinct.of(tensor));
    if (known) return known;
    const half = { ...tensor, dtype: 'float16', data: halved(tensor.data) } as const;
    const float = { ...tensor, name: `${tensor.name}1`, data: undefined };
    steps.push(conversion('DEQUANTIZE', half, float, sources));
    widened.set(tensor, float);
    const lost = countBeyond(tensor.data);
    if (lost > 0)
      notes.push(`${tensor.name}: ${lost} values are beyond float16 and became ±65504.`);
    return float;
  };
  const ops = graph.ops.map((op) => ({ ...op, inputs: op.inputs.map((t) => operand(t, op)) }));
  return { graph: { ...graph, ops: [...steps, ...ops] }, notes };
}

/** TensorFlow has one constant where several hold the same numbers. */
class DistinctConstants {
  readonly #known = new Map<string, LiteTensor[]>();

  /** The first tensor with this shape and these values. */
  of(tensor: LiteTensor): LiteTensor {
    const values = tensor.data!.data as Float32Array;
    const key = `${tensor.shape.join()}: ${values[0]} ${values.at(-1)}`;
    const alike = this.#known.get(key) ?? [];
    const equal = alike.find((other) =>
      (other.data!.data as Float32Array).every((value, i) => Object.is(value, values[i])),
    );
    if (!equal) this.#known.set(key, [...alike, tensor]);
    return equal ?? tensor;
  }
}

function halved(array: NDArray): NDArray {
  const values = array.data as Float32Array;
  const bits = new Uint16Array(values.length);
  for (let i = 0; i < bits.length; i++) {
    bits[i] = encodeFloat16(clamp(values[i]!, -LARGEST, LARGEST));
  }
  return new NDArray(bits, array.shape, 'float16');
}

function countBeyond(array: NDArray): number {
  const { min, max } = rangeOf(array);
  if (min >= -LARGEST && max <= LARGEST) return 0;
  return (array.data as Float32Array).filter((value) => Math.abs(value) > LARGEST).length;
}
