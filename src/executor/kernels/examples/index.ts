/** Ops that parse `tf.Example`: dense, sparse and ragged features of one or of many examples. */
import { elementCount, newData, tensorOfElements, type Element } from '../../element-types';
import type { KernelCall } from '../../kernel';
import type { RuntimeKernels } from '../../runtime';
import { shapeText } from '../../shape';
import { makeTensor, type ElementType, type Tensor } from '../../tensor';
import { integerTensor } from '../shared';
import { ExampleRow } from './row';
import {
  specOfSingle,
  specOfV1,
  specOfV2,
  type DenseSpec,
  type ExampleSpec,
  type ListSpec,
} from './spec';

export const EXAMPLES: RuntimeKernels = {
  ParseExample: (call) => parse(call, specOfV1(call), [1], 'vector'),
  ParseExampleV2: (call) => parse(call, specOfV2(call), [0, 1], 'scalar or vector'),
  ParseSingleExample: (call) => parse(call, specOfSingle(call), [0], 'scalar'),
};

function parse(
  call: KernelCall,
  spec: ExampleSpec,
  ranks: readonly number[],
  expected: string,
): readonly Tensor[] {
  const { shape, data } = call.input(0);
  if (!ranks.includes(shape.length)) {
    const message = `Expected serialized to be a ${expected}, got shape: ${shapeText(shape)}`;
    call.fail('INVALID_ARGUMENT', message);
  }
  const isSingle = shape.length === 0;
  const names = call.node.op === 'ParseSingleExample' ? [] : namesIn(call.input(1));
  const rows = (data as readonly Uint8Array[]).map(
    (bytes, i) => new ExampleRow(bytes, names[i] ?? '', isSingle ? undefined : i),
  );
  const sparse = spec.sparse.map((item) => sparseParts(rows, item, isSingle));
  return [
    ...sparse.map(({ indices }) => indices),
    ...sparse.map(({ values }) => values),
    ...sparse.map(({ shape: denseShape }) => denseShape),
    ...spec.dense.map((item) => denseTensor(rows, item, isSingle)),
    ...spec.ragged.map((item) =>
      listTensor(
        item.dtype,
        rows.flatMap((row) => row.list(item)),
      ),
    ),
    ...spec.ragged.flatMap((item) => (isSingle ? [] : [rowSplits(rows, item, item.splitType)])),
  ];
}

function namesIn({ data }: Tensor): readonly string[] {
  return (data as readonly Uint8Array[]).map((bytes) => new TextDecoder().decode(bytes));
}

function denseTensor(rows: readonly ExampleRow[], spec: DenseSpec, isSingle: boolean): Tensor {
  const shape = spec.shape[0] === null ? padded(rows, spec) : fixed(rows, spec);
  return makeTensor(spec.dtype, isSingle ? shape.shape.slice(1) : shape.shape, shape.data);
}

function fixed(rows: readonly ExampleRow[], spec: DenseSpec): Tensor {
  const inner = spec.shape as readonly number[];
  const count = elementCount(inner);
  const elements = rows.flatMap((row) => row.dense(spec, count));
  return tensorOfElements(spec.dtype, [rows.length, ...inner], elements);
}

/** Rows have as many steps as the longest of them, the default after their own. */
function padded(rows: readonly ExampleRow[], spec: DenseSpec): Tensor {
  const inner = spec.shape.slice(1) as readonly number[];
  const stride = elementCount(inner);
  const sequences = rows.map((row) => row.sequence(spec, stride));
  const longest = sequences.reduce((most, { length }) => Math.max(most, length), 0);
  const filler = Array.from(spec.missing.data as ArrayLike<Element>)[0] ?? zeroOf(spec.dtype);
  const elements = sequences.flatMap((own) => [
    ...own,
    ...new Array<Element>(longest - own.length).fill(filler),
  ]);
  return tensorOfElements(spec.dtype, [rows.length, longest / stride, ...inner], elements);
}

function zeroOf(dtype: ElementType): Element {
  return newData(dtype, 1)[0] as Element;
}

function sparseParts(rows: readonly ExampleRow[], spec: ListSpec, isSingle: boolean) {
  const lists = rows.map((row) => row.list(spec));
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0);
  const pairs = lists.flatMap((list, row) => list.map((_, i) => (isSingle ? [i] : [row, i])));
  const rank = isSingle ? 1 : 2;
  const sizes = isSingle ? [longest] : [rows.length, longest];
  return {
    indices: integerTensor('int64', pairs.flat(), [pairs.length, rank]),
    values: listTensor(spec.dtype, lists.flat()),
    shape: integerTensor('int64', sizes),
  };
}

function rowSplits(rows: readonly ExampleRow[], spec: ListSpec, dtype: ElementType): Tensor {
  const splits = [0];
  for (const row of rows) splits.push(splits.at(-1)! + row.list(spec).length);
  return integerTensor(dtype, splits);
}

function listTensor(dtype: ElementType, elements: readonly Element[]): Tensor {
  return tensorOfElements(dtype, [elements.length], elements);
}
