/** Errors that only NumPy has. */
import { PythonError } from '#errors';

/** An axis that the array does not have. */
export class AxisError extends PythonError {
  override readonly name = 'AxisError';
}

/** A number that the element type cannot hold. */
export class OverflowError extends PythonError {
  override readonly name = 'OverflowError';
}
