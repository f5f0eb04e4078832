/** One import under way: placeholders in, the walk, and the finished graph with the variables that it reads. */
import { ValueError } from '#errors';
import {
  fitsShape,
  GraphBuilder,
  printShape,
  type Shape,
  type SymbolicTensor,
  type TensorSpec,
} from '#graph';
import type { ImportedFunction, ImportedTensor } from '../imported';
import { BuildingHost } from './building-host';
import type { ImportContext } from './context';
import { Evaluator } from './evaluator';
import { shortName } from '../messages';
import { UnsupportedOps } from './unsupported';
import { UNAVAILABLE, type Value, type VariableHandle } from './value';
import type { CheckpointVariable } from './variables';

/** An input as the file declares it. */
export interface DeclaredInput {
  readonly key: string;
  readonly dtype: TensorSpec['dtype'];
  /** Undefined where the rank is unknown. */
  readonly shape: Shape | undefined;
  /** The node or argument, and the function that it is in. */
  readonly node: string;
  readonly functionName: string | undefined;
}

export interface FoundOutput {
  readonly key: string;
  readonly value: Value;
  /** What the file says of it; fills in sizes that are not known otherwise. */
  readonly shape: Shape | undefined;
}

export type Shapes = Readonly<Record<string, Shape>>;

export class Importer {
  readonly evaluator: Evaluator;
  readonly #builder = new GraphBuilder();
  readonly #host: BuildingHost;
  readonly #unsupported: UnsupportedOps;
  readonly #context: ImportContext;
  readonly #inputs: ImportedTensor[] = [];

  constructor(context: ImportContext) {
    const { program } = context;
    this.#context = context;
    this.#unsupported = new UnsupportedOps(program.file);
    this.#host = new BuildingHost(this.#builder, program, context, this.#unsupported);
    this.evaluator = new Evaluator(program, this.#host);
  }

  /**
   * Adds a Placeholder.
   * @param shapes of inputs by key, in place of the declared ones
   * @throws ValueError when the rank is unknown and not given, or another than declared is given
   */
  input(declared: DeclaredInput, shapes: Shapes = {}): Value {
    const { key, dtype, node, functionName } = declared;
    this.#context.program.work.spend(0);
    if (dtype === 'string' || dtype === 'resource') {
      const what = dtype === 'string' ? 'strings' : 'a resource';
      this.#unsupported.add(`an input of ${what}, '${shortName(key)}'`, node, functionName);
      return UNAVAILABLE;
    }
    const shape = chosenShape(declared, Object.hasOwn(shapes, key) ? shapes[key] : undefined);
    const tensor = this.#builder.placeholder(key, { dtype, shape });
    this.#inputs.push({ key, tensor: refOf(tensor), spec: { dtype, shape } });
    return { kind: 'tensor', tensor };
  }

  /**
   * The graph of what these outputs need, and of all that is assigned on the way.
   * @param captured names of the variables that the function captures: they are listed in this order
   * @throws NotImplementedError naming all ops that cannot run here
   */
  async finish(
    found: readonly FoundOutput[],
    captured: readonly string[],
  ): Promise<Pick<ImportedFunction, 'graph' | 'inputs' | 'outputs' | 'variables'>> {
    const tensors = found.map((output) => this.#outputTensor(output));
    for (const { handle, value } of this.evaluator.assigned.values()) this.#assign(handle, value);
    this.#unsupported.throwIfAny();
    const outputs = found.map(({ key, shape }, i) => importedOutput(key, tensors[i]!, shape));
    const inputs = this.#inputs;
    const roots = [...outputs, ...inputs].map(({ tensor }) => tensor);
    const graph = this.#builder.subgraph(roots, { assigns: true });
    const variables = inOrder(graph.variables as readonly CheckpointVariable[], captured);
    await this.#context.variables.load(variables);
    return { graph, inputs, outputs, variables };
  }

  /** Undefined only where something unsupported was noted. */
  #outputTensor({ key, value }: FoundOutput): SymbolicTensor | undefined {
    const tensor = this.#host.tensor(value);
    if (!tensor)
      this.#unsupported.addUnlessAny(`the output '${shortName(key)}', which is no number`);
    return tensor;
  }

  #assign(handle: VariableHandle, value: Value): void {
    const variable = this.#context.variable(handle);
    const tensor = this.#host.tensor(value);
    if (!tensor) {
      this.#unsupported.addUnlessAny(`an assignment to ${shortName(handle.name)} of no number`);
      return;
    }
    if (!fitsShape(tensor.shape, variable.shape))
      throw new ValueError(
        `The variable ${shortName(handle.name)} of shape ${printShape(variable.shape)} is assigned a tensor of shape ${printShape(tensor.shape)}.`,
      );
    this.#builder.assignVariable(variable, tensor);
  }
}

function inOrder(variables: readonly CheckpointVariable[], names: readonly string[]) {
  const place = ({ name }: CheckpointVariable) =>
    names.includes(name) ? names.indexOf(name) : names.length;
  return variables.toSorted((a, b) => place(a) - place(b));
}

function importedOutput(
  key: string,
  tensor: SymbolicTensor,
  declared: Shape | undefined,
): ImportedTensor {
  const { dtype, shape } = tensor.node.outputs[tensor.index]!;
  const isSameRank = declared?.length === shape.length;
  const merged = isSameRank ? shape.map((dim, i) => dim ?? declared[i]!) : shape;
  return { key, tensor: refOf(tensor), spec: { dtype, shape: merged } };
}

function refOf({ node, index }: SymbolicTensor): ImportedTensor['tensor'] {
  return { node, index };
}

function chosenShape({ key, shape }: DeclaredInput, given: Shape | undefined): Shape {
  const chosen = given ?? shape;
  if (!chosen)
    throw new ValueError(
      `The number of dimensions of the input '${shortName(key)}' is not known.`,
      {
        place: key,
        hint: 'Export with an input_signature that says how many dimensions each input has.',
      },
    );
  if (!shape || fitsShape(chosen, shape)) return chosen;
  throw new ValueError(
    `The input '${shortName(key)}' has shape ${printShape(shape)}; ${printShape(chosen)} does not fit it.`,
    { place: key },
  );
}
