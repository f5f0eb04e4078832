/** What a parsing op looks for: which keys, of which types and shapes. */
import type { KernelCall } from '../../kernel';
import type { PartialShape } from '../../shape';
import type { ElementType, Tensor } from '../../tensor';

export interface DenseSpec {
  readonly key: string;
  readonly dtype: ElementType;
  readonly shape: PartialShape;
  /** Empty where the feature has to be there. */
  readonly missing: Tensor;
}

export interface ListSpec {
  readonly key: string;
  readonly dtype: ElementType;
}

export interface ExampleSpec {
  readonly dense: readonly DenseSpec[];
  readonly sparse: readonly ListSpec[];
  readonly ragged: readonly (ListSpec & { readonly splitType: ElementType })[];
}

/** ParseExample: every key is an input of its own. */
export function specOfV1(call: KernelCall): ExampleSpec {
  const sparseTypes = call.types('sparse_types', []);
  const denseTypes = call.types('Tdense', []);
  const sparseKeys = call.inputs.slice(2, 2 + sparseTypes.length);
  const rest = call.inputs.slice(2 + sparseTypes.length);
  return {
    dense: denseSpecs(
      call,
      rest.slice(0, denseTypes.length).map(firstText),
      rest.slice(denseTypes.length),
    ),
    sparse: sparseKeys.map((key, i) => ({ key: firstText(key), dtype: sparseTypes[i]! })),
    ragged: [],
  };
}

/** ParseExampleV2: the keys of a kind are one input. */
export function specOfV2(call: KernelCall): ExampleSpec {
  const [sparseKeys, denseKeys, raggedKeys] = [2, 3, 4].map((i) => texts(call.input(i)));
  const sparseTypes = call.types('sparse_types', []);
  const raggedTypes = call.types('ragged_value_types', []);
  const splitTypes = call.types('ragged_split_types', []);
  return {
    dense: denseSpecs(call, denseKeys!, call.inputs.slice(5)),
    sparse: sparseKeys!.map((key, i) => ({ key, dtype: sparseTypes[i]! })),
    ragged: raggedKeys!.map((key, i) => ({
      key,
      dtype: raggedTypes[i]!,
      splitType: splitTypes[i]!,
    })),
  };
}

/** ParseSingleExample: the keys are attributes. */
export function specOfSingle(call: KernelCall): ExampleSpec {
  const types = call.types('sparse_types', []);
  return {
    dense: denseSpecs(call, call.texts('dense_keys', []), call.inputs.slice(1)),
    sparse: call.texts('sparse_keys', []).map((key, i) => ({ key, dtype: types[i]! })),
    ragged: [],
  };
}

function denseSpecs(
  call: KernelCall,
  keys: readonly string[],
  missing: readonly Tensor[],
): readonly DenseSpec[] {
  const types = call.types('Tdense', []);
  const shapes = call.shapes('dense_shapes');
  return keys.map((key, i) => ({
    key,
    dtype: types[i]!,
    shape: shapes[i] ?? [],
    missing: missing[i]!,
  }));
}

function texts({ data }: Tensor): readonly string[] {
  const decoder = new TextDecoder();
  return (data as readonly Uint8Array[]).map((bytes) => decoder.decode(bytes));
}

function firstText(tensor: Tensor): string {
  return texts(tensor)[0] ?? '';
}
