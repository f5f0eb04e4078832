/**
 * Makes the plan of a run: finds the nodes that the fetches need, and the order in which they run. That is the order in
 * which they are written, as far as it can be: so the node that fails first is most often TensorFlow's.
 */
import {
  parseTensorName,
  type Body,
  type BodyNode,
  type TensorName,
} from '#formats/saved-model/schema';
import { takesReference, yieldsReference } from '../resources/reference';
import type { RuntimeKernel } from '../runtime';
import { StatusError } from '../status';
import type { Tensor } from '../tensor';
import { arrangeSteps } from './arrange';
import { isMerge, isNextIteration } from './control-ops';
import type { OpDefs } from './op-defs';
import { isReplaced, joinedNodes } from './optimized';
import type { Edge, NodeStep, Plan } from './plan';
import { inOrder, reached } from './sort';

export interface Compilation {
  readonly body: Body;
  readonly opDefs: OpDefs;
  /**
   * @param isJoined whether TensorFlow computes the node together with others
   * @throws StatusError for an op that nothing here runs
   */
  kernel(node: BodyNode, isJoined: boolean): RuntimeKernel;
  /** The value of a Const, the same each time. */
  constant(node: BodyNode): Tensor;
}

export interface Wanted {
  /** Tensors whose values the run is given: `x:0`, or an argument's name. */
  readonly sources: readonly string[];
  readonly fetches: readonly TensorName[];
  /** Nodes that run for what they do. */
  readonly targets: readonly string[];
}

/** @throws StatusError when something that is needed is not in the graph or cannot run here */
export function compilePlan(compilation: Compilation, wanted: Wanted): Plan {
  return new Compiler(compilation, wanted.sources).plan(wanted);
}

class Compiler {
  readonly #compilation: Compilation;
  readonly #sources: ReadonlyMap<string, number>;
  readonly #ids = new Map<string, number>();
  readonly #constants: [number, readonly Tensor[]][] = [];

  constructor(compilation: Compilation, sources: readonly string[]) {
    this.#compilation = compilation;
    this.#sources = new Map(sources.map((name, id) => [keyOf(parseTensorName(name)), id]));
  }

  plan({ fetches, targets }: Wanted): Plan {
    const roots = [...fetches.flatMap((name) => this.#producer(name) ?? []), ...targets];
    const needed = reached(roots, (name) => this.#needs(name));
    const asWritten = this.#compilation.body.names.filter((name) => needed.has(name));
    const order = inOrder(asWritten, (name) => this.#before(name), String);
    const nodes = order.map((name) => this.#node(name));
    const joined = joinedNodes(nodes, new Set(fetches.map(({ node }) => node)));
    const steps = nodes.flatMap((node) => this.#step(node, joined.get(node.def.name)) ?? []);
    const edges = fetches.map((name) => this.#edge(name, true));
    return {
      functionName: this.#compilation.body.functionName,
      constants: this.#constants,
      steps: arrangeSteps(steps, edges),
      fetches: edges,
      size: this.#sources.size + this.#ids.size,
    };
  }

  #node(name: string): BodyNode {
    const node = this.#compilation.body.node(name);
    if (node) return node;
    throw new StatusError('NOT_FOUND', `Node '${name}' is not in the graph: it is damaged.`);
  }

  /** The node that makes a tensor, unless the run is given it. */
  #producer(name: TensorName): string | undefined {
    return this.#sources.has(keyOf(name)) ? undefined : name.node;
  }

  #needs(name: string): readonly string[] {
    const { inputs, controls } = this.#node(name);
    return [...inputs.flatMap((input) => this.#producer(input) ?? []), ...controls];
  }

  /** What comes before a node: a Merge does not wait for the end of its loop's round. */
  #before(name: string): readonly string[] {
    const needs = this.#needs(name);
    if (!isMerge(this.#node(name).def)) return needs;
    return needs.filter((other) => !isNextIteration(this.#node(other).def));
  }

  /** @param last of the nodes that the optimizer joins with this one */
  #step(node: BodyNode, last: string | undefined): NodeStep | undefined {
    const id = this.#idOf(node.def.name);
    if (node.def.op === 'Const' && node.controls.length === 0) {
      this.#constants.push([id, [this.#compilation.constant(node)]]);
      return undefined;
    }
    return {
      kind: 'node',
      id,
      def: node.def,
      place: { name: last ?? node.def.name, isPath: isReplaced(node.def) },
      kernel: this.#compilation.kernel(node, last !== undefined),
      declared: this.#compilation.opDefs.defaults(node.def.op),
      inputs: this.#inputs(node).map((input, i) =>
        this.#edge(input, i > 0 || !takesReference(node.def.op)),
      ),
      controls: node.controls.map((control) => this.#idOf(control)),
      release: [],
      staysResident: false,
    };
  }

  /** TensorFlow's optimizer sorts what may change places by name; arguments most often come from `serving_default_x`. */
  #inputs({ def, inputs }: BodyNode): readonly TensorName[] {
    const { body, opDefs } = this.#compilation;
    if (!opDefs.isCommutative(def)) return inputs;
    const isArgument = (name: TensorName): boolean =>
      body.functionName !== undefined && this.#sources.has(keyOf(name));
    return inputs.toSorted((a, b) => {
      const order = Number(isArgument(a)) - Number(isArgument(b));
      if (order !== 0 || isArgument(a)) return order;
      return a.node < b.node ? -1 : Number(a.node > b.node);
    });
  }

  #edge(name: TensorName, wantsValue: boolean): Edge {
    const source = this.#sources.get(keyOf(name));
    if (source !== undefined) return { from: source, output: 0, isReference: false };
    const { def } = this.#node(name.node);
    const output = this.#compilation.opDefs.outputPosition(def, name);
    if (output < 0) {
      throw new StatusError(
        'INVALID_ARGUMENT',
        `Node '${def.name}' (${def.op}) has no output '${name.output}'.`,
      );
    }
    return {
      from: this.#idOf(name.node),
      output,
      isReference: wantsValue && yieldsReference(def.op),
    };
  }

  #idOf(name: string): number {
    let id = this.#ids.get(name);
    if (id === undefined) this.#ids.set(name, (id = this.#sources.size + this.#ids.size));
    return id;
  }
}

function keyOf({ node, output, index }: TensorName): string {
  return output === undefined ? `${node}:${index}` : `${node}:${output}:${index}`;
}
