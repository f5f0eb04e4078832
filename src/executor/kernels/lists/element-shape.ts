/** The shape of elements: what the list says, the op says, and those elements have that were written. */
import type { KernelCall } from '../../kernel';
import { shapeText, type PartialShape } from '../../shape';
import type { Tensor } from '../../tensor';
import { zeros } from '../rows';
import type { TensorList } from './tensor-list';

/**
 * @param problem the message where the shape is not known, up to the shape itself
 * @throws StatusError with that message, or when shapes contradict each other
 */
export function fullShape(
  call: KernelCall,
  list: TensorList,
  asked: PartialShape | undefined,
  problem: (shape: string) => string,
): readonly number[] {
  const shapes = list.elements.flatMap((element) => (element ? [element.shape] : []));
  const shape = [list.elementShape, asked, ...shapes].reduce<PartialShape | undefined>(
    (all, own) => merged(call, all, own),
    undefined,
  );
  if (shape && !shape.includes(null)) return shape as readonly number[];
  call.fail('INVALID_ARGUMENT', problem(shape ? shapeText(shape) : '<unknown>'));
}

/** One element, zeros where nothing was written. */
export function elementAt(
  call: KernelCall,
  list: TensorList,
  index: number,
  asked: PartialShape | undefined,
): Tensor {
  const written = list.elements[index];
  if (written) return written;
  const shape = fullShape(
    call,
    list,
    asked,
    (text) =>
      `Trying to read an uninitialized tensor but element_shape is not fully defined: ${text} and no list element is set.`,
  );
  return zeros(list.dtype, shape);
}

function merged(
  call: KernelCall,
  a: PartialShape | undefined,
  b: PartialShape | undefined,
): PartialShape | undefined {
  if (!a || !b) return a ?? b;
  const agrees = (size: number | null, i: number) =>
    size === null || b[i] === null || size === b[i];
  if (a.length === b.length && a.every(agrees)) return a.map((size, i) => size ?? b[i]!);
  call.fail(
    'INVALID_ARGUMENT',
    `PartialTensorShape: Incompatible shapes during merge: ${shapeText(a)} vs. ${shapeText(b)}`,
  );
}
