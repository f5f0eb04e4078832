/** The way from a float graph to the asked-for mode. */
import { ValueError } from '#errors';
import type { LiteGraph, LiteTensor } from '../lite/graph';
import type { ConversionOptions, Range, Ranges } from '../options';
import { toDynamicRange } from './dynamic-range';
import { toFloat16 } from './float16';
import { integerGraph } from './integer-graph';
import { withIntegerEnds } from './integer-io';
import { floatResults, hasIntegerKernel, touchesFloats, type IntegerMode } from './op-table';
import { planInt16 } from './plan-int16';
import { planInt8 } from './propagation';
import { floatOnlyOps, refuseFloatOnlyOps } from './refusal';
import { verifyQuantized } from './verify';
import { floorScales } from './weighted';

export interface Quantized {
  readonly graph: LiteGraph;
  /** What the learner should know, one sentence each. */
  readonly notes: readonly string[];
}

/**
 * Quantizes an optimised float graph.
 * @param ranges of every float tensor that is computed or fed; needed by int8 and int16x8
 * @throws PyRuntimeError naming every op that cannot be integer, unless `allowFloat`
 * @throws ValueError when ranges are missing or not finite, or a constant holds NaN or infinity
 */
export function quantize(graph: LiteGraph, options: ConversionOptions, ranges?: Ranges): Quantized {
  switch (options.mode) {
    case 'float32':
      return { graph, notes: [] };
    case 'float16':
      return toFloat16(graph);
    case 'dynamic':
      return toDynamicRange(graph, options);
    case 'int8':
    case 'int16x8':
      return toIntegers(graph, options, options.mode, ranges ?? new Map());
    default:
      throw new ValueError(`no such mode: ${String(options.mode satisfies never)}`);
  }
}

function toIntegers(
  graph: LiteGraph,
  options: ConversionOptions,
  mode: IntegerMode,
  ranges: Ranges,
): Quantized {
  if (!options.allowFloat) refuseFloatOnlyOps(graph, mode);
  const measured = neededRanges(graph, mode, ranges);
  const plan = mode === 'int8' ? planInt8(graph, measured) : planInt16(graph, measured);
  const notes = floorScales(graph, plan, options);
  const floats = floatOnlyOps(graph, mode);
  if (floats.length > 0) {
    const names = [...new Set(floats.map(({ code }) => code))].join(', ');
    notes.push(`These ops stay in float between DEQUANTIZE and QUANTIZE: ${names}.`);
  }
  const result = withIntegerEnds(integerGraph(graph, plan, options), plan, options);
  verifyQuantized(result, options);
  return { graph: result, notes };
}

/** Of what integer ops and ends read and write, in the graph's order. */
function neededRanges(
  graph: LiteGraph,
  mode: IntegerMode,
  ranges: Ranges,
): ReadonlyMap<LiteTensor, Range> {
  const needed = new Map<LiteTensor, Range>();
  const need = (tensor: LiteTensor) => {
    const range = ranges.get(tensor);
    if (!range) throw missing(tensor);
    if (!Number.isFinite(range.min) || !Number.isFinite(range.max)) throw notFinite(tensor, range);
    needed.set(tensor, range);
  };
  const read = new Set<LiteTensor | null>(graph.outputs.map(({ tensor }) => tensor));
  for (const op of graph.ops) {
    if (touchesFloats(op) && hasIntegerKernel(op, mode)) op.inputs.forEach((t) => read.add(t));
  }
  for (const { tensor } of graph.inputs) {
    if (tensor.dtype === 'float32' && (read.has(tensor) || ranges.has(tensor))) need(tensor);
  }
  for (const op of graph.ops) {
    const isInteger = hasIntegerKernel(op, mode);
    for (const tensor of floatResults(op)) if (isInteger || read.has(tensor)) need(tensor);
  }
  return needed;
}

function missing(tensor: LiteTensor): ValueError {
  return new ValueError(`Calibration saw no values of "${tensor.name}"`, {
    place: tensor.name,
    hint: 'Set converter.representative_dataset to a generator that yields at least one sample.',
  });
}

function notFinite(tensor: LiteTensor, { min, max }: Range): ValueError {
  return new ValueError(`"${tensor.name}" took values from ${min} to ${max} while calibrating`, {
    place: tensor.name,
    hint: 'Look for NaN or infinity in the representative data and in the model’s weights.',
  });
}
