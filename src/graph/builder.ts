/**
 * Builds a graph node by node. Owns the nodes, their names and which variables are read; checks shapes and dtypes as
 * TensorFlow does when it traces, with its messages. It does not know layers and does not compute.
 */
import { ValueError } from '#errors';
import { NDArray, type DType } from '#tensor';
import { toArray, type ConstantValue } from './constant';
import type { Attrs } from './attr-declaration';
import {
  checkInputCount,
  completeAttrs,
  declarationOf,
  inputDeclaration,
  knownTypes,
} from './attrs';
import { isDType, type OpDeclaration } from './declaration';
import { describeNode } from './describe';
import type { Graph, GraphNode, GraphVariable, TensorRef, TensorSpec } from './graph';
import { NameTable } from './names';
import { pruneGraph, type PruneOptions } from './prune';
import { checkSizes, printShape, ShapeError } from './shapes';
import { StaticValues } from './static-value';
import { SymbolicTensor, type Operand } from './tensor';

/** Elements of a known input that an error repeats. */
const MOST_PRINTED = 64;

interface VariableNodes {
  readonly handle: GraphNode;
  read: SymbolicTensor | undefined;
}

export class GraphBuilder {
  readonly #nodes: GraphNode[] = [];
  readonly #names = new NameTable();
  readonly #variables = new Map<GraphVariable, VariableNodes>();
  readonly #static = new StaticValues();

  /** Number of nodes so far. */
  get size(): number {
    return this.#nodes.length;
  }

  /** An input that is fed when the graph runs. */
  placeholder(name: string, spec: TensorSpec): SymbolicTensor {
    const attrs = { dtype: { type: spec.dtype }, shape: { shape: spec.shape } };
    return this.addNode('Placeholder', [], attrs, name);
  }

  /** @param dtype default: whole numbers int32, others float32, booleans bool, arrays keep theirs */
  constant(value: ConstantValue, dtype?: DType, name = 'Const'): SymbolicTensor {
    return this.#constant(this.#names.unique(name), value, dtype);
  }

