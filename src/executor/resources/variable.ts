/** Variables: a name, and the tensor that was assigned last. */
import { StatusError } from '../status';
import { bytesOf } from '../element-types';
import type { Tensor } from '../tensor';
import { resourceIn } from './handle';

export class Variable {
  readonly container: string;
  readonly name: string;
  value: Tensor | undefined;

  constructor(container: string, name: string) {
    this.container = container;
    this.name = name;
  }

  get bytes(): number {
    return this.value ? bytesOf(this.value) : 0;
  }

  /** @throws StatusError as ReadVariableOp does where nothing was assigned */
  read(): Tensor {
    if (this.value) return this.value;
    const { container, name } = this;
    throw new StatusError(
      'FAILED_PRECONDITION',
      `Could not find variable ${name}. This could mean that the variable has been deleted. In TF1, it can also mean the variable is uninitialized. ` +
        `Debug info: container=${container}, status error message=Container ${container} does not exist. (Could not find resource: ${container}/${name})`,
    );
  }
}

/** The value of a variable of TensorFlow 1. */
export function dereference(handle: Tensor): Tensor {
  const { value, name } = resourceIn(handle, Variable);
  if (value) return value;
  throw new StatusError('FAILED_PRECONDITION', `Attempting to use uninitialized value ${name}`);
}
