/**
 * Which nodes TensorFlow's optimizer makes anew before a run, since messages name those: a product or convolution is
 * joined with the bias and the activation that follow it, and has the name of the last; oneDNN's kernels take the place
 * of others. Here only the names and refusals of such nodes are theirs; each node is still computed by itself.
 */
import { DataType, type BodyNode, type NodeDef } from '#formats/saved-model/schema';

const SUMS: ReadonlySet<string> = new Set(['Add', 'AddV2']);
const ACTIVATIONS: ReadonlySet<string> = new Set(['Relu', 'Relu6', 'Elu', 'LeakyRelu']);
/** Those that are joined with a product of matrices only. */
const MATRIX_ACTIVATIONS: ReadonlySet<string> = new Set([...ACTIVATIONS, 'Tanh', 'Sigmoid']);

const PRODUCTS: Readonly<Partial<Record<string, ReadonlySet<string>>>> = {
  MatMul: MATRIX_ACTIVATIONS,
  Conv2D: ACTIVATIONS,
  DepthwiseConv2dNative: ACTIVATIONS,
};

/** Ops whose nodes of float32 are oneDNN's. */
const REPLACED: ReadonlySet<string> = new Set([
  'AvgPool',
  'BatchMatMul',
  'BatchMatMulV2',
  'Conv2D',
  'Conv3D',
  'DepthwiseConv2dNative',
  'Einsum',
  'FusedBatchNorm',
  'FusedBatchNormV2',
  'FusedBatchNormV3',
  'MatMul',
  'MaxPool',
  'Softmax',
  'Transpose',
]);

/** Whether a new node takes this one's place, which no longer knows the function that it was written in. */
export function isReplaced({ op, attr }: NodeDef): boolean {
  const type = attr['T']?.value;
  const isFloat = type?.case !== 'type' || type.value === DataType.DT_FLOAT;
  return REPLACED.has(op) && isFloat;
}

/**
 * Products and convolutions that are joined with what follows, and the last node that is part of it.
 * @param nodes those that run
 * @param kept names of nodes whose outputs are wanted
 */
export function joinedNodes(
  nodes: readonly BodyNode[],
  kept: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const graph = new Readers(nodes, kept);
  const joined = new Map<string, string>();
  for (const { def } of nodes) {
    const activations = isReplaced(def) ? PRODUCTS[def.op] : undefined;
    const next = activations && graph.onlyReader(def.name);
    if (!next || !graph.isJoined(def, next)) continue;
    const last = graph.onlyReader(next.def.name);
    joined.set(def.name, last && activations.has(last.def.op) ? last.def.name : next.def.name);
  }
  return joined;
}

class Readers {
  readonly #nodes: ReadonlyMap<string, BodyNode>;
  readonly #kept: ReadonlySet<string>;
  readonly #readers = new Map<string, BodyNode[]>();

  constructor(nodes: readonly BodyNode[], kept: ReadonlySet<string>) {
    this.#nodes = new Map(nodes.map((node) => [node.def.name, node]));
    this.#kept = kept;
    for (const node of nodes) {
      const read = new Set([...node.inputs.map((input) => input.node), ...node.controls]);
      for (const name of read) {
        const readers = this.#readers.get(name);
        if (readers) readers.push(node);
        else this.#readers.set(name, [node]);
      }
    }
  }

  /** Undefined where several nodes read what the node makes, or the caller does. */
  onlyReader(name: string): BodyNode | undefined {
    const [reader, ...others] = this.#kept.has(name) ? [] : (this.#readers.get(name) ?? []);
    return others.length === 0 ? reader : undefined;
  }

  isJoined(product: NodeDef, { def, inputs }: BodyNode): boolean {
    if (def.op.startsWith('FusedBatchNorm')) return product.op === 'Conv2D' && !isTraining(def);
    if (def.op === 'BiasAdd') return true;
    const bias = inputs.find(({ node }) => node !== product.name);
    return SUMS.has(def.op) && bias !== undefined && this.#isVector(bias.node);
  }

  /** Whether a node gives a bias: weights, or a constant that is no scalar. */
  #isVector(name: string): boolean {
    const node = this.#nodes.get(name);
    if (!node) return false;
    const { op, attr } = node.def;
    if (op === 'Reshape') return this.#isVector(node.inputs[0]!.node);
    const value = attr['value']?.value;
    if (op === 'Const')
      return value?.case === 'tensor' && value.value.tensorShape?.dim.length !== 0;
    return op === 'ReadVariableOp';
  }
}

function isTraining({ attr }: NodeDef): boolean {
  const value = attr['is_training']?.value;
  return value?.case !== 'b' || value.value;
}