  /** The variable's value before this run; one read per variable and graph, however often it is asked for. */
  readVariable(variable: GraphVariable): SymbolicTensor {
    const nodes = this.#variableNodes(variable);
    nodes.read ??= this.#append(
      this.#names.uniqueAtRoot(`${nodes.handle.name}/Read/ReadVariableOp`),
      'ReadVariableOp',
      [{ node: nodes.handle, index: 0 }],
      { dtype: { type: variable.dtype } },
    );
    return nodes.read;
  }

  /** Gives the variable a new value when the graph runs; reads in the same run see the old one. */
  assignVariable(variable: GraphVariable, value: Operand): void {
    const { handle } = this.#variableNodes(variable);
    const tensor = this.tensor(value, variable.dtype);
    this.#append(
      this.#names.unique('AssignVariableOp'),
      'AssignVariableOp',
      [{ node: handle, index: 0 }, tensor],
      { dtype: { type: variable.dtype } },
    );
  }

  /**
   * Adds a node and returns its first output; `new SymbolicTensor(builder, node, i)` is another. Type attributes (`T`, `Tidx`) follow from the inputs and attributes with
   * a default may be left out.
   * @throws ValueError when shapes do not fit, TypeError when dtypes do not, with TensorFlow's message
   */
  addNode(op: string, inputs: readonly Operand[], attrs: Attrs = {}, name = op): SymbolicTensor {
    const free = this.#names.unique(name);
    const declaration = declarationOf(op);
    checkInputCount(op, declaration, inputs.length);
    const types = knownTypes(declaration, inputs.map(dtypeOf), attrs);
    const tensors = inputs.map((input, i) => {
      const { name: argument, type } = inputDeclaration(declaration, i, inputs.length);
      const hint = isDType(type) ? type : types.get(type);
      return this.#operand(input, hint, `${free}/${argument}`);
    });
    return this.#append(free, op, tensors, attrs);
  }

  /** The operand as a tensor of this graph. @param hint dtype for numbers and arrays */
  tensor(operand: Operand, hint?: DType): SymbolicTensor {
    return this.#operand(operand, hint, undefined);
  }

  /** Names of nodes that `body` adds are under `scope/`; a scope that is taken becomes `scope_1`. */
  scope<T>(scope: string, body: () => T): T {
    return this.#names.within(scope, body);
  }

  /** The whole graph as built so far. */
  build(): Graph {
    return { nodes: [...this.#nodes], variables: [...this.#variables.keys()] };
  }

  /** Only what these outputs need. */
  subgraph(outputs: readonly TensorRef[], options: PruneOptions = {}): Graph {
    return pruneGraph(this.build(), outputs, options);
  }

  #operand(operand: Operand, hint: DType | undefined, name: string | undefined): SymbolicTensor {
    if (operand instanceof SymbolicTensor) {
      if (operand.builder === this) return operand;
      throw new ValueError(
        `Tensor("${operand.node.name}:${operand.index}", shape=${printShape(operand.shape)}, dtype=${operand.dtype}) must be from the same graph.`,
        { hint: 'A tensor lives only in the call that made it; do not keep it for another.' },
      );
    }
    if (isVariable(operand)) return this.readVariable(operand);
    const free = name ? this.#names.uniqueAtRoot(name) : this.#names.unique('Const');
    return this.#constant(free, operand, hint);
  }

  #constant(name: string, value: ConstantValue, dtype: DType | undefined): SymbolicTensor {
    const array = toArray(value, dtype);
    return this.#append(name, 'Const', [], { value: array, dtype: { type: array.dtype } });
  }

  #variableNodes(variable: GraphVariable): VariableNodes {
    const known = this.#variables.get(variable);
    if (known) return known;
    const name = this.#names.uniqueAtRoot(variable.path);
    const attrs = {
      dtype: { type: variable.dtype },
      shape: { shape: variable.shape },
      shared_name: name,
    };
    const handle = this.#append(name, 'VarHandleOp', [], attrs, variable).node;
    const nodes = { handle, read: undefined };
    this.#variables.set(variable, nodes);
    return nodes;
  }

  #append(
    name: string,
    op: string,
    inputs: readonly TensorRef[],
    given: Attrs,
    variable?: GraphVariable,
  ): SymbolicTensor {
    const declaration = declarationOf(op);
    const refs = inputs.map(({ node, index }) => ({ node, index }));
    const attrs = completeAttrs(op, declaration, refs, given);
    const outputs = this.#infer(name, op, declaration, refs, attrs);
    const node: GraphNode = {
      name,
      op,
      inputs: refs,
      attrs,
      outputs,
      ...(variable ? { variable } : {}),
    };
    this.#nodes.push(node);
    this.#static.add(node);
    return new SymbolicTensor(this, node);
  }

  #infer(
    name: string,
    op: string,
    declaration: OpDeclaration,
    inputs: readonly TensorRef[],
    attrs: Attrs,
  ): readonly TensorSpec[] {
    const specs = inputs.map(({ node, index }) => node.outputs[index]!);
    const asked: string[] = [];
    try {
      const outputs = declaration.infer({
        inputs: specs,
        attrs,
        shape: (i) => specs[i]!.shape,
        constant: (i) => {
          const value = this.#static.constant(inputs[i]!);
          if (value) asked.push(`input[${i}] = <${value.slice(0, MOST_PRINTED).join(' ')}>`);
          return value;
        },
        sizes: (i) => this.#static.sizes(inputs[i]!),
        variableShape: (i) => inputs[i]!.node.variable!.shape,
      });
      checkSizes(outputs);
      return outputs;
    } catch (error) {
      if (!(error instanceof ShapeError)) throw error;
      const values = asked.length ? ` and with computed input tensors: ${asked.join(', ')}` : '';
      const where = describeNode(name, op, inputs, attrs);
      throw new ValueError(`${error.message} for ${where}${values}.`, { place: name });
    }
  }
}

function dtypeOf(operand: Operand): DType | undefined {
  const isTensor = operand instanceof SymbolicTensor || isVariable(operand);
  return isTensor ? operand.dtype : undefined;
}

function isVariable(operand: Operand): operand is GraphVariable {
  const isObject = typeof operand === 'object' && operand !== null;
  return isObject && !(operand instanceof NDArray) && 'trainable' in operand;
}
