/** For tests: a quantized graph of ours beside TensorFlow's for the same float graph and the same ranges. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { readTflite } from '#formats/tflite';
import type { NDArray } from '#tensor';
import type { LiteGraph, LiteOp, LiteTensor, Quantization } from '../lite/graph';
import type { ConversionOptions, Ranges } from '../options';
import { fixtureFile, fixtureModel, optionsWith } from '../testing';
import { liteFromModel } from '../testing-lite';

const MEETINGS = new URL('../../../tests/fixtures/tflite-quantize/', import.meta.url);

/** The fixtures' modes, as options with TensorFlow's own defaults. */
export const MODES: Readonly<Record<string, ConversionOptions>> = {
  float16: optionsWith({ mode: 'float16' }),
  dynamic: optionsWith({ mode: 'dynamic', perChannelDense: { dynamic: true, integer: true } }),
  dynamic_per_tensor: optionsWith({ mode: 'dynamic' }),
  int8: optionsWith({ mode: 'int8' }),
  int8_io: optionsWith({
    mode: 'int8',
    inferenceInputType: 'int8',
    inferenceOutputType: 'int8',
  }),
  uint8_io: optionsWith({
    mode: 'int8',
    inferenceInputType: 'uint8',
    inferenceOutputType: 'uint8',
  }),
  int8_per_tensor: optionsWith({
    mode: 'int8',
    perChannelDense: { dynamic: false, integer: false },
  }),
  int16x8: optionsWith({ mode: 'int16x8' }),
};

/** Models that TensorFlow writes in this mode and that are refused here, since they hold ops without integer kernels. */
export const REFUSED: Readonly<Record<string, readonly string[]>> = {
  float_only: ['int8', 'int8_io', 'uint8_io', 'int8_per_tensor'],
  reshapes: ['int16x8'],
  upsampled: ['int16x8'],
};

/** What differs on purpose, beside the ranges of overwritten inputs. */
export const DIFFERENT: Readonly<Record<string, RegExp>> = {
  // The dead layer's scale is raised; what follows from that are the next layer's units.
  'dead_layer int8': /FULLY_CONNECTED (inputs|outputs)/,
  'dead_layer int8_io': /FULLY_CONNECTED (inputs|outputs)/,
  'dead_layer uint8_io': /FULLY_CONNECTED (inputs|outputs)/,
  'dead_layer int8_per_tensor': /FULLY_CONNECTED (inputs|outputs)/,
  'dead_layer int16x8': /FULLY_CONNECTED (inputs|outputs)/,
  // TensorFlow gives two layers that share an all-zero bias the units of one of them.
  'depthwise int16x8': /3 DEPTHWISE_CONV_2D inputs 2 \(arith.constant\)/,
};

/** Models that TensorFlow refuses to write in this mode. */
const UNWRITTEN: Readonly<Record<string, readonly string[]>> = {
  activations: ['int16x8'],
  float_only: ['int16x8'],
};

/** Whether TensorFlow wrote the model in this mode. */
export function hasFixture(name: string, mode: string): boolean {
  return !UNWRITTEN[name]?.includes(mode);
}

export function floatFixture(name: string): LiteGraph {
  return liteFromModel(fixtureModel(name, 'float32'));
}

/** Graphs of tests/fixtures/tflite-quantize, in which rules of the quantizer meet. */
export function meetingNames(): readonly string[] {
  return readdirSync(MEETINGS).sort();
}

/** What TensorFlow made of one of them; undefined for a mode that it refused. */
export function meetingGraph(name: string, mode: string): LiteGraph | undefined {
  const file = new URL(`${name}/${mode}.tflite`, MEETINGS);
  if (!existsSync(file)) return undefined;
  return liteFromModel(readTflite(new Uint8Array(readFileSync(file)), name));
}

export function meetingRanges(name: string, graph: LiteGraph): Ranges {
  return rangesOf(graph, readFileSync(new URL(`${name}/ranges.json`, MEETINGS), 'utf8'));
}

/** Measured by the real interpreter, by tensor name. */
export function fixtureRanges(name: string, graph: LiteGraph): Ranges {
  return rangesOf(graph, new TextDecoder().decode(fixtureFile(name, 'ranges.json')));
}

function rangesOf(graph: LiteGraph, text: string): Ranges {
  const ranges = JSON.parse(text) as Record<string, [number, number]>;
  const tensors = [
    ...graph.inputs.map((end) => end.tensor),
    ...graph.ops.flatMap((op) => op.outputs),
  ];
  return new Map(
    tensors.flatMap((tensor) => {
      const range = ranges[tensor.name];
      return range ? [[tensor, { min: range[0], max: range[1] }] as const] : [];
    }),
  );
}

/**
 * The ranges as TensorFlow's calibration takes them: it looks at an op's inputs once more after it ran, and then finds
 * the result in the memory of an input that the op overwrote.
 */
export function withInPlaceDefect(graph: LiteGraph, ranges: Ranges): Ranges {
  const widened = new Map(ranges);
  const isFed = new Set(graph.inputs.map(({ tensor }) => tensor));
  for (const op of graph.ops) {
    const overwritten =
      IN_PLACE.has(op.code) && op.inputs.find((tensor) => isOverwritten(tensor, op));
    if (!overwritten || isFed.has(overwritten)) continue;
    const [a, b] = [ranges.get(overwritten)!, ranges.get(op.outputs[0]!)!];
    widened.set(overwritten, { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) });
  }
  function isOverwritten(tensor: LiteTensor | null, op: LiteOp): boolean {
    if (!tensor || tensor.data || tensor.shape.join() !== op.outputs[0]!.shape.join()) return false;
    return graph.ops.filter(({ inputs }) => inputs.includes(tensor)).length === 1;
  }
  return widened;
}

