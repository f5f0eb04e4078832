/** The text of `tf.lite.experimental.Analyzer` (TensorFlow 2.21), character for character. */
import { numbers, optional, readFlatbuffer, table, tables } from '#containers/flatbuffer';
import { opName, readTflite, type SubGraph, type Tensor, type TfliteModel } from '#formats/tflite';
import { formatFixed, formatGeneral } from '../../../python/numbers';

const RULE = '---------------------------------------------------------------';
/** Values of a constant that are shown. */
const SHOWN = 5;
const LINE_FEED = 10;

/** Whether the file has the shape of a tensor, by subgraph: a scalar's may be left out, which a model does not tell. */
const shapesTable = table<{ readonly subgraphs: readonly GraphShapes[] }>('Model', {
  subgraphs: tables(
    2,
    table<GraphShapes>('SubGraph', {
      tensors: tables(0, table('Tensor', { shape: optional(numbers(0, 'int32')) })),
    }),
  ),
});

interface GraphShapes {
  readonly tensors: readonly { readonly shape: readonly number[] | undefined }[];
}

/**
 * @param file for messages
 * @returns ends with a line break
 * @throws ValueError for bytes that are no model
 */
export function analysisOf(bytes: Uint8Array, file?: string): string {
  const model = readTflite(bytes, file);
  const { subgraphs } = readFlatbuffer(shapesTable, bytes, { file: file ?? 'model.tflite' });
  return [
    ...header(model),
    ...model.subgraphs.flatMap((graph, index) =>
      describeSubgraph(model, graph, index, subgraphs[index]!),
    ),
    ...describeSignatures(model),
    ...describeSizes(model, bytes.length),
    '* Buffers of TFLite model are mostly used for constant tensors.',
    '  And zero value buffers are buffers filled with zeros.',
    '  Non-data buffers area are used to store operators, subgraphs and etc.',
    '  You can find more details from https://github.com/tensorflow/tensorflow/blob/master/tensorflow/lite/schema/schema.fbs',
    '',
  ].join('\n');
}

/** Ends in a way that lets what follows stand where TensorFlow has it. */
function header(model: TfliteModel): string[] {
  const lines = [
    `Your TFLite model has '${model.subgraphs.length}' subgraph(s). In the subgraph description below,`,
  ];
  const first = model.subgraphs[0]?.operators[0];
  if (!first) return [...lines, 'T# represents the Tensor numbers. '];
  const list = (indices: readonly number[]) =>
    indices.map((index) => `tensor #${index}`).join(' and ');
  return [
    ...lines,
    `T# represents the Tensor numbers. For example, in Subgraph#0, the ${opName(model, first)} op takes`,
    `${list(first.inputs)} as input and produces ${list(first.outputs)} as output.`,
    '',
  ];
}

function describeSubgraph(
  model: TfliteModel,
  graph: SubGraph,
  index: number,
  stored: GraphShapes,
): string[] {
  const label = (tensor: number) =>
    index === 0 || tensor < 0 ? `T#${tensor}` : `T#${index}_${tensor}`;
  const list = (tensors: readonly number[]) => tensors.map(label).join(', ');
  const argument = (tensor: number) => label(tensor) + wholeNumbers(model, graph.tensors[tensor]);
  const name = graph.name ? ` ${graph.name}` : '';
  return [
    `Subgraph#${index}${name}(${list(graph.inputs)}) -> [${list(graph.outputs)}]`,
    ...graph.operators.map(
      (operator, at) =>
        `  Op#${at} ${opName(model, operator)}(${operator.inputs.map(argument).join(', ')}) -> [${list(operator.outputs)}]`,
    ),
    '',
    `Tensors of Subgraph#${index}`,
    ...graph.tensors.map((tensor, at) => {
      const shape = showShape(tensor, stored.tensors[at]!.shape !== undefined);
      return `  ${label(at)}(${tensor.name}) ${shape}, type:${tensor.type}${showConstant(model, tensor)}`;
    }),
    '',
  ];
}

