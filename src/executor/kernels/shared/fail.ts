/** Refusals of kernels. */
import { StatusError } from '../../status';

/** @throws StatusError INVALID_ARGUMENT */
export function invalid(message: string): never {
  throw new StatusError('INVALID_ARGUMENT', message);
}

/** @throws StatusError UNIMPLEMENTED */
export function unimplemented(message: string): never {
  throw new StatusError('UNIMPLEMENTED', message);
}
