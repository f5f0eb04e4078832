/** What constants are for: the weights and biases of ops that have them, and all others. */
import { opName, type Operator, type SubGraph, type TfliteModel } from '#formats/tflite';

export type Role = 'weights' | 'bias' | 'other';

/** Places among the inputs. */
interface Places {
  readonly weights: number;
  readonly bias: number;
}

const COMMON: Places = { weights: 1, bias: 2 };
const PLACES: ReadonlyMap<string, Places> = new Map([
  ['CONV_2D', COMMON],
  ['CONV_3D', COMMON],
  ['DEPTHWISE_CONV_2D', COMMON],
  ['FULLY_CONNECTED', COMMON],
  ['TRANSPOSE_CONV', { weights: 1, bias: 3 }],
  ['PRELU', { weights: 1, bias: -1 }],
]);

/** What an op takes at this place of its inputs. */
export function roleAt(model: TfliteModel, operator: Operator, place: number): Role {
  const places = PLACES.get(opName(model, operator));
  if (place === places?.weights) return 'weights';
  return place === places?.bias ? 'bias' : 'other';
}

export function isConstant(model: TfliteModel, graph: SubGraph, tensor: number): boolean {
  return model.buffers[graph.tensors[tensor]!.buffer]!.data.length > 0;
}

/** Where a value that only hands on a constant (a float16 weight made float32) comes from: result → constant. */
export function unpackedConstants(
  model: TfliteModel,
  graph: SubGraph,
): ReadonlyMap<number, number> {
  const sources = new Map<number, number>();
  for (const operator of graph.operators) {
    const [input] = operator.inputs;
    const isUnpacking =
      opName(model, operator) === 'DEQUANTIZE' || opName(model, operator) === 'DENSIFY';
    if (!isUnpacking || input === undefined || input < 0) continue;
    const source = sources.get(input) ?? (isConstant(model, graph, input) ? input : undefined);
    const [output] = operator.outputs;
    if (source !== undefined && output !== undefined) sources.set(output, source);
  }
  return sources;
}

/** The role of every constant of a graph; one with several has the first. */
export function rolesOf(model: TfliteModel, graph: SubGraph): ReadonlyMap<number, Role> {
  const unpacked = unpackedConstants(model, graph);
  const roles = new Map<number, Role>();
  for (const operator of graph.operators) {
    operator.inputs.forEach((input, place) => {
      if (input < 0) return;
      const role = roleAt(model, operator, place);
      const constant = unpacked.get(input) ?? input;
      const known = roles.get(constant);
      if (known === undefined || known === 'other') roles.set(constant, role);
    });
  }
  return roles;
}
