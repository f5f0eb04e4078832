/** Tensors and their quantization in a few words. */
import {
  codeRange,
  constantOf,
  type QuantizationParameters,
  type Tensor,
  type TensorType,
  type TfliteModel,
} from '#formats/tflite';
import { shapeText, shorten } from '../text';

/** Values of a constant that are shown in a line. */
const FEW = 8;

/** `int8 (1, 28, 28)`. */
export function typeAndShape(tensor: Tensor): string {
  return `${typeText(tensor.type)} ${tensorShape(tensor)}`;
}

export function typeText(type: TensorType): string {
  return type.toLowerCase();
}

/** As in Python, with None for dimensions that may vary. */
export function tensorShape({ shape, shapeSignature }: Tensor): string {
  const open = shapeSignature?.length === shape.length ? shapeSignature : shape;
  return shapeText(open.map((dim) => (dim < 0 ? null : dim)));
}

export function isQuantized({ quantization }: Tensor): boolean {
  return (quantization?.scale.length ?? 0) > 0;
}

/** `0.0039`; `32 from 0.0021 to 0.013 (dim 0)` for one scale an index of a dimension. */
export function scaleText({ quantization }: Tensor): string {
  const scales = quantization?.scale ?? [];
  if (scales.length < 2) return scales.map(short).join('');
  const [low, high] = extent(scales);
  const { quantizedDimension } = quantization!;
  return `${scales.length} from ${short(low)} to ${short(high)} (dim ${quantizedDimension})`;
}

export function zeroPointText({ quantization }: Tensor): string {
  const points = isNone(quantization) ? [] : quantization.zeroPoint;
  const [low, high] = extent(points);
  if (points.length === 0) return '';
  return low === high ? String(low) : `${low} to ${high}`;
}

/** The real numbers that codes of 16 bits or fewer stand for: `-1 to 0.9922`; the widest of several channels. */
export function rangeText({ type, quantization }: Tensor): string {
  const codes = codeRange(type);
  if (!codes || isNone(quantization)) return '';
  const { scale, zeroPoint } = quantization;
  const ends = scale.flatMap((each, i) => codes.map((code) => each * (code - (zeroPoint[i] ?? 0))));
  const [low, high] = extent(ends);
  return `${short(low)} to ${short(high)}`;
}

function isNone(quantization: QuantizationParameters | undefined): quantization is undefined {
  return (quantization?.scale.length ?? 0) === 0;
}

function extent(values: readonly number[]): [number, number] {
  return values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  );
}

/** Four digits are enough to look at. */
export function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** A constant's values if they are few whole numbers (a shape, axes), else its type and shape. */
export function constantText(model: TfliteModel, tensor: Tensor): string {
  const size = tensor.shape.reduce((product, dim) => product * dim, 1);
  const isIndex = tensor.type === 'INT32' || tensor.type === 'INT64';
  if (!isIndex || size > FEW || isQuantized(tensor)) return typeAndShape(tensor);
  const values = constantOf(model, tensor)?.data;
  return values ? `[${Array.from(values, String).join(', ')}]` : typeAndShape(tensor);
}

/** A name that the converter has joined from those of several nodes with `;`, up to the second. */
export function firstName(name: string): string {
  const end = name.indexOf(';');
  return shorten(end < 0 ? name : `${name.slice(0, end)};…`, 60);
}

/** The last two steps of a name, which are layer and op; of a name joined from several, those of the first. */
export function shortName(name: string): string {
  const [first] = name.split(';', 1);
  return shorten(first!.split('/').slice(-2).join('/'), 60);
}
