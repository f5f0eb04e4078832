/** The whole way from a function with its weights to a `.tflite` file. */
import { codesAboveCeiling, opCodeName, writeTflite, type TfliteModel } from '#formats/tflite';
import { emit } from './emit';
import type { LiteGraph } from './lite/graph';
import { lower } from './lower';
import type { Calibrate, ConversionOptions, ConversionSource, QuantizationMode } from './options';
import { optimise } from './passes';
import { quantize } from './quantize';

export interface Converted {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly model: TfliteModel;
  /** What the learner should know about the file: what was left in float, what TensorFlow does otherwise. */
  readonly notes: readonly string[];
}

/** The function in TFLite's ops, optimised, in float: what calibration runs and quantization starts from. */
export function floatGraph(
  source: ConversionSource,
  mode: QuantizationMode = 'float32',
): LiteGraph {
  return optimise(lower(source), mode);
}

/**
 * @param calibrate needed for the modes `int8` and `int16x8`
 * @throws ConverterError for ops that TFLite does not have; what `calibrate` throws; what quantization refuses
 */
export async function convertToTflite(
  source: ConversionSource,
  options: ConversionOptions,
  calibrate?: Calibrate,
): Promise<Converted> {
  const float = floatGraph(source, options.mode);
  const isInteger = options.mode === 'int8' || options.mode === 'int16x8';
  const ranges = isInteger ? await calibrate?.(float) : undefined;
  const { graph, notes } = quantize(float, options, ranges);
  const model = emit(graph, { source, options });
  const all = [...stateNotes(source), ...notes, ...ceilingNotes(model)];
  return { bytes: writeTflite(model), model, notes: all };
}

/** A file made here has no variables: what the function does to them is lost. */
function stateNotes({ graph }: ConversionSource): string[] {
  const changed = graph.nodes.filter(({ op }) => op === 'AssignVariableOp');
  if (changed.length === 0) return [];
  const names = new Set(changed.map(({ inputs }) => inputs[0]!.node.variable?.path ?? ''));
  return [
    `The function changes its variables when it is called (${[...names].join(', ')}); the file does not: each run starts from their values of now.`,
  ];
}

function ceilingNotes(model: TfliteModel): string[] {
  return codesAboveCeiling(model, 'tflite').map(
    (code) =>
      `${opCodeName(code)} is needed in version ${code.version}, which the TFLite WebAssembly runtime in this page does not know; the runtime "litert" and Python do.`,
  );
}
