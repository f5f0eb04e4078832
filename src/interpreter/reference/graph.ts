/**
 * A model's ops, checked and with their tensors allocated, ready to run. Ops whose shapes follow from the file and the
 * inputs' shapes are prepared once; those whose shapes depend on values (a RESHAPE to a computed shape) again in every run.
 */
import { IndexError, TooLargeError, ValueError } from '#errors';
import { dtypeOf, validateTflite, type SubGraph, type TfliteModel } from '#formats/tflite';
import type { NDArray } from '#tensor';
import type { Kernel } from './kernel';
import { findKernel } from './find-kernel';
import { Node, type Rounding, type Run } from './node';
import { Memory, openTensors, type LiteTensor } from './tensors';

export interface ReferenceOptions {
  /** `reference` by default. */
  readonly rounding?: Rounding;
  /** Bytes that all computed tensors together may take; 512 MiB by default. */
  readonly memoryLimit?: number;
  /** Multiplications, or as much, of a run; 2³⁴ by default. */
  readonly workLimit?: number;
}

export interface Step {
  readonly node: Node;
  readonly kernel: Kernel;
  /** Undefined where the shape depends on values. */
  run: Run | undefined;
  /** Done once, since everything that it reads is known. */
  isDone: boolean;
}

const DEFAULT_MEMORY = 2 ** 29;
const DEFAULT_WORK = 2 ** 34;

/** The first subgraph of a model. Positions are those among its inputs and outputs. */
export class Graph {
  readonly tensors: readonly LiteTensor[];
  readonly steps: readonly Step[];
  readonly #graph: SubGraph;
  readonly #produced: ReadonlySet<number>;
  readonly #memory: Memory;
  readonly #shapes = new Map<number, readonly number[]>();
  readonly #workLimit: number;

  /**
   * @throws ValueError for an op or a version of it that is not there; RuntimeError for one that refuses its tensors;
   *   TooLargeError when the tensors or the work are beyond the limits
   */
  constructor(model: TfliteModel, options: ReferenceOptions) {
    validateTflite(model);
    const graph = model.subgraphs[0]!;
    this.#graph = graph;
    this.#produced = new Set(graph.operators.flatMap(({ outputs }) => outputs));
    this.#memory = new Memory(options.memoryLimit ?? DEFAULT_MEMORY);
    this.#workLimit = options.workLimit ?? DEFAULT_WORK;
    this.tensors = openTensors(model, new Set([...graph.inputs, ...this.#produced]));
    const context = {
      tensors: this.tensors,
      memory: this.#memory,
      rounding: options.rounding ?? 'reference',
      workLimit: this.#workLimit,
    };
    this.steps = graph.operators.map((operator, number) => {
      const { op, kernel } = findKernel(model, operator.opcodeIndex, number);
      return {
        node: new Node(op, number, operator, context),
        kernel,
        run: undefined,
        isDone: false,
      };
    });
    this.#allocate();
  }

  /** All tensors are allocated anew. @throws RuntimeError when an op cannot have such a shape */
  resizeInput(position: number, shape: readonly number[]): void {
    const before = this.#shapes.get(position);
    this.#shapes.set(position, [...shape]);
    try {
      this.#allocate();
    } catch (error) {
      if (before) this.#shapes.set(position, before);
      else this.#shapes.delete(position);
      this.#allocate();
      throw error;
    }
  }

  /** An input whose dtype and shape are those of the array. @throws ValueError when they are not */
  inputFor(position: number, array: NDArray): LiteTensor {
    const tensor = this.input(position);
    if (array.dtype === dtypeOf(tensor.type) && isSame(array.shape, tensor.shape)) return tensor;
    throw new ValueError(
      `Input '${tensor.name}' takes ${dtypeOf(tensor.type)} of shape [${tensor.shape.join(', ')}], not ${array.dtype} of shape [${array.shape.join(', ')}].`,
      { hint: 'Convert the array with astype() and reshape(), or resize the input.' },
    );
  }

  input(position: number): LiteTensor {
    return this.#at(this.#graph.inputs, position, 'input');
  }

  output(position: number): LiteTensor {
    return this.#at(this.#graph.outputs, position, 'output');
  }

  tensor(index: number): LiteTensor {
    return this.tensors[index] ?? missing(`There is no tensor ${index}.`);
  }

  #at(indices: readonly number[], position: number, kind: string): LiteTensor {
    const index = indices[position];
    if (index === undefined) return missing(`The model has no ${kind} ${position}.`);
    return this.tensors[index]!;
  }

  #allocate(): void {
    for (const tensor of this.tensors) tensor.isKnown = tensor.isSettled = tensor.isConstant;
    this.#graph.inputs.forEach((index, position) => {
      const tensor = this.tensors[index]!;
      this.#settle(tensor, this.#shapes.get(position) ?? this.#graph.tensors[index]!.shape);
    });
    for (const step of this.steps) this.#plan(step);
    this.checkWork();
  }

  #plan(step: Step): void {
    const { node, kernel } = step;
    step.run = undefined;
    step.isDone = false;
    for (const tensor of node.inputs) {
      if (!tensor.isSettled && !this.#produced.has(tensor.index))
        this.#settle(tensor, tensor.shape);
    }
    const isStatic =
      node.inputs.every((tensor) => tensor.isSettled) &&
      (kernel.values ?? []).every((position) => node.optional(position)?.isKnown ?? true);
    if (!isStatic) return;
    step.run = this.prepare(step);
    if (node.op !== 'SHAPE' && !node.inputs.every((tensor) => tensor.isKnown)) return;
    step.run();
    step.isDone = true;
    for (const tensor of node.outputs) tensor.isKnown = true;
  }

  /** Checks an op and gives its outputs their shapes, which must be done in every run where these depend on values. */
  prepare({ node, kernel }: Step): Run {
    node.cost = 0;
    return kernel.prepare(node);
  }

  #settle(tensor: LiteTensor, shape: readonly number[]): void {
    this.#memory.allocate(tensor, shape);
    tensor.isSettled = true;
  }

  /** @throws TooLargeError when the ops that are prepared take too long together */
  checkWork(): void {
    const cost = this.steps.reduce((sum, { node }) => sum + node.cost, 0);
    if (cost <= this.#workLimit) return;
    throw new TooLargeError(`A run of the model takes ${cost} steps, more than it may take here.`, {
      hint: 'The file is damaged, or too large for this runtime.',
    });
  }
}

function missing(what: string): never {
  throw new IndexError(what);
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}
