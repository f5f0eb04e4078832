/** Builds a graph from the nodes that are met, with variables and tables resolved. */
import { ValueError } from '#errors';
import { OPS, type GraphBuilder, type GraphVariable, type SymbolicTensor } from '#graph';
import { NDArray } from '#tensor';
import { ComputedConstants } from './computed-constants';
import type { Call, Host, Program } from './evaluator';
import { expandNode, isExpanded } from './expand';
import { lowerNode } from './lower';
import { lookUp } from './table-lookup';
import type { TableEntries } from './table-source';
import type { UnsupportedOps } from './unsupported';
import {
  UNAVAILABLE,
  type ArrayValue,
  type NodeResult,
  type TableHandle,
  type TensorValue,
  type Unavailable,
  type Value,
  type VariableHandle,
} from './value';

/** What the artifact has for handles. */
export interface Resources {
  /** @throws an error that names the variable and the file */
  variable(handle: VariableHandle): GraphVariable;
  /** @throws an error that names `place`, where the entries are not known or not numbers */
  table(handle: TableHandle, place: string): TableEntries;
}

export class BuildingHost implements Host {
  readonly builder: GraphBuilder;
  readonly #program: Program;
  readonly #resources: Resources;
  readonly #unsupported: UnsupportedOps;
  readonly #constants = new Map<ArrayValue, SymbolicTensor>();
  readonly #computed = new ComputedConstants();

  constructor(
    builder: GraphBuilder,
    program: Program,
    resources: Resources,
    unsupported: UnsupportedOps,
  ) {
    this.builder = builder;
    this.#program = program;
    this.#resources = resources;
    this.#unsupported = unsupported;
  }

  compute(call: Call): NodeResult {
    const { op } = call.node;
    if (op === 'Placeholder') return notFed(call);
    if (op.startsWith('LookupTableFind')) return this.#lookUp(call);
    if (op.startsWith('LookupTableSize')) return this.#tableSize(call);
    const expands = isExpanded(op);
    if (!expands && !OPS.has(op)) return this.#refuse(op, call);
    const inputs = call.inputs.map((value) => this.#input(value, call));
    if (!inputs.every((value) => value.kind === 'tensor')) return UNAVAILABLE;
    const tensors = inputs.map((value) => value.tensor);
    const outputs = expands
      ? expandNode(this.builder, call, tensors)
      : lowerNode(this.builder, call, tensors, this.#program.constants);
    this.#computed.add(tensors, outputs, call.place);
    return outputs.map((tensor) => ({ kind: 'tensor', tensor }));
  }

  readVariable(handle: VariableHandle): Value {
    const variable = this.#resources.variable(handle);
    return { kind: 'tensor', tensor: this.builder.readVariable(variable) };
  }

  /** The value as a tensor of the graph; undefined for handles, strings and what is not supported. */
  tensor(value: Value): SymbolicTensor | undefined {
    if (value.kind === 'tensor') return value.tensor;
    if (value.kind !== 'array') return undefined;
    const known = this.#constants.get(value);
    if (known) return known;
    const tensor = this.builder.constant(value.array, undefined, value.name);
    this.#constants.set(value, tensor);
    return tensor;
  }

  #input(value: Value, call: Call): TensorValue | Unavailable {
    const tensor = this.tensor(value);
    if (tensor) return { kind: 'tensor', tensor };
    const kind = KINDS[value.kind];
    if (kind) this.#refuse(`${call.node.op} of ${kind}`, call);
    return UNAVAILABLE;
  }

  #refuse(what: string, call: Call): Unavailable {
    this.#unsupported.add(what, call.node.name, call.frame.body.functionName);
    return UNAVAILABLE;
  }

  #lookUp(call: Call): NodeResult {
    const [table, keys, fallback] = call.inputs;
    if (table?.kind !== 'table' || !keys) return this.#refuse(call.node.op, call);
    const entries = this.#resources.table(table, call.place);
    const x = this.tensor(keys);
    if (!x) return UNAVAILABLE;
    if (fallback?.kind !== 'array')
      return this.#refuse(`${call.node.op} with a default that is computed`, call);
    const name = `${call.frame.scope}${call.node.name}`;
    const tensor = this.builder.scope(name, () =>
      lookUp(this.builder, x, entries, fallback.array, call.place),
    );
    return [{ kind: 'tensor', tensor }];
  }

  #tableSize(call: Call): NodeResult {
    const [table] = call.inputs;
    if (table?.kind !== 'table') return this.#refuse(call.node.op, call);
    const entries = this.#resources.table(table, call.place);
    const array = new NDArray(BigInt64Array.of(BigInt(entries.keys.size)), [], 'int64');
    return [{ kind: 'array', array, name: `${call.frame.scope}${call.node.name}` }];
  }
}

/** Values that ops cannot compute with. */
const KINDS: Partial<Record<Value['kind'], string>> = {
  strings: 'strings',
  stored: 'a tensor of the checkpoint',
  table: 'a table',
  variable: 'a variable itself',
};

function notFed({ node, place }: Call): never {
  throw new ValueError(
    `You must feed a value for placeholder tensor '${node.name}', which is no input of the signature.`,
    { place, hint: 'The signature does not name all tensors that its outputs need.' },
  );
}
