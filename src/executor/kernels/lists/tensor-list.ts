/** Tensor lists, and how they flow along edges. A changed list is a new one. */
import type { KernelCall } from '../../kernel';
import type { PartialShape } from '../../shape';
import { makeTensor, type ElementType, type Tensor } from '../../tensor';

export class TensorList {
  readonly dtype: ElementType;
  /** Undefined where not even the rank is known. */
  readonly elementShape: PartialShape | undefined;
  /** Undefined ones were never written. */
  readonly elements: readonly (Tensor | undefined)[];

  constructor(
    dtype: ElementType,
    elementShape: PartialShape | undefined,
    elements: readonly (Tensor | undefined)[],
  ) {
    this.dtype = dtype;
    this.elementShape = elementShape;
    this.elements = elements;
  }

  with(elements: readonly (Tensor | undefined)[]): TensorList {
    return new TensorList(this.dtype, this.elementShape, elements);
  }
}

export function listTensor(list: TensorList): Tensor {
  return makeTensor('variant', [], [list]);
}

/** The first input. @throws StatusError when it is no list, or one of other elements than the op's */
export function listOf(call: KernelCall): TensorList {
  const { dtype, data } = call.input(0);
  const list = dtype === 'variant' ? data[0] : undefined;
  if (!(list instanceof TensorList)) {
    call.fail('INVALID_ARGUMENT', 'Input handle is not a list. Saw: <unknown>');
  }
  const wanted = call.type('element_dtype', list.dtype);
  if (wanted === list.dtype) return list;
  const message = `Invalid data types; op elements ${wanted} but list elements ${list.dtype}`;
  call.fail('INVALID_ARGUMENT', message);
}

export function scalarInput(call: KernelCall, index: number): number {
  return Number(call.input(index).data[0]);
}

export function indicesInput(call: KernelCall, index: number): readonly number[] {
  return Array.from(call.input(index).data as Int32Array);
}

/** -1, alone or for one size, stands for what is not known. */
export function shapeInput(call: KernelCall, index: number): PartialShape | undefined {
  const { shape, data } = call.input(index);
  if (shape.length === 0) return undefined;
  return Array.from(data as ArrayLike<number | bigint>, (size) => (size < 0 ? null : Number(size)));
}
