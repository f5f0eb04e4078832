/** Products of rows with a matrix, and their gradients. */
import type { Epilogue, Gate } from './functions';
import type { Count, PlanTensor } from './tensors';
import type { Update } from './updates';

/** `out[r, u] = epilogue(sum over i of x[r, i] * weights[i, u], plus bias[u])`. */
export interface Dense {
  readonly kind: 'dense';
  readonly x: PlanTensor;
  readonly weights: PlanTensor;
  readonly bias?: PlanTensor | undefined;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly inputs: number;
  readonly units: number;
  readonly epilogue?: Epilogue | undefined;
}

/** `out[r, i] = gate(sum over u of gradient[r, u] * weights[i, u])`. */
export interface DenseInputGradient {
  readonly kind: 'denseInputGradient';
  readonly gradient: PlanTensor;
  readonly weights: PlanTensor;
  readonly out: PlanTensor;
  readonly rows: Count;
  readonly inputs: number;
  readonly units: number;
  readonly gate?: Gate | undefined;
}

/**
 * `out[i, u] = sum over r of x[r, i] * gradient[r, u]` and `biasOut[u] = sum over r of gradient[r, u]`. With an update,
 * the sums go straight into the variable and are not stored (`out`, `biasOut` are then absent).
 */
export interface DenseWeightGradient {
  readonly kind: 'denseWeightGradient';
  readonly x: PlanTensor;
  readonly gradient: PlanTensor;
  readonly out?: PlanTensor | undefined;
  readonly biasOut?: PlanTensor | undefined;
  readonly rows: Count;
  readonly inputs: number;
  readonly units: number;
  readonly update?: Update | undefined;
  readonly biasUpdate?: Update | undefined;
}