const IN_PLACE: ReadonlySet<string> = new Set(['ADD', 'SUB', 'MUL']);

/** How our quantization of a float graph differs from TensorFlow's, one line each. */
export function graphDifferences(ours: LiteGraph, theirs: LiteGraph): string[] {
  const [found, wanted] = [ours, theirs].map((g) => g.ops.map(({ code }) => code).join(' '));
  if (found !== wanted) return [`ops: ${found}\n  instead of ${wanted}`];
  const lines: string[] = [];
  const [mine, other] = [halfConstants(ours), halfConstants(theirs)];
  ours.ops.forEach((op, i) => {
    if (mine.has(op.outputs[0]!)) return;
    compareOps(unhalved(op, mine), unhalved(theirs.ops[i]!, other), `${i} ${op.code}`, lines);
  });
  for (const end of ['inputs', 'outputs'] as const) {
    ours[end].forEach(({ key, tensor }, i) => {
      if (key !== theirs[end][i]!.key)
        lines.push(`${end} ${i}: ${key} instead of ${theirs[end][i]!.key}`);
      compareTensors(tensor, theirs[end][i]!.tensor, `${end} ${i}`, lines);
    });
  }
  return lines;
}

/** float16 constants by what DEQUANTIZE makes of them, whose order among themselves does not matter. */
function halfConstants(graph: LiteGraph): ReadonlyMap<LiteTensor, LiteTensor> {
  const widened = graph.ops.filter(
    ({ code, inputs }) => code === 'DEQUANTIZE' && inputs[0]?.dtype === 'float16',
  );
  return new Map(widened.map(({ inputs, outputs }) => [outputs[0]!, inputs[0]!]));
}

function unhalved(op: LiteOp, constants: ReadonlyMap<LiteTensor, LiteTensor>): LiteOp {
  return { ...op, inputs: op.inputs.map((tensor) => tensor && (constants.get(tensor) ?? tensor)) };
}

function compareOps(ours: LiteOp, theirs: LiteOp, place: string, lines: string[]): void {
  const [a, b] = [ours, theirs].map(({ options }) =>
    JSON.stringify({ ...options, type: undefined, quantizedBiasType: undefined }),
  );
  if (a !== b) lines.push(`${place}: options ${a} instead of ${b}`);
  for (const side of ['inputs', 'outputs'] as const) {
    ours[side].forEach((tensor, i) => {
      const other = theirs[side][i];
      if (tensor && other) compareTensors(tensor, other, `${place} ${side} ${i}`, lines);
      else if (Boolean(tensor) !== Boolean(other)) lines.push(`${place} ${side} ${i}: left out`);
    });
  }
}

function compareTensors(
  ours: LiteTensor,
  theirs: LiteTensor,
  place: string,
  lines: string[],
): void {
  const about = `${place} (${theirs.name})`;
  if (ours.dtype !== theirs.dtype) lines.push(`${about}: ${ours.dtype} instead of ${theirs.dtype}`);
  compareQuantization(ours, theirs, about, lines);
  const wrong = differentElements(ours.data, theirs.data);
  if (wrong) lines.push(`${about}: ${wrong}`);
}

function compareQuantization(
  ours: LiteTensor,
  theirs: LiteTensor,
  about: string,
  lines: string[],
): void {
  const [a, b] = [ours.quantization, theirs.quantization];
  if (!a || !b) {
    if (a || b) lines.push(`${about}: ${a ? 'quantized' : 'not quantized'}`);
    return;
  }
  const tolerance = ours.data ? 1e-7 : 1e-6;
  const isClose = a.scale.every((scale, c) => Math.abs(scale / b.scale[c]! - 1) <= tolerance);
  if (a.scale.length !== b.scale.length || !isClose)
    lines.push(`${about}: ${text(a)} instead of ${text(b)}`);
  else if (a.zeroPoint.join() !== b.zeroPoint.join())
    lines.push(`${about}: ${text(a)} instead of ${text(b)}`);
  else if (a.scale.length > 1 && a.dimension !== b.dimension) lines.push(`${about}: dimension`);
  if (JSON.stringify([a.min, a.max]) !== JSON.stringify([b.min, b.max])) {
    lines.push(
      `${about}: range ${String(a.min)} ${String(a.max)} instead of ${String(b.min)} ${String(b.max)}`,
    );
  }
}

function text({ scale, zeroPoint }: Quantization): string {
  return `${scale.slice(0, 3).join()} ${zeroPoint.slice(0, 3).join()}`;
}

function differentElements(ours: NDArray | undefined, theirs: NDArray | undefined): string {
  if (!ours || !theirs) return ours || theirs ? 'constant on one side only' : '';
  if (ours.size !== theirs.size) return `${ours.size} elements instead of ${theirs.size}`;
  const wrong = Array.from(ours.data as ArrayLike<number | bigint>).flatMap((value, i) =>
    value === theirs.data[i] ? [] : [`[${i}] ${value} instead of ${theirs.data[i]}`],
  );
  return wrong.length === 0
    ? ''
    : `${wrong.length} of ${ours.size} elements: ${wrong.slice(0, 3).join(', ')}`;
}
