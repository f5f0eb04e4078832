/** Runs of one graph: plans are kept, functions called, variables shared between runs. */
import { create } from '@bufbuild/protobuf';
import {
  AttrValueSchema,
  Body,
  FunctionLibrary,
  parseTensorName,
  type BodyNode,
  type MetaGraphDef,
} from '#formats/saved-model/schema';
import { bytesOf, elementTypeOf, typeText } from './element-types';
import { compilePlan, type Compilation, type Wanted } from './graph/compile';
import { OpDefs } from './graph/op-defs';
import { timedOut } from './graph/locate';
import { isReplaced } from './graph/optimized';
import type { Plan } from './graph/plan';
import { runPlan } from './graph/run';
import { BODY_PROBLEMS } from './graph/body-problems';
import { KernelCall } from './kernel';
import { JOINED, KERNELS, ONE_DNN } from './kernels';
import { RandomSource } from './random';
import { Resources } from './resources';
import type { Attrs, LoadedFiles, Runtime, RuntimeKernel } from './runtime';
import type { RunLimits, Session } from './session';
import { StatusError } from './status';
import { decodeTensorProto } from './tensor-proto';
import type { Tensor } from './tensor';

/** Kept plans; a caller that asks for ever new combinations of tensors makes the oldest go. */
const MAX_PLANS = 100;

const NO_FILES: LoadedFiles = {
  checkpoint: (prefix) => {
    throw new StatusError(
      'NOT_FOUND',
      `Unsuccessful TensorSliceReader constructor: Failed to find any matching files for ${prefix}`,
    );
  },
  asset: (path) => {
    throw new StatusError('NOT_FOUND', `${path}; No such file or directory`);
  },
};

export class GraphSession implements Session, Runtime {
  readonly metaGraph: MetaGraphDef;
  readonly resources = new Resources();
  readonly random: RandomSource;
  #files: LoadedFiles = NO_FILES;
  #limits: RunLimits = {};
  readonly #library: FunctionLibrary;
  readonly #opDefs: OpDefs;
  readonly #graph: Body;
  readonly #plans = new Map<string, Plan>();
  readonly #functionPlans = new Map<string, Plan>();
  readonly #constants = new Map<BodyNode, Tensor>();

  constructor(metaGraph: MetaGraphDef, seed: number) {
    this.metaGraph = metaGraph;
    this.random = new RandomSource(seed);
    this.#library = new FunctionLibrary(metaGraph.graphDef?.library, BODY_PROBLEMS);
    this.#opDefs = new OpDefs(metaGraph.metaInfoDef?.strippedOpList?.op ?? []);
    this.#graph = new Body(metaGraph.graphDef?.node ?? [], BODY_PROBLEMS);
  }

