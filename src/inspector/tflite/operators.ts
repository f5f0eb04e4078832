/** The operators of a file: kinds with their versions, and each one in the order in which they run. */
import {
  BUILTIN_OPERATORS,
  opCodeName,
  opName,
  runtimeCeiling,
  type BuiltinOptions,
  type SubGraph,
  type TfliteModel,
  type WebRuntime,
} from '#formats/tflite';
import { table, type Draft } from '../blocks';
import { typeAndShape } from './text';

/** Tensors of one operator that are listed. */
const FEW = 12;

export function operatorBlocks(model: TfliteModel): Draft[] {
  return [
    codeTable(model),
    ...model.subgraphs.map((graph, index) => {
      const several = model.subgraphs.length > 1;
      return orderTable(model, graph, several ? `Subgraph ${index}, in order` : 'In order');
    }),
  ];
}

function codeTable(model: TfliteModel): Draft {
  const uses = new Map<number, number>();
  for (const { opcodeIndex } of model.subgraphs.flatMap(({ operators }) => operators)) {
    uses.set(opcodeIndex, (uses.get(opcodeIndex) ?? 0) + 1);
  }
  return table({
    title: 'Kinds',
    intro:
      'A version is the least that a runtime must have to run the operator as it is used here. ' +
      'Beside it are the highest versions that the web’s runtimes load.',
    columns: [
      { title: 'Operator', as: 'code' },
      { title: 'Version', as: 'count' },
      { title: 'Uses', as: 'count' },
      { title: 'tfjs-tflite', as: 'text' },
      { title: 'LiteRT.js', as: 'text' },
    ],
    rows: model.operatorCodes.map((code, index) => [
      opCodeName(code),
      code.version,
      uses.get(index) ?? 0,
      ceilingText('tflite', code.builtinCode),
      ceilingText('litert', code.builtinCode),
    ]),
  });
}

function ceilingText(runtime: WebRuntime, code: number): string {
  const ceiling = runtimeCeiling(runtime, BUILTIN_OPERATORS[code]!);
  return ceiling === undefined ? 'not known' : `up to ${ceiling}`;
}

function orderTable(model: TfliteModel, graph: SubGraph, title: string): Draft {
  return table({
    title,
    columns: [
      { title: 'Step', as: 'count' },
      { title: 'Operator', as: 'code' },
      { title: 'Fused', as: 'code' },
      { title: 'Takes tensors', as: 'code' },
      { title: 'Gives', as: 'code' },
      { title: 'Type and shape', as: 'code' },
    ],
    rows: graph.operators.map((operator, index) => [
      index,
      opName(model, operator),
      fusedActivation(operator.builtinOptions) ?? '',
      listed(
        operator.inputs.filter((input) => input >= 0),
        String,
      ),
      listed(operator.outputs, String),
      listed(operator.outputs, (output) => typeAndShape(graph.tensors[output]!)),
    ]),
  });
}

function listed(indices: readonly number[], text: (index: number) => string): string {
  const shown = indices.slice(0, FEW).map(text);
  const rest = indices.length - shown.length;
  return [...shown, ...(rest > 0 ? [`${rest} more`] : [])].join(', ');
}

/** The activation that the operator applies to its result; undefined for none. */
export function fusedActivation(options: BuiltinOptions | undefined): string | undefined {
  if (!options || !('fusedActivationFunction' in options)) return undefined;
  const { fusedActivationFunction } = options;
  return fusedActivationFunction === 'NONE' ? undefined : fusedActivationFunction;
}
