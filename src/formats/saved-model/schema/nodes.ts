/** What nodes say as text: which tensors go into them, and which function they call. */
import type { NodeDef } from './saved_model_pb';

/** An output of a node, or an argument of a function. */
export interface TensorName {
  readonly node: string;
  /** Name of the output argument, which functions use; undefined counts outputs from the first. */
  readonly output: string | undefined;
  readonly index: number;
}

/** `x`, `x:1` as graphs write it, `x:product:0` as functions do. */
export function parseTensorName(text: string): TensorName {
  const [node = '', second, third] = text.split(':');
  if (second === undefined) return { node, output: undefined, index: 0 };
  if (third === undefined && /^\d+$/.test(second))
    return { node, output: undefined, index: Number(second) };
  return { node, output: second, index: Number(third ?? 0) };
}

export interface NodeInputs {
  readonly inputs: readonly TensorName[];
  /** Nodes that only have to come first. */
  readonly controls: readonly string[];
}

export function inputsOf({ input }: Pick<NodeDef, 'input'>): NodeInputs {
  return {
    inputs: input.filter((text) => !text.startsWith('^')).map(parseTensorName),
    controls: input.filter((text) => text.startsWith('^')).map((text) => text.slice(1)),
  };
}

const CALLS: ReadonlySet<string> = new Set(['PartitionedCall', 'StatefulPartitionedCall']);

export function isCall({ op }: Pick<NodeDef, 'op'>): boolean {
  return CALLS.has(op);
}

/** The function that a node calls, if that is all it does. */
export function calledFunction(node: Pick<NodeDef, 'op' | 'attr'>): string | undefined {
  const value = isCall(node) ? node.attr['f']?.value : undefined;
  return value?.case === 'func' ? value.value.name : undefined;
}
