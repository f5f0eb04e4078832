/** One routine's part of a graph, node by node, as operations of a plan. Knows nothing of gradients but where they end. */
import type { Graph, GraphNode, GraphVariable, TensorRef } from '#graph';
import { DTYPES, type DType, type NDArray } from '#tensor';
import { fixed, type Dims } from './dims';
import { LOWER, LowerCall, PATTERNS, type LowerHost, type Operand } from './lower';
import { NotCovered } from './not-covered';
import { OpWriter } from './op-writer';
import type { PlanTensor } from './plan';
import type { KnownNumber, ShapeProbe } from './probe';
import type { TensorTable } from './tensor-table';

/** What the routines of one plan have in common. */
export interface Sources {
  readonly graph: Graph;
  readonly table: TensorTable;
  readonly probe: ShapeProbe;
  readonly feeds: ReadonlyMap<GraphNode, PlanTensor>;
  readonly variables: ReadonlyMap<GraphVariable, PlanTensor>;
  readonly streams: ReadonlyMap<GraphNode, number>;
  /** Nodes that a trained variable has a part in. */
  readonly trained: ReadonlySet<GraphNode>;
  /** Nodes whose shapes the probe refuses. */
  readonly refused: ReadonlyMap<GraphNode, NotCovered>;
}

/** An output, or why there is none; asked for only where somebody needs it. */
type Output = PlanTensor | NotCovered | undefined;

export class Lowering implements LowerHost {
  readonly writer: OpWriter;
  readonly #sources: Sources;
  readonly #outputs = new Map<GraphNode, Output[]>();
  /** What tensors behind StopGradient are in truth. */
  readonly stops = new Map<number, PlanTensor>();

  constructor(sources: Sources) {
    this.#sources = sources;
    this.writer = new OpWriter(sources.table);
  }

  get probe(): ShapeProbe {
    return this.#sources.probe;
  }

  /** Writes what these nodes need, in the graph's order. Nothing is reported before somebody asks for an operand. */
  lower(roots: readonly GraphNode[]): void {
    for (const node of neededFor(this.#sources.graph, roots)) {
      if (!SOURCES.has(node.op)) this.#outputs.set(node, this.#lowerNode(node));
    }
  }

  operand(ref: TensorRef): Operand {
    const refused = this.#sources.refused.get(ref.node);
    if (refused) throw refused;
    const dims = this.probe.dims(ref);
    checkDType(ref);
    return { tensor: this.#tensor(ref, dims), dims };
  }

  streamOf(node: GraphNode): number {
    return this.#sources.streams.get(node)!;
  }

  isTrained({ node }: TensorRef): boolean {
    return this.#sources.trained.has(node);
  }

  stopped(tensor: PlanTensor): PlanTensor {
    const stop = this.#sources.table.add(tensor.name, tensor.count, 'computed');
    this.stops.set(stop.id, tensor);
    return stop;
  }

  #lowerNode(node: GraphNode): Output[] {
    const none = (reason: NotCovered) => node.outputs.map(() => reason);
    const refused = this.#sources.refused.get(node);
    if (refused) return none(refused);
    const isKnown = node.outputs.map((_, index) => this.probe.known({ node, index }) !== undefined);
    if (isKnown.length > 0 && isKnown.every(Boolean)) return [];
    const lower = LOWER[node.op];
    if (!lower) return none(new NotCovered(node.op));
    this.writer.name = node.name;
    try {
      const call = new LowerCall(node, this);
      const outputs = PATTERNS[node.op]?.(call) ?? lower(call);
      return 'id' in outputs ? [outputs] : [...outputs];
    } catch (error) {
      if (error instanceof NotCovered) return none(error);
      throw error;
    }
  }

  #tensor(ref: TensorRef, dims: Dims): PlanTensor {
    const { node, index } = ref;
    if (node.op === 'Placeholder') return this.#sources.feeds.get(node) ?? notFed();
    if (node.op === 'ReadVariableOp') return this.#sources.variables.get(variableOf(node))!;
    const outputs = this.#outputs.get(node) ?? [];
    this.#outputs.set(node, outputs);
    const output = (outputs[index] ??= this.#knownTensor(ref, dims));
    if (output instanceof NotCovered) throw output;
    return output;
  }

  /** Of a constant, or of small numbers that follow from shapes. */
  #knownTensor(ref: TensorRef, dims: Dims): PlanTensor {
    const { node } = ref;
    if (node.op === 'Const') return this.#constant(node);
    const known = this.probe.known(ref);
    if (!known) throw new NotCovered(node.op);
    this.writer.name = node.name;
    if (known.every(({ isBatched }) => !isBatched)) {
      const values = checkExact(known.map(({ each }) => each));
      return this.#sources.table.constant(node.name, Float32Array.from(values));
    }
    const parts = known.map((number) => this.#part(number));
    if (parts.length === 1) return parts[0]!;
    if (dims.some(({ isBatched }) => isBatched)) throw new NotCovered(node.op);
    const sizes = parts.map(() => 1);
    return this.writer.write(
      { kind: 'concat', inputs: parts, sizes, rows: fixed(1) },
      fixed(parts.length),
    );
  }

  #part({ each, isBatched }: KnownNumber): PlanTensor {
    if (!isBatched) return this.#sources.table.scalar(each);
    return this.writer.write({ kind: 'batchSize', factor: each }, fixed(1));
  }

  #constant(node: GraphNode): PlanTensor {
    const value = node.attrs['value'] as NDArray;
    const { data } = value;
    if (data instanceof Float32Array) return this.#sources.table.constant(node.name, data);
    const numbers = Array.from(data as ArrayLike<number | bigint>, Number);
    return this.#sources.table.constant(node.name, Float32Array.from(checkExact(numbers)));
  }
}

const SOURCES: ReadonlySet<string> = new Set([
  'AssignVariableOp',
  'Const',
  'NoOp',
  'Placeholder',
  'ReadVariableOp',
  'VarHandleOp',
]);

/** The variable behind a ReadVariableOp or AssignVariableOp. */
export function variableOf(node: GraphNode): GraphVariable {
  let handle = node.inputs[0]!.node;
  while (handle.op === 'Identity') handle = handle.inputs[0]!.node;
  return handle.variable!;
}

/** The nodes and all that they need, in the graph's order. */
export function neededFor({ nodes }: Graph, roots: readonly GraphNode[]): GraphNode[] {
  const needed = new Set(roots);
  const found: GraphNode[] = [];
  for (const node of nodes.toReversed()) {
    if (!needed.has(node)) continue;
    found.push(node);
    for (const { node: input } of node.inputs) needed.add(input);
  }
  return found.reverse();
}

/** Whole numbers that a float32 holds without loss lie below. */
const EXACT = 2 ** 24;

function checkExact(numbers: readonly number[]): readonly number[] {
  const isExact = (value: number) => !Number.isInteger(value) || Math.abs(value) <= EXACT;
  if (numbers.every(isExact)) return numbers;
  throw new NotCovered('whole numbers beyond 2^24');
}

function checkDType({ node, index }: TensorRef): void {
  const { dtype } = node.outputs[index]!;
  const isKnown = Object.hasOwn(DTYPES, dtype) && !UNCOVERED_DTYPES.has(dtype as DType);
  if (!isKnown) throw new NotCovered(`${node.op} of ${dtype}`);
}

const UNCOVERED_DTYPES: ReadonlySet<DType> = new Set(['float16', 'float64', 'uint32']);

function notFed(): never {
  throw new NotCovered('a placeholder that is not fed');
}
