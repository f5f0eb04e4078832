/** What ops declare: the SavedModel brings the declarations of its ops along, all but those of some nested functions. */
import {
  DataType,
  type AttrValue,
  type NodeDef,
  type OpDef,
  type OpDef_ArgDef,
  type TensorName,
} from '#formats/saved-model/schema';

type Output = Pick<OpDef_ArgDef, 'name' | 'numberAttr' | 'typeListAttr'>;

const single = (name: string): Output => ({ name, numberAttr: '', typeListAttr: '' });
const singles = (...names: string[]): readonly Output[] => names.map(single);
const counted = (name: string, numberAttr: string): Output => ({ ...single(name), numberAttr });
const typed = (name: string, typeListAttr: string): Output => ({ ...single(name), typeListAttr });

const BATCH_NORM = ['y', 'batch_mean', 'batch_variance', 'reserve_space_1', 'reserve_space_2'];

/** Ops with several outputs by name, for SavedModels that leave their declarations out. */
const OUTPUTS: Readonly<Record<string, readonly Output[]>> = {
  FusedBatchNorm: singles(...BATCH_NORM),
  FusedBatchNormV2: singles(...BATCH_NORM),
  FusedBatchNormV3: singles(...BATCH_NORM, 'reserve_space_3'),
  LookupTableExport: singles('keys', 'values'),
  LookupTableExportV2: singles('keys', 'values'),
  Merge: singles('output', 'value_index'),
  ParseExample: [
    counted('sparse_indices', 'Nsparse'),
    typed('sparse_values', 'sparse_types'),
    counted('sparse_shapes', 'Nsparse'),
    typed('dense_values', 'Tdense'),
  ],
  ParseExampleV2: [
    counted('sparse_indices', 'num_sparse'),
    typed('sparse_values', 'sparse_types'),
    counted('sparse_shapes', 'num_sparse'),
    typed('dense_values', 'Tdense'),
    typed('ragged_values', 'ragged_value_types'),
    typed('ragged_row_splits', 'ragged_split_types'),
  ],
  SoftmaxCrossEntropyWithLogits: singles('loss', 'backprop'),
  SparseSoftmaxCrossEntropyWithLogits: singles('loss', 'backprop'),
  StatelessRandomGetKeyCounter: singles('key', 'counter'),
  StatelessRandomGetKeyCounterAlg: singles('key', 'counter', 'alg'),
  StringSplit: singles('indices', 'values', 'shape'),
  StringSplitV2: singles('indices', 'values', 'shape'),
  Switch: singles('output_false', 'output_true'),
  TensorListPopBack: singles('output_handle', 'tensor'),
  TopK: singles('values', 'indices'),
  TopKV2: singles('values', 'indices'),
  Unique: singles('y', 'idx'),
  UniqueV2: singles('y', 'idx'),
  UniqueWithCounts: singles('y', 'idx', 'count'),
  UniqueWithCountsV2: singles('y', 'idx', 'count'),
};

export class OpDefs {
  readonly #declared: ReadonlyMap<string, OpDef>;
  readonly #defaults = new Map<string, ReadonlyMap<string, AttrValue>>();

  constructor(ops: readonly OpDef[]) {
    this.#declared = new Map(ops.map((op) => [op.name, op]));
  }

  /** Values of attributes that a node may leave out. */
  defaults(op: string): ReadonlyMap<string, AttrValue> | undefined {
    const known = this.#defaults.get(op);
    const declared = this.#declared.get(op);
    if (known || !declared) return known;
    const defaults = new Map(
      declared.attr.flatMap(({ name, defaultValue }) =>
        defaultValue ? [[name, defaultValue]] : [],
      ),
    );
    this.#defaults.set(op, defaults);
    return defaults;
  }

  /** Whether the inputs may change places. */
  isCommutative({ op, attr }: NodeDef): boolean {
    const type = attr['T']?.value;
    const isSum = op === 'Add' && type?.case === 'type' && type.value !== DataType.DT_STRING;
    return isSum || (this.#declared.get(op)?.isCommutative ?? false);
  }

  /** The position among all outputs of the node of what a name in a function body means; -1 where there is none. */
  outputPosition(node: NodeDef, { output, index }: TensorName): number {
    if (output === undefined) return index;
    const outputs = this.#declared.get(node.op)?.outputArg ?? OUTPUTS[node.op];
    if (!outputs) return index;
    let position = 0;
    for (const argument of outputs) {
      if (argument.name === output) return position + index;
      position += this.#length(node, argument);
    }
    return -1;
  }

  /** The type of an output, if the op's declaration tells. */
  outputType(node: NodeDef, index: number): DataType | undefined {
    const types = this.#declared.get(node.op)?.outputArg.flatMap((argument) => {
      if (argument.typeListAttr) return listOf(this.#attr(node, argument.typeListAttr));
      const attr = argument.typeAttr ? this.#attr(node, argument.typeAttr)?.value : undefined;
      const type = attr?.case === 'type' ? attr.value : argument.type;
      return new Array<DataType>(this.#length(node, argument)).fill(type);
    });
    return types?.[index];
  }

  #attr(node: NodeDef, name: string): AttrValue | undefined {
    return Object.hasOwn(node.attr, name) ? node.attr[name] : this.defaults(node.op)?.get(name);
  }

  #length(node: NodeDef, { numberAttr, typeListAttr }: Output): number {
    const name = numberAttr || typeListAttr;
    if (name === '') return 1;
    const attr = this.#attr(node, name);
    if (attr?.value.case === 'i') return Number(attr.value.value);
    return listOf(attr).length;
  }
}

function listOf(attr: AttrValue | undefined): readonly DataType[] {
  return attr?.value.case === 'list' ? attr.value.value.type : [];
}