/** Values of an int32 constant in the list of an op's arguments. */
function wholeNumbers(model: TfliteModel, tensor: Tensor | undefined): string {
  if (tensor?.type !== 'INT32') return '';
  const { data } = model.buffers[tensor.buffer]!;
  return data.length > 0 ? showData(tensor, data) : '';
}

function showConstant(model: TfliteModel, tensor: Tensor): string {
  const { data } = model.buffers[tensor.buffer]!;
  if (data.length === 0) return '';
  return ` RO ${data.length} bytes, buffer: ${tensor.buffer}, data:${showData(tensor, data)}`;
}

function showShape({ shape, shapeSignature }: Tensor, hasShape: boolean): string {
  if (shapeSignature) return `shape_signature:[${shapeSignature.join(', ')}]`;
  return hasShape ? `shape:[${shape.join(', ')}]` : 'shape:n/a';
}

/** The first values; of types that the real tool does not read, a mark for each byte. */
function showData({ type }: Tensor, data: Uint8Array): string {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const width = ['FLOAT32', 'INT32', 'UINT32'].includes(type) ? 4 : 1;
  const count = Math.floor(data.length / width);
  const show = (i: number): string => {
    if (type === 'FLOAT32') return formatGeneral(view.getFloat32(4 * i, true));
    if (type === 'INT32') return String(view.getInt32(4 * i, true));
    if (type === 'UINT32') return String(view.getUint32(4 * i, true));
    return ['INT8', 'UINT8', 'STRING'].includes(type) ? printable(data[i]!) : '??';
  };
  const shown = Array.from({ length: Math.min(SHOWN, count) }, (_, i) => show(i));
  return `[${[...shown, ...(count > SHOWN ? ['...'] : [])].join(', ')}]`;
}

/** A line feed is printed as it is. */
function printable(byte: number): string {
  const isShown = (byte >= 32 && byte < 127) || byte === LINE_FEED;
  return isShown ? String.fromCharCode(byte) : '.';
}

function describeSignatures({ signatureDefs }: TfliteModel): string[] {
  if (signatureDefs.length === 0) return [RULE];
  const maps = (entries: readonly { readonly name: string; readonly tensorIndex: number }[]) =>
    entries.map(({ name, tensorIndex }) => `    '${name}' : T#${tensorIndex}`);
  const signatures = signatureDefs.flatMap((signature, index) => [
    `Signature#${index} key: '${signature.signatureKey}'`,
    `- Subgraph: Subgraph#${signature.subgraphIndex}`,
    '- Inputs: ',
    ...maps(signature.inputs),
    '- Outputs: ',
    ...maps(signature.outputs),
    '',
  ]);
  return [
    RULE,
    `Your TFLite model has '${signatureDefs.length}' signature_def(s).`,
    '',
    ...signatures,
    RULE,
  ];
}

function describeSizes(model: TfliteModel, size: number): string[] {
  const lengths = model.buffers.map(({ data }) => data.length);
  const data = sum(lengths);
  const zeros = sum(model.buffers.map(({ data }) => (data.some((byte) => byte) ? 0 : data.length)));
  const bytes = (count: number) => `${String(count).padStart(10)} bytes`;
  const share = (count: number) => `${bytes(count)} (${formatFixed((100 * count) / size, 2).padStart(5, '0')} %)`; // prettier-ignore
  const ofGraph = ({ tensors }: SubGraph) => sum(tensors.map(({ buffer }) => lengths[buffer]!));
  const graphs = model.subgraphs.map(
    (graph, index) => `          - Subgraph#${String(index).padEnd(3)}: ${share(ofGraph(graph))}`,
  );
  return [
    `              Model size: ${bytes(size)}`,
    `    Non-data buffer size: ${share(size - data)}`,
    `  Total data buffer size: ${share(data)}`,
    ...(graphs.length > 1 ? graphs : []),
    `    (Zero value buffers): ${share(zeros)}`,
    '',
  ];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