  get bytes(): number {
    const constants = [...this.#constants.values()].map(bytesOf);
    return constants.reduce((sum, bytes) => sum + bytes, this.resources.bytes);
  }

  get files(): LoadedFiles {
    return this.#files;
  }

  /** Kernels find these files while `use` runs. */
  withFiles(files: LoadedFiles, use: () => void): void {
    this.#files = files;
    try {
      use();
    } finally {
      this.#files = NO_FILES;
    }
  }

  run(
    feeds: ReadonlyMap<string, Tensor>,
    fetches: readonly string[],
    limits: RunLimits = {},
  ): readonly Tensor[] {
    this.#limits = limits;
    try {
      return this.runFor(feeds, fetches, []);
    } finally {
      this.#limits = {};
    }
  }

  /** As `run`, and runs the targets, which are nodes, for what they do. */
  runFor(
    feeds: ReadonlyMap<string, Tensor>,
    fetches: readonly string[],
    targets: readonly string[],
  ): readonly Tensor[] {
    const sources = [...feeds.keys()];
    this.#checkFeeds(feeds);
    const wanted = { sources, fetches: fetches.map(parseTensorName), targets };
    return runPlan(this.#plan(wanted, fetches), [...feeds.values()], this);
  }

  checkTime(): void {
    if (this.#limits.isOver?.()) throw timedOut();
  }

  call(functionName: string, inputs: readonly Tensor[]): readonly Tensor[] {
    this.checkTime();
    let plan = this.#functionPlans.get(functionName);
    if (!plan) this.#functionPlans.set(functionName, (plan = this.#functionPlan(functionName)));
    return runPlan(plan, inputs, this);
  }

  compute(op: string, inputs: readonly Tensor[], attrs: Attrs = {}): Tensor {
    const node = { name: op, op, attr: {} };
    const declared = new Map(
      Object.entries(attrs).map(([name, value]) => [name, create(AttrValueSchema, { value })]),
    );
    return KERNELS[op]!(new KernelCall(node, inputs, declared), this)[0]!;
  }

  #plan(wanted: Wanted, fetches: readonly string[]): Plan {
    const key = JSON.stringify([wanted.sources, fetches, wanted.targets]);
    const known = this.#plans.get(key);
    if (known) return known;
    for (const name of fetches) this.#requireNode(name, 'FetchOutputs node');
    const plan = compilePlan(this.#compilation(this.#graph), wanted);
    const oldest = this.#plans.size >= MAX_PLANS ? this.#plans.keys().next() : undefined;
    if (oldest?.value !== undefined) this.#plans.delete(oldest.value);
    this.#plans.set(key, plan);
    return plan;
  }

  #functionPlan(name: string): Plan {
    const { body, arguments: sources, returns, effects } = this.#library.get(name);
    const wanted = { sources, fetches: returns, targets: effects };
    return compilePlan(this.#compilation(body), wanted);
  }

  #compilation(body: Body): Compilation {
    return {
      body,
      opDefs: this.#opDefs,
      kernel: (node, isJoined) => this.#kernel(node, isJoined),
      constant: (node) => this.#constant(node),
    };
  }

  #kernel(node: BodyNode, isJoined: boolean): RuntimeKernel {
    const { op } = node.def;
    const replacing = isJoined ? JOINED : ONE_DNN;
    if (isReplaced(node.def) && Object.hasOwn(replacing, op)) return replacing[op]!;
    if (op === 'Const') {
      const value = [this.#constant(node)];
      return () => value;
    }
    if (Object.hasOwn(KERNELS, op)) return KERNELS[op]!;
    if (this.#library.has(op)) return ({ inputs }) => this.call(op, inputs);
    throw new StatusError('NOT_FOUND', `Op type not registered '${op}'`);
  }

  #constant(node: BodyNode): Tensor {
    let value = this.#constants.get(node);
    if (!value) this.#constants.set(node, (value = constantValue(node)));
    return value;
  }

  #requireNode(tensor: string, what: string): BodyNode {
    const node = this.#graph.node(parseTensorName(tensor).node);
    if (node) return node;
    throw new StatusError('NOT_FOUND', `${what} ${tensor}: not found`);
  }

  /** Types only: shapes are the kernels' business. */
  #checkFeeds(feeds: ReadonlyMap<string, Tensor>): void {
    [...feeds].forEach(([name, { dtype }], i) => {
      const { def } = this.#requireNode(name, 'FeedInputs: unable to find feed output');
      const type = this.#opDefs.outputType(def, parseTensorName(name).index);
      const expected = type === undefined ? dtype : elementTypeOf(type);
      if (expected === dtype) return;
      throw new StatusError(
        'INVALID_ARGUMENT',
        `Expects arg[${i}] to be ${typeText(expected)} but ${typeText(dtype)} is provided`,
      );
    });
  }
}

function constantValue({ def }: BodyNode): Tensor {
  const value = Object.hasOwn(def.attr, 'value') ? def.attr['value']?.value : undefined;
  if (value?.case === 'tensor') return decodeTensorProto(value.value);
  throw new StatusError('INVALID_ARGUMENT', `The constant '${def.name}' has no value.`);
}
