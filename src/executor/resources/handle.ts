/** Resource tensors: a scalar whose element is the variable or table itself. */
import { StatusError } from '../status';
import { makeTensor, type Tensor } from '../tensor';

export function handleTensor(resource: object): Tensor {
  return makeTensor('resource', [], [resource]);
}

/** @throws StatusError when the tensor holds something else */
export function resourceIn<Resource extends object>(
  tensor: Tensor,
  type: abstract new (...args: never[]) => Resource,
): Resource {
  const resource = tensor.dtype === 'resource' ? tensor.data[0] : undefined;
  if (resource instanceof type) return resource;
  throw new StatusError(
    'INVALID_ARGUMENT',
    'Trying to access resource using the wrong type: the graph is damaged.',
  );
}
