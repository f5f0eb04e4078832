/** Choosing between two tensors, element by element. */
import { NDArray } from '#tensor';
import type { LiteTensor } from '../lite/graph';
import { reshaped } from './arithmetic';
import type { NodeContext, Rule } from './node-context';

/** A constant whose elements are all the same, as a scalar: the op broadcasts. */
function compact(tensor: LiteTensor): LiteTensor {
  const { data } = tensor;
  const elements = data?.data;
  if (!elements || elements.length < 2 || !elements.every((value) => value === elements[0]))
    return tensor;
  const scalar = new NDArray(elements.slice(0, 1), [], tensor.dtype);
  return { ...tensor, shape: [], signature: [], data: scalar };
}

/** Where all three have one shape, known before running, the older op does. */
export function choose(at: NodeContext, inputs: readonly LiteTensor[]): void {
  const [condition, a, b] = inputs.map(compact);
  const [first, ...rest] = [condition!, a!, b!].map(({ signature }) => signature.join());
  const isOpen = condition!.signature.includes(null);
  const isPlain = !isOpen && rest.every((shape) => shape === first);
  if (isPlain) at.emit('SELECT', [condition!, a!, b!], { type: 'SelectOptions' });
  else at.emit('SELECT_V2', [condition!, a!, b!], { type: 'SelectV2Options' });
}

/** The condition may be a vector, which then chooses rows. With three shapes that are the same it is the older op. */
const select: Rule = (at) => {
  const [condition, a, b] = at.inputs();
  if (at.inputs().every(({ signature }) => signature.join() === a!.signature.join()))
    return at.emit('SELECT', at.inputs(), { type: 'SelectOptions' });
  const missing = condition!.shape.length === 1 ? a!.shape.length - 1 : 0;
  const ones = Array.from({ length: missing }, () => 1);
  const shape = [...condition!.shape, ...ones];
  const rows = reshaped(at, condition!, { shape, signature: [...condition!.signature, ...ones] });
  choose(at, [rows, a!, b!]);
};

export const SELECTION: Readonly<Record<string, Rule>> = {
  Select: select,
  SelectV2: (at) => choose(at, at.inputs()),
};
