/**
 * The functions that save and restore every variable, for loaders that know no objects: TF Serving, the C API,
 * tf.compat.v1. Both take the checkpoint's prefix and the variables, and return the prefix.
 */
import type { TensorSpec } from '#graph';
import { OBJECT_GRAPH_KEY } from '../schema';
import {
  functionDef,
  type FunctionArgument,
  type NodeInit,
  type WrittenFunction,
} from './function-def';
import { argumentName, libraryName, Names } from './names';
import { shapesAttr, stringTensor, tensorAttr, typeAttr, typesAttr } from './proto-values';
import type { VariableSlot } from './variables';

const PREFIX = 'file_prefix';
const STRING: TensorSpec = { dtype: 'string', shape: [] };
/** There are no kernels for files and strings on other devices. */
const ON_CPU = { device: '/device:CPU:0' };

/** @param objectGraph the serialised TrackableObjectGraph, which is stored as well */
export function saveFunction(
  slots: readonly VariableSlot[],
  objectGraph: Uint8Array,
  uid: number,
): WrittenFunction {
  const body = new CheckpointBody('SaveV2', slots);
  const reads = body.resources.map(({ name, variable }) => {
    const { dtype, shape } = variable!;
    const attr = { dtype: typeAttr(dtype), _output_shapes: shapesAttr([shape]) };
    return body.add({ name: 'Read/ReadVariableOp', op: 'ReadVariableOp', input: [name], attr });
  });
  const graph = body.addConst('SaveV2/object_graph', objectGraph);
  const values = [...reads.map((name) => `${name}:value:0`), graph];
  const save = body.add({
    name: 'SaveV2',
    op: 'SaveV2',
    input: [PREFIX, ...body.keys, ...values],
    attr: { dtypes: body.dtypes, _output_shapes: shapesAttr([]) },
    ...ON_CPU,
  });
  return body.finish(libraryName('_traced_save', uid), [...reads, save], false);
}

export function restoreFunction(slots: readonly VariableSlot[], uid: number): WrittenFunction {
  const body = new CheckpointBody('RestoreV2', slots);
  const restore = body.add({
    name: 'RestoreV2',
    op: 'RestoreV2',
    input: [PREFIX, ...body.keys],
    attr: { dtypes: body.dtypes },
    ...ON_CPU,
  });
  const assigns = body.resources.map(({ name, variable }, i) => {
    const attr = { dtype: typeAttr(variable!.dtype), _output_shapes: shapesAttr([]) };
    const input = [name, `${restore}:tensors:${i}`];
    return body.add({ name: 'AssignVariableOp', op: 'AssignVariableOp', input, attr });
  });
  return body.finish(libraryName('_traced_restore', uid), [restore, ...assigns], true);
}

class CheckpointBody {
  readonly resources: readonly FunctionArgument[];
  /** The inputs of the op that name the tensors and their slices. */
  readonly keys: readonly string[];
  readonly #slots: readonly VariableSlot[];
  readonly #names = new Names();
  readonly #nodes: NodeInit[] = [];

  constructor(op: string, slots: readonly VariableSlot[]) {
    this.#slots = slots;
    this.#names.claim(PREFIX);
    this.resources = slots.map(({ variable, nodeName }) => ({
      name: this.#names.claim(argumentName(nodeName), 0),
      spec: { dtype: 'resource', shape: [] },
      userName: nodeName,
      variable,
    }));
    const tensors = [...slots.map(({ checkpointKey }) => checkpointKey), OBJECT_GRAPH_KEY];
    this.keys = [
      this.addConst(`${op}/tensor_names`, tensors),
      this.addConst(
        `${op}/shape_and_slices`,
        tensors.map(() => ''),
      ),
    ];
  }

  get dtypes() {
    return typesAttr([...this.#slots.map(({ variable }) => variable.dtype), 'string']);
  }

  /** @returns the name that the node got */
  add(node: NodeInit & { readonly name: string }): string {
    const name = this.#names.claim(node.name);
    this.#nodes.push({ ...node, name });
    return name;
  }

  /** @returns the constant as other nodes name it */
  addConst(name: string, value: Uint8Array | readonly string[]): string {
    const shape = value instanceof Uint8Array ? [] : [value.length];
    const attr = {
      value: tensorAttr(stringTensor(value)),
      dtype: typeAttr('string'),
      _output_shapes: shapesAttr([shape]),
    };
    return `${this.add({ name, op: 'Const', attr, ...ON_CPU })}:output:0`;
  }

  finish(name: string, mustRun: readonly string[], assigns: boolean): WrittenFunction {
    const args = [{ name: PREFIX, spec: STRING, userName: PREFIX }, ...this.resources];
    const outputs = [{ from: PREFIX, spec: STRING }];
    const parts = { name, args, nodes: this.#nodes, outputs, mustRun, isStateful: true };
    const captures = this.#slots.map(({ variable }) => variable);
    return {
      name,
      def: functionDef(parts, this.#names),
      isStateful: true,
      inputs: [STRING],
      captures,
      assigned: new Set(assigns ? captures : []),
      outputs: [STRING],
    };
  }
}
