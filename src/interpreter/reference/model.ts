/**
 * Runs a model with plain TypeScript kernels. Ops whose shapes follow from the file and the inputs' shapes are prepared
 * once; those whose shapes depend on values (a RESHAPE to a computed shape) again in every run.
 */
import { IndexError, TooLargeError, ValueError } from '#errors';
import { dtypeOf, validateTflite, type SubGraph, type TfliteModel } from '#formats/tflite';
import type { NDArray } from '#tensor';
import type { Kernel } from './kernel';
import { findKernel } from './find-kernel';
import { Node, type Rounding, type Run } from './node';
import { Memory, openTensors, toArray, type LiteTensor } from './tensors';

export interface ReferenceOptions {
  /** `reference` by default. */
  readonly rounding?: Rounding;
  /** Bytes that all computed tensors together may take; 512 MiB by default. */
  readonly memoryLimit?: number;
  /** Multiplications, or as much, of a run; 2³⁴ by default. */
  readonly workLimit?: number;
}

/** Positions are those among the model's inputs and outputs. Arrays are copied both ways. */
export interface ReferenceModel {
  /**
   * Gives an input another shape; all tensors are allocated anew, and inputs are zero again.
   * @throws RuntimeError when an op cannot have such a shape
   */
  resizeInput(position: number, shape: readonly number[]): void;
  /** @throws ValueError when dtype or shape is not the input's */
  setInput(position: number, array: NDArray): void;
  /** @throws RuntimeError when an op meets values that it cannot have (an index outside, a division by zero) */
  invoke(): void;
  output(position: number): NDArray;
  /** Any tensor by its index in the file: a constant, or what the last run left there. */
  tensor(index: number): NDArray;
}

interface Step {
  readonly node: Node;
  readonly kernel: Kernel;
  /** Undefined where the shape depends on values. */
  run: Run | undefined;
  /** Done once, since everything that it reads is known. */
  isDone: boolean;
}

const DEFAULT_MEMORY = 2 ** 29;
const DEFAULT_WORK = 2 ** 34;

/**
 * Allocates the tensors of a model's first subgraph and prepares its ops.
 * @throws ValueError for an op or a version of it that is not there; RuntimeError for one that refuses its tensors;
 *   TooLargeError when the tensors or the work are beyond the limits
 */
export function openReference(model: TfliteModel, options: ReferenceOptions = {}): ReferenceModel {
  return new Reference(model, options);
}

class Reference implements ReferenceModel {
  readonly #graph: SubGraph;
  readonly #produced: ReadonlySet<number>;
  readonly #tensors: readonly LiteTensor[];
  readonly #memory: Memory;
  readonly #steps: readonly Step[];
  readonly #shapes = new Map<number, readonly number[]>();
  readonly #workLimit: number;

  constructor(model: TfliteModel, options: ReferenceOptions) {
    validateTflite(model);
    const graph = model.subgraphs[0]!;
    this.#graph = graph;
    this.#produced = new Set(graph.operators.flatMap(({ outputs }) => outputs));
    this.#memory = new Memory(options.memoryLimit ?? DEFAULT_MEMORY);
    this.#workLimit = options.workLimit ?? DEFAULT_WORK;
    this.#tensors = openTensors(model, new Set([...graph.inputs, ...this.#produced]));
    const context = {
      tensors: this.#tensors,
      memory: this.#memory,
      rounding: options.rounding ?? 'reference',
      workLimit: this.#workLimit,
    };
    this.#steps = graph.operators.map((operator, number) => {
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

  setInput(position: number, array: NDArray): void {
    const tensor = this.#at(this.#graph.inputs, position, 'input');
    const isSame =
      array.shape.join() === tensor.shape.join() && array.dtype === dtypeOf(tensor.type);
    if (!isSame) {
      throw new ValueError(
        `Input '${tensor.name}' takes ${dtypeOf(tensor.type)} of shape [${tensor.shape.join(', ')}], not ${array.dtype} of shape [${array.shape.join(', ')}].`,
        { hint: 'Convert the array with astype() and reshape(), or resize the input.' },
      );
    }
    tensor.data.set(array.data as never);
  }

  invoke(): void {
    for (const step of this.#steps) {
      if (step.isDone) continue;
      const run = step.run ?? this.#prepare(step);
      run();
    }
    this.#checkWork();
  }

  output(position: number): NDArray {
    return toArray(this.#at(this.#graph.outputs, position, 'output'));
  }

  tensor(index: number): NDArray {
    const tensor = this.#tensors[index];
    if (!tensor) throw new IndexError(`There is no tensor ${index}.`);
    return toArray(tensor);
  }

  #at(indices: readonly number[], position: number, kind: string): LiteTensor {
    const index = indices[position];
    if (index === undefined) throw new IndexError(`The model has no ${kind} ${position}.`);
    return this.#tensors[index]!;
  }

  #allocate(): void {
    for (const tensor of this.#tensors) tensor.isKnown = tensor.isSettled = tensor.isConstant;
    this.#graph.inputs.forEach((index, position) => {
      const tensor = this.#tensors[index]!;
      this.#settle(tensor, this.#shapes.get(position) ?? this.#graph.tensors[index]!.shape);
    });
    for (const step of this.#steps) this.#plan(step);
    this.#checkWork();
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
    step.run = this.#prepare(step);
    if (node.op !== 'SHAPE' && !node.inputs.every((tensor) => tensor.isKnown)) return;
    step.run();
    step.isDone = true;
    for (const tensor of node.outputs) tensor.isKnown = true;
  }

  #prepare({ node, kernel }: Step): Run {
    node.cost = 0;
    return kernel.prepare(node);
  }

  #settle(tensor: LiteTensor, shape: readonly number[]): void {
    this.#memory.allocate(tensor, shape);
    tensor.isSettled = true;
  }

  #checkWork(): void {
    const cost = this.#steps.reduce((sum, { node }) => sum + node.cost, 0);
    if (cost <= this.#workLimit) return;
    throw new TooLargeError(`A run of the model takes ${cost} steps, more than it may take here.`, {
      hint: 'The file is damaged, or too large for this runtime.',
    });
  }
}
