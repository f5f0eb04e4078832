/** What the first part of a `.tflite` file's view says. */
import {
  codesAboveCeiling,
  conversionMetadataOf,
  metadataOf,
  MIN_RUNTIME_VERSION,
  opCodeName,
  type ConversionMode,
  type ConversionMetadata,
  type SignatureDef,
  type TfliteModel,
  type WebRuntime,
} from '#formats/tflite';
import { PythonError } from '#errors';
import type { Fact, TableRow } from '#protocol';
import { bar, facts, table, type Draft } from '../blocks';
import { count, counted } from '../text';
import { isConstant } from './roles';
import { sizeParts } from './sizes';
import { rangeText, scaleText, tensorShape, typeText, zeroPointText } from './text';

const MODES: Readonly<Record<ConversionMode, string>> = {
  PTQ_FLOAT16: 'weights as float16',
  PTQ_DYNAMIC_RANGE: 'dynamic range: weights as int8',
  PTQ_FULL_INTEGER: 'full integer: weights and activations as int8',
  PTQ_INT16: 'activations as int16, weights as int8',
  QUANTIZATION_AWARE_TRAINING: 'trained for it',
  RANDOM_SPARSITY: 'pruned',
  BLOCK_SPARSITY: 'pruned in blocks',
  STRUCTURED_SPARSITY: 'pruned in patterns',
};

const ORIGINS: Readonly<Partial<Record<ConversionMetadata['modelType'], string>>> = {
  TF_SAVED_MODEL: 'a SavedModel',
  KERAS_MODEL: 'a Keras model',
  TF_CONCRETE_FUNCTIONS: 'functions',
  JAX: 'JAX',
  PYTORCH: 'PyTorch',
};

export function overviewBlocks(model: TfliteModel, size: number): Draft[] {
  return [
    facts('', overviewFacts(model)),
    bar('Where the bytes are', sizeParts(model, size)),
    ...model.signatureDefs.map((signature) => signatureTable(model, signature)),
    ...(model.signatureDefs.length === 0 ? [endsTable(model)] : []),
  ];
}

export function summaryOf(model: TfliteModel): string {
  const [graph] = model.subgraphs;
  const types = new Set(graph!.inputs.map((index) => typeText(graph!.tensors[index]!.type)));
  const kind = [...types].join(' and ') || 'no';
  return `A model for small devices: ${counted(graph!.operators.length, 'operator')} in the order in which they run, for ${kind} inputs.`;
}

function overviewFacts(model: TfliteModel): Fact[] {
  const tensors = model.subgraphs.flatMap((graph) => graph.tensors);
  const operators = model.subgraphs.reduce((sum, graph) => sum + graph.operators.length, 0);
  const constants = model.subgraphs.reduce(
    (sum, graph) =>
      sum + [...graph.tensors.keys()].filter((i) => isConstant(model, graph, i)).length,
    0,
  );
  return [
    ...conversionFacts(model),
    { label: 'Operators', value: operators, as: 'count' },
    {
      label: 'Tensors',
      value: tensors.length,
      as: 'count',
      beside: `${count(constants)} of them constants`,
    },
    ...(model.subgraphs.length > 1
      ? [{ label: 'Subgraphs', value: model.subgraphs.length, as: 'count' } as const]
      : []),
    ...releaseFacts(model),
    runtimeFact(model, 'tfjs-tflite', 'tflite'),
    runtimeFact(model, 'LiteRT.js', 'litert'),
  ];
}

function conversionFacts(model: TfliteModel): Fact[] {
  const made = tryMetadata(model);
  if (!made) return [];
  const from = ORIGINS[made.modelType];
  const modes = made.modes.map((mode) => MODES[mode]);
  return [
    {
      label: 'Converted by',
      value: `TensorFlow ${made.tensorflowVersion || 'unknown'}`,
      as: 'text',
      ...(from !== undefined && { beside: `from ${from}` }),
    },
    { label: 'Quantization', value: modes.join('; ') || 'none', as: 'text' },
  ];
}

function tryMetadata(model: TfliteModel): ConversionMetadata | undefined {
  try {
    return conversionMetadataOf(model);
  } catch (error) {
    if (error instanceof PythonError) return undefined;
    throw error;
  }
}

function releaseFacts(model: TfliteModel): Fact[] {
  const bytes = metadataOf(model, MIN_RUNTIME_VERSION);
  const text = bytes && new TextDecoder().decode(bytes).replace(/\0.*$/s, '');
  if (!text || !/^[\d.]+$/.test(text)) return [];
  return [{ label: 'Runs with', value: `TensorFlow ${text} or later`, as: 'text' }];
}

/** Whether a web runtime knows the versions of all ops; what else it may refuse shows when it loads the file. */
function runtimeFact(model: TfliteModel, label: string, runtime: WebRuntime): Fact {
  const above = codesAboveCeiling(model, runtime);
  const refused = above.map((code) => `${opCodeName(code)} version ${code.version}`).join(', ');
  const value = refused === '' ? 'knows all op versions' : `refuses ${refused}`;
  return { label, value, as: 'text' };
}

const COLUMNS = [
  { title: '', as: 'text' },
  { title: 'Name', as: 'code' },
  { title: 'Type', as: 'code' },
  { title: 'Shape', as: 'code' },
  { title: 'Scale', as: 'code' },
  { title: 'Zero point', as: 'code' },
  { title: 'Range', as: 'code' },
  { title: 'Tensor', as: 'count' },
] as const;

function signatureTable(model: TfliteModel, signature: SignatureDef): Draft {
  const { subgraphIndex, inputs, outputs, signatureKey } = signature;
  const row = (side: string, name: string, index: number) =>
    endRow(model, subgraphIndex, side, name, index);
  return table({
    title: `Signature ${signatureKey}`,
    intro: 'A real number is scale · (code − zero point), where there is a scale.',
    columns: COLUMNS,
    rows: [
      ...inputs.map(({ name, tensorIndex }) => row('Input', name, tensorIndex)),
      ...outputs.map(({ name, tensorIndex }) => row('Output', name, tensorIndex)),
    ],
  });
}

function endsTable(model: TfliteModel): Draft {
  const { tensors, inputs, outputs } = model.subgraphs[0]!;
  const row = (side: string) => (index: number) =>
    endRow(model, 0, side, tensors[index]!.name, index);
  return table({
    title: 'Inputs and outputs',
    intro: 'The file has no signature: inputs and outputs are known by their places.',
    columns: COLUMNS,
    rows: [...inputs.map(row('Input')), ...outputs.map(row('Output'))],
  });
}

function endRow(
  model: TfliteModel,
  subgraph: number,
  side: string,
  name: string,
  index: number,
): TableRow {
  const tensor = model.subgraphs[subgraph]!.tensors[index]!;
  return [
    side,
    name,
    typeText(tensor.type),
    tensorShape(tensor),
    scaleText(tensor),
    zeroPointText(tensor),
    rangeText(tensor),
    index,
  ];
}
